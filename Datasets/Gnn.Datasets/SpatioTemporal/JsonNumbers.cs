namespace Gnn.Datasets.SpatioTemporal;

/// <summary>The arrays that the JSON files of signals are made of.</summary>
internal static class JsonNumbers
{
    /// <summary>Reads an array of pairs of nodes: <c>[[0, 10], [0, 6], ...]</c>.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="ends">Takes source, target, source, target, ...</param>
    public static void ReadPairs(ref JsonScanner json, List<int> ends)
    {
        json.BeginArray("edges");
        while (json.NextArray("an edge"))
        {
            ends.Add(json.ReadInt32("a source", 0, int.MaxValue));
            ends.Add(json.ReadInt32("a target", 0, int.MaxValue));
            json.EndArray("an edge of two nodes");
        }
    }

    /// <summary>Reads an array of numbers.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="values">Takes the numbers.</param>
    /// <param name="what">What they are, for messages.</param>
    public static void ReadNumbers(ref JsonScanner json, List<float> values, string what)
    {
        json.BeginArray(what);
        while (json.NextSingle(what, out float value))
        {
            values.Add(value);
        }
    }

    /// <summary>Reads an array of rows, one for each step of time, each with a number for each node.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="most">The most numbers there can be.</param>
    public static StepRows ReadSteps(ref JsonScanner json, int most)
    {
        float[] values = new float[most];
        int steps = 0, nodes = 0, count = 0;
        json.BeginArray("a signal");
        while (json.NextArray("a row of the signal"))
        {
            int start = count;
            while (json.NextSingle("a value of the signal", out float value))
            {
                values[count++] = value;
            }

            nodes = steps == 0 ? count : nodes;
            if (count - start != nodes || nodes == 0)
            {
                string expected = steps == 0 ? "at least one value" : $"{nodes} values, as many as in the first row";
                throw json.Bad($"expected {expected} in row {steps}, got {count - start}");
            }

            steps++;
        }

        return steps > 0 ? new StepRows(steps, nodes, values) : throw json.Bad("expected a signal of at least one row, got none");
    }
}
