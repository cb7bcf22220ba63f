using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Reads a signal on a graph whose edges and weights are others each day: <c>edge_mapping</c> with <c>edge_index</c> and <c>edge_weight</c> by day,
/// and the signal <c>y</c>.</summary>
internal static class EpidemicJson
{
    /// <summary>Reads a file: an event for each edge of a day, at the time of that day's number, with its weight.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The text is something else.</exception>
    public static TemporalGraph Read(byte[] bytes, string path)
    {
        var json = new JsonScanner(bytes, path);
        List<int> ends = [];
        List<float> weights = [];
        List<DayRun>? edgeDays = null, weightDays = null;
        StepRows? steps = null;
        json.BeginObject("a file of a signal");
        while (json.NextProperty(out string? name))
        {
            if (name == "edge_mapping")
            {
                ReadMapping(ref json, ends, weights, ref edgeDays, ref weightDays);
            }
            else if (name == "y")
            {
                steps = steps is null
                    ? JsonNumbers.ReadSteps(ref json, bytes.AsSpan().Count((byte)',') + 1)
                    : throw json.Bad("expected 'y' once, got it again");
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (edgeDays is null || weightDays is null || steps is null)
        {
            string missing = steps is null ? "y" : edgeDays is null ? "edge_index" : "edge_weight";
            throw new DataFormatException(path, "", $"expected the properties 'edge_index' and 'edge_weight' in 'edge_mapping', and 'y', got no '{missing}'");
        }

        DayRun[] edgeRuns = InOrder(edgeDays, steps.StepCount, path, "edge_index"), weightRuns = InOrder(weightDays, steps.StepCount, path, "edge_weight");
        return Assemble(path, steps, ends, edgeRuns, weights, weightRuns);
    }

    private static void ReadMapping(
        ref JsonScanner json, List<int> ends, List<float> weights, ref List<DayRun>? edgeDays, ref List<DayRun>? weightDays)
    {
        json.BeginObject("edge_mapping");
        while (json.NextProperty(out string? name))
        {
            if ((name == "edge_index" && edgeDays is not null) || (name == "edge_weight" && weightDays is not null))
            {
                throw json.Bad($"expected '{name}' once, got it again");
            }

            if (name == "edge_index")
            {
                edgeDays = [];
                json.BeginObject(name);
                while (json.NextProperty(out string? day))
                {
                    int start = ends.Count;
                    JsonNumbers.ReadPairs(ref json, ends);
                    edgeDays.Add(new DayRun(DayOf(json, day!), start / 2, (ends.Count - start) / 2));
                }
            }
            else if (name == "edge_weight")
            {
                weightDays = [];
                json.BeginObject(name);
                while (json.NextProperty(out string? day))
                {
                    int start = weights.Count;
                    JsonNumbers.ReadNumbers(ref json, weights, "a weight");
                    weightDays.Add(new DayRun(DayOf(json, day!), start, weights.Count - start));
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static int DayOf(in JsonScanner json, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int day)
        ? day
        : throw json.Bad($"expected the number of a day, got '{text}'");

    // The run of each day, by day.
    private static DayRun[] InOrder(List<DayRun> runs, int count, string path, string name)
    {
        var ordered = new DayRun[count];
        Array.Fill(ordered, new DayRun(-1, 0, 0));
        foreach (DayRun run in runs)
        {
            if (run.Day >= count || ordered[run.Day].Day >= 0)
            {
                throw new DataFormatException(path, name, $"expected each day of 0 to {count - 1} once, got {run.Day}");
            }

            ordered[run.Day] = run;
        }

        int missing = Array.FindIndex(ordered, run => run.Day < 0);
        return missing < 0 ? ordered : throw new DataFormatException(path, name, $"expected each day of 0 to {count - 1}, got none for {missing}");
    }

    private static TemporalGraph Assemble(string path, StepRows steps, List<int> ends, DayRun[] edgeDays, List<float> weights, DayRun[] weightDays)
    {
        int count = ends.Count / 2;
        int[] sources = new int[count], targets = new int[count];
        var times = new long[count];
        float[] ordered = new float[count];
        int at = 0;
        for (int day = 0; day < edgeDays.Length; day++)
        {
            (DayRun edges, DayRun values) = (edgeDays[day], weightDays[day]);
            if (edges.Count != values.Count)
            {
                throw new DataFormatException(path, $"day {day}", $"expected a weight for each of {edges.Count} edges, got {values.Count}");
            }

            for (int edge = 0; edge < edges.Count; edge++, at++)
            {
                int place = 2 * (edges.Start + edge);
                (sources[at], targets[at], times[at], ordered[at]) = (ends[place], ends[place + 1], day, weights[values.Start + edge]);
                if (sources[at] >= steps.NodeCount || targets[at] >= steps.NodeCount)
                {
                    throw new DataFormatException(
                        path,
                        $"day {day}, edge {edge}",
                        $"expected nodes of 0 to {steps.NodeCount - 1}, which have a signal, got {sources[at]} to {targets[at]}");
                }
            }
        }

        using TemporalGraph bare = TemporalGraph.FromEvents(steps.NodeCount, sources, targets, times);
        using TemporalGraph weighted = bare.WithEventColumn(ColumnNames.EdgeWeights, Tensor.Create(ordered, count));
        return weighted.WithNodeColumn(SpatioTemporalNetworks.Signal, steps.ToColumn());
    }

    private readonly record struct DayRun(int Day, int Start, int Count);
}
