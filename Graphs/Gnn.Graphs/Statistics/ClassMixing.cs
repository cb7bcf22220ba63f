namespace Gnn.Graphs.Statistics;

/// <summary>How many edges lead from, into and within each class; nodes without a label, and edges that touch one, are left out.</summary>
internal sealed class ClassMixing
{
    private readonly long[] _from;
    private readonly long[] _into;
    private readonly long[] _within;
    private readonly int[] _nodes;

    private ClassMixing(int classes) => (_from, _into, _within, _nodes) = (new long[classes], new long[classes], new long[classes], new int[classes]);

    public int ClassCount => _nodes.Length;

    /// <summary>The labelled nodes.</summary>
    public int NodeCount { get; private set; }

    /// <summary>The edges between labelled nodes.</summary>
    public long EdgeCount { get; private set; }

    /// <summary>The edges within a class.</summary>
    public long WithinCount { get; private set; }

    /// <summary>Whether all edges join nodes of one class, or there are none.</summary>
    public bool HasOneClass => EdgeCount == 0 || _within.AsSpan().Contains(EdgeCount);

    public static ClassMixing Of(Graph graph)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        var mixing = new ClassMixing(graph.ClassCount);
        foreach (int label in labels)
        {
            if (label >= 0)
            {
                mixing._nodes[label]++;
                mixing.NodeCount++;
            }
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            (int source, int target) = (labels[sources[edge]], labels[targets[edge]]);
            if (source >= 0 && target >= 0)
            {
                mixing._from[source]++;
                mixing._into[target]++;
                mixing._within[source] += source == target ? 1 : 0;
            }
        }

        mixing.EdgeCount = mixing._from.Sum();
        mixing.WithinCount = mixing._within.Sum();
        return mixing;
    }

    /// <summary>The number of edges between each two classes that have any, whatever their direction; the lower class is first.</summary>
    public static IReadOnlyDictionary<(int Low, int High), long> CountPairs(Graph graph)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        var pairs = new SortedDictionary<(int Low, int High), long>();
        int classes = graph.ClassCount;

        // A table where it is small against the edges, for speed.
        long[] table = new long[(long)classes * classes <= sources.Length ? classes * classes : 0];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (int source, int target) = (labels[sources[edge]], labels[targets[edge]]);
            if (source < 0 || target < 0)
            {
                continue;
            }

            (int low, int high) = (Math.Min(source, target), Math.Max(source, target));
            if (table.Length > 0)
            {
                table[(low * classes) + high]++;
            }
            else
            {
                pairs[(low, high)] = pairs.GetValueOrDefault((low, high)) + 1;
            }
        }

        for (int pair = 0; pair < table.Length; pair++)
        {
            if (table[pair] > 0)
            {
                pairs.Add((pair / classes, pair % classes), table[pair]);
            }
        }

        return pairs;
    }

    public int Nodes(int label) => _nodes[label];

    public long EdgesFrom(int label) => _from[label];

    public long EdgesInto(int label) => _into[label];

    public long EdgesWithin(int label) => _within[label];

    /// <summary>The share of edge ends in a class.</summary>
    public double EndShare(int label) => (_from[label] + _into[label]) / (2.0 * EdgeCount);
}
