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
        var days = new Days();
        StepRows? steps = null;
        json.BeginObject("a file of a signal");
        while (json.NextProperty(out string? name))
        {
            if (name == "edge_mapping")
            {
                ReadMapping(ref json, days);
            }
            else if (name == "y")
            {
                steps = steps is null
                    ? JsonNumbers.ReadSteps(ref json)
                    : throw json.Bad("expected 'y' once, got it again");
            }
            else
            {
                json.Skip();
            }
        }

        json.End();
        if (days.Edges is null || days.Weights is null || steps is null)
        {
            string missing = steps is null ? "y" : days.Edges is null ? "edge_index" : "edge_weight";
            throw new DataFormatException(path, "", $"expected the properties 'edge_index' and 'edge_weight' in 'edge_mapping', and 'y', got no '{missing}'");
        }

        DayRun[] edgeRuns = InOrder(days.Edges, steps.StepCount, path, "edge_index"), weightRuns = InOrder(days.Weights, steps.StepCount, path, "edge_weight");
        return Assemble(path, steps, days, edgeRuns, weightRuns);
    }

    private static void ReadMapping(ref JsonScanner json, Days days)
    {
        json.BeginObject("edge_mapping");
        while (json.NextProperty(out string? name))
        {
            if ((name == "edge_index" && days.Edges is not null) || (name == "edge_weight" && days.Weights is not null))
            {
                throw json.Bad($"expected '{name}' once, got it again");
            }

            int at = 0;
            if (name == "edge_index")
            {
                (days.Edges, days.Sources, days.Targets) = ([], JsonNumbers.MakePairs(json), JsonNumbers.MakePairs(json));
                json.BeginObject(name);
                while (json.NextProperty(out string? day))
                {
                    int count = JsonNumbers.ReadPairs(ref json, days.Sources.AsSpan(at), days.Targets.AsSpan(at));
                    days.Edges.Add(new DayRun(DayOf(json, day!), at, count));
                    at += count;
                }
            }
            else if (name == "edge_weight")
            {
                (days.Weights, days.Values) = ([], new float[json.CountNumbers()]);
                json.BeginObject(name);
                while (json.NextProperty(out string? day))
                {
                    int count = JsonNumbers.ReadNumbers(ref json, days.Values.AsSpan(at), "a weight");
                    days.Weights.Add(new DayRun(DayOf(json, day!), at, count));
                    at += count;
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

    private static TemporalGraph Assemble(string path, StepRows steps, Days days, DayRun[] edgeDays, DayRun[] weightDays)
    {
        int count = edgeDays.Sum(day => day.Count);
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
                int place = edges.Start + edge;
                (sources[at], targets[at], times[at], ordered[at]) = (days.Sources[place], days.Targets[place], day, days.Values[values.Start + edge]);
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

    /// <summary>The edges and the weights in the order of the file, and which are whose; null for what has not been read.</summary>
    private sealed class Days
    {
        public List<DayRun>? Edges { get; set; }

        public List<DayRun>? Weights { get; set; }

        public int[] Sources { get; set; } = [];

        public int[] Targets { get; set; } = [];

        public float[] Values { get; set; } = [];
    }

    private readonly record struct DayRun(int Day, int Start, int Count);
}
