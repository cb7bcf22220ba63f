namespace Gnn.Datasets.SpatioTemporal;

/// <summary>The arrays that the JSON files of signals are made of.</summary>
internal static class JsonNumbers
{
    /// <summary>Reads an array of pairs of nodes: <c>[[0, 10], [0, 6], ...]</c>.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="sources">Takes the first of each pair.</param>
    /// <param name="targets">Takes the second.</param>
    /// <returns>The number of pairs.</returns>
    public static int ReadPairs(ref JsonScanner json, Span<int> sources, Span<int> targets)
    {
        int count = 0;
        json.BeginArray("edges");
        while (json.NextArray("an edge"))
        {
            int source = json.ReadInt32("a source", 0, int.MaxValue);
            int target = json.ReadInt32("a target", 0, int.MaxValue);
            json.EndArray("an edge of two nodes");
            (sources[count], targets[count]) = (source, target);
            count++;
        }

        return count;
    }

    /// <summary>Room for the pairs of a value, which may have one that is not whole.</summary>
    /// <param name="json">Before the value.</param>
    public static int[] MakePairs(in JsonScanner json) => new int[(json.CountNumbers() + 1) / 2];

    /// <summary>Reads an array of numbers.</summary>
    /// <param name="json">Before the array.</param>
    /// <param name="values">Takes the numbers.</param>
    /// <param name="what">What they are, for messages.</param>
    /// <returns>How many there are.</returns>
    public static int ReadNumbers(ref JsonScanner json, Span<float> values, string what)
    {
        int count = 0;
        json.BeginArray(what);
        while (json.NextSingle(what, out float value))
        {
            values[count++] = value;
        }

        return count;
    }

    /// <summary>Reads an array of rows, one for each step of time, each with a number for each node.</summary>
    /// <param name="json">Before the array.</param>
    public static StepRows ReadSteps(ref JsonScanner json)
    {
        float[] values = new float[json.CountNumbers()];
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
