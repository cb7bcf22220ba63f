using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;

namespace Gnn.Datasets.Temporal;

/// <summary>Events as a file has them, row by row, and what is made of them.</summary>
internal sealed class EventRows
{
    /// <summary>What the published split is called.</summary>
    public const string SplitName = "70/15/15 by time";

    private const double TrainQuantile = 0.7;
    private const double ValidationQuantile = 0.85;

    /// <summary>Makes room.</summary>
    /// <param name="most">The most rows there can be.</param>
    public EventRows(int most)
    {
        Sources = new int[most];
        Targets = new int[most];
        Times = new long[most];
    }

    /// <summary>The rows that are there.</summary>
    public int Count { get; set; }

    /// <summary>The published id of each source; has room for more rows.</summary>
    public int[] Sources { get; }

    /// <summary>The published id of each target.</summary>
    public int[] Targets { get; }

    /// <summary>The time of each row in milliseconds.</summary>
    public long[] Times { get; }

    /// <summary>The state of each row's source, or null.</summary>
    public int[]? States { get; init; }

    /// <summary>The features of each row, row-major, or none.</summary>
    public float[] Features { get; set; } = [];

    /// <summary>The number of features of a row.</summary>
    public int FeatureCount { get; set; }

    /// <summary>Whether every source's id is below every target's.</summary>
    public bool HasTwoSides
    {
        get
        {
            int most = -1, least = int.MaxValue;
            for (int row = 0; row < Count; row++)
            {
                (most, least) = (Math.Max(most, Sources[row]), Math.Min(least, Targets[row]));
            }

            return most < least;
        }
    }

    /// <summary>A data set whose sources and targets have ids of one space, of which each that occurs becomes a node.</summary>
    /// <param name="isBipartite">Whether sources come before targets.</param>
    public Dataset ToDataset(bool isBipartite)
    {
        Span<int> sources = Sources.AsSpan(0, Count), targets = Targets.AsSpan(0, Count);
        int[] ids = PublishedIds.Number(sources, targets);
        return ToDataset(ids.Length, isBipartite ? MostOf(sources) + 1 : null, PublishedIds.NamesOf(ids));
    }

    /// <summary>A data set whose sources and targets have ids of their own spaces: users and items.</summary>
    public Dataset ToUserItemDataset()
    {
        Span<int> targets = Targets.AsSpan(0, Count);
        int[] users = PublishedIds.Number(Sources.AsSpan(0, Count)), items = PublishedIds.Number(targets);
        foreach (ref int target in targets)
        {
            target += users.Length;
        }

        return ToDataset(
            checked(users.Length + items.Length),
            users.Length,
            new Dictionary<string, IReadOnlyList<string>> { ["user"] = PublishedIds.MapOf(users), ["item"] = PublishedIds.MapOf(items) });
    }

    /// <summary>A data set of numbered nodes.</summary>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="sourceCount">The number of nodes that are sources alone, or null.</param>
    /// <param name="names">The names.</param>
    public Dataset ToDataset(int nodeCount, int? sourceCount, IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        TemporalGraph graph = TemporalGraph.FromEvents(
            nodeCount, Sources.AsSpan(0, Count), Targets.AsSpan(0, Count), Times.AsSpan(0, Count), sourceNodeCount: sourceCount);
        if (States is not null)
        {
            using TemporalGraph bare = graph;
            graph = bare.WithEventColumn(TemporalNetworks.State, Tensor.Create<int>(InOrder(bare, States, 1), Count));
        }

        if (FeatureCount > 0)
        {
            using TemporalGraph bare = graph;
            graph = bare.WithEventColumn(ColumnNames.EdgeFeatures, Tensor.Create<float>(InOrder(bare, Features, FeatureCount), (Count, FeatureCount)));
        }

        return new Dataset(graph) { Names = names, IndexSplits = [Split(graph.Times)] };
    }

    // As TGN cuts it: a part ends with all events at the time below which lie 70 (85) percent.
    private static IndexSplit Split(ReadOnlySpan<long> times) => IndexSplit.ByTime(
        "event", times, times[(int)(TrainQuantile * (times.Length - 1))] + 1, times[(int)(ValidationQuantile * (times.Length - 1))] + 1, SplitName);

    private static ReadOnlySpan<T> InOrder<T>(TemporalGraph graph, T[] rows, int width)
    {
        ReadOnlySpan<int> positions = graph.InputPositions;
        int first = 0;
        while (first < positions.Length && positions[first] == first)
        {
            first++;
        }

        if (first == positions.Length)
        {
            return rows.AsSpan(0, first * width);
        }

        var ordered = new T[positions.Length * width];
        for (int row = 0; row < positions.Length; row++)
        {
            rows.AsSpan(positions[row] * width, width).CopyTo(ordered.AsSpan(row * width));
        }

        return ordered;
    }

    private static int MostOf(ReadOnlySpan<int> numbers)
    {
        int most = 0;
        foreach (int number in numbers)
        {
            most = Math.Max(most, number);
        }

        return most;
    }
}
