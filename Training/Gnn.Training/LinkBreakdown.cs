using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Training.Links;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>Which test links a model or baseline finds: its ranks by the degrees of the links' ends, and node by node.</summary>
/// <remarks>
/// <para>A mean over links is a mean over hubs, which have most of them. A mean over nodes counts each node alike, whatever number of test links it has, and the links of nodes that little is known
/// of show what a model adds to the degrees.</para>
/// <para>A node's degree is the number of different nodes that it has an edge with, among the edges that messages pass over in the test: what was known of it, without the links that are asked.</para>
/// </remarks>
/// <example><code>
/// LinkPredictionReport report = trainer.Fit(cora, split, options);
/// LinkBreakdown breakdown = LinkBreakdown.Of(cora, split, report.Test, options);
/// Console.WriteLine(string.Join("; ", breakdown.ByDegree));
/// </code></example>
public sealed class LinkBreakdown
{
    private LinkBreakdown(IReadOnlyList<LinkGroup> byDegree, IReadOnlyDictionary<int, LinkGroup> byNode) => (ByDegree, ByNode) = (byDegree, byNode);

    /// <summary>Links in four groups of about equal size by the lower degree of their two ends, the lowest first; fewer groups where many have one degree.</summary>
    public IReadOnlyList<LinkGroup> ByDegree { get; }

    /// <summary>The links of each node that is an end of any, in the order of the nodes: a link counts with both of its ends, one from a node to itself once.</summary>
    public IReadOnlyDictionary<int, LinkGroup> ByNode { get; }

    /// <summary>The mean over nodes of the mean of 1 / rank over the links of each, in (0, 1]; NaN without links.</summary>
    public double MeanReciprocalRankOfNodes => Mean(links => links.MeanReciprocalRank);

    /// <summary>The mean over nodes of the share of each node's links that rank among the first K.</summary>
    /// <param name="k">K, at least 1.</param>
    /// <returns>The mean, in [0, 1]; NaN without links.</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public double HitsOfNodesAt(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return Mean(links => links.HitsAt(k));
    }

    /// <summary>Sorts what was measured on the test links of a split.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="split">Which links test.</param>
    /// <param name="test">What a model or baseline reached on them: <see cref="LinkPredictionReport.Test"/> or <see cref="LinkBaseline.Test"/>.</param>
    /// <param name="options">The protocol, which says whether messages passed over validation links (<see cref="LinkPredictionOptions.TestWithValidationLinks"/>); the defaults if null.</param>
    /// <returns>The breakdown.</returns>
    /// <exception cref="ArgumentException">The split is of another graph, or the metrics are not of its test links.</exception>
    public static LinkBreakdown Of(Graph graph, LinkSplit split, LinkMetrics test, LinkPredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(test);
        LinkTask.CheckGraph(graph, split.Edges);
        PairList links = PairList.Of(graph, split.Edges.Test);
        if (test.Count != links.Count)
        {
            throw new ArgumentException($"The split '{split.Edges.Name}' tests {links.Count} links, but the metrics are of {test.Count}: give what was reached on the test links of this split.", nameof(test));
        }

        int[] degrees = Degrees(graph.NodeCount, PairList.Of(graph, LinkTask.TestMessages(split.Edges, options ?? new LinkPredictionOptions())));
        int[] lower = [.. links.Sources.Zip(links.Targets, (source, target) => Math.Min(degrees[source], degrees[target]))];
        var ofNodes = new SortedDictionary<int, List<double>>();
        for (int link = 0; link < links.Count; link++)
        {
            Add(links.Sources[link], test.Ranks[link]);
            if (links.Targets[link] != links.Sources[link])
            {
                Add(links.Targets[link], test.Ranks[link]);
            }
        }

        double[] ranks = test.Ranks.ToArray();
        return new LinkBreakdown(
            [.. DegreeGroups.Of(lower).Select(group => new LinkGroup(lower[group[0]], lower[group[^1]], Array.ConvertAll(group, link => ranks[link])))],
            new OrderedDictionary<int, LinkGroup>(
                ofNodes.Select(each => KeyValuePair.Create(each.Key, new LinkGroup(degrees[each.Key], degrees[each.Key], [.. each.Value])))));

        void Add(int node, double rank)
        {
            if (!ofNodes.TryGetValue(node, out List<double>? own))
            {
                ofNodes[node] = own = [];
            }

            own.Add(rank);
        }
    }

    /// <summary>The number of different neighbours of each node.</summary>
    private static int[] Degrees(int nodes, PairList edges)
    {
        int[] degrees = new int[nodes];
        var seen = new HashSet<(int, int)>();
        for (int edge = 0; edge < edges.Count; edge++)
        {
            (int low, int high) = (Math.Min(edges.Sources[edge], edges.Targets[edge]), Math.Max(edges.Sources[edge], edges.Targets[edge]));
            if (low != high && seen.Add((low, high)))
            {
                degrees[low]++;
                degrees[high]++;
            }
        }

        return degrees;
    }

    private double Mean(Func<LinkGroup, double> value) => ByNode.Count == 0 ? double.NaN : ByNode.Values.Average(value);
}
