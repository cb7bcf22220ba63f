using Gnn.Graphs.Statistics;
using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

/// <content>The splits that all kinds of items have. Labelled nodes are split where the graph has labels, else all.</content>
public sealed partial class NodeSplit
{
    /// <summary>A random split.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sizes">The sizes of the parts.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split of the labelled nodes, or of all nodes of a graph without labels.</returns>
    /// <exception cref="ArgumentException">There are too few nodes.</exception>
    public static NodeSplit Random(Graph graph, SplitSizes sizes, RandomSource source, string name = "random") =>
        Of(name, graph, SplitDraw.Random(Candidates(graph), sizes, source, "node"));

    /// <summary>A random split whose parts have nearly the same share of every class.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <param name="sizes">The sizes of the parts, which are exact; a class may be off its share by a node or two.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few labelled nodes.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public static NodeSplit Stratified(Graph graph, SplitSizes sizes, RandomSource source, string name = "stratified")
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(name, graph, SplitDraw.Stratified(SplitDraw.All(graph.NodeCount), graph.HostLabels, sizes, source, "node"));
    }

    /// <summary>The splits of a cross-validation: every labelled node, or node of a graph without labels, tests in exactly one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="folds">K, at least 3, or 2 without validation.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same splits.</param>
    /// <param name="stratify">Whether the counts of a class in two folds differ by at most 1; takes labels.</param>
    /// <param name="withValidation">Whether the fold after the test fold validates.</param>
    /// <param name="name">What the splits are called; the number of the fold is added.</param>
    /// <returns>K splits.</returns>
    /// <exception cref="ArgumentException">There are fewer nodes than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few folds.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels, though the folds are to be stratified.</exception>
    public static IReadOnlyList<NodeSplit> KFold(
        Graph graph, int folds, RandomSource source, bool stratify = true, bool withValidation = true, string name = "fold")
    {
        ArgumentNullException.ThrowIfNull(graph);
        IEnumerable<int[][]> parts = SplitDraw.KFold(Candidates(graph), stratify ? graph.HostLabels : [], folds, withValidation, source, "node");
        return [.. parts.Select((fold, i) => Of($"{name} {i + 1}/{folds}", graph, fold))];
    }

    /// <summary>A split by time: the earliest nodes train, the latest test, as papers of a citation graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="times">The time of each node, <c>[N]</c>.</param>
    /// <param name="sizes">The sizes of the parts; nodes of one time stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few nodes, not one time for each, or fewer times than parts.</exception>
    public static NodeSplit ByTime(Graph graph, ReadOnlySpan<long> times, SplitSizes sizes, string name = "by time")
    {
        ArgumentNullException.ThrowIfNull(graph);
        SplitDraw.CheckLength(times.Length, graph.NodeCount, "node", nameof(times));
        return Of(name, graph, SplitDraw.ByKey(Candidates(graph), times, sizes, "node"));
    }

    /// <summary>A split by given times.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="times">The time of each node, <c>[N]</c>.</param>
    /// <param name="validationStart">Nodes before this time train.</param>
    /// <param name="testStart">Nodes from this time on test, those between the two validate; not before <paramref name="validationStart"/>.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split; a part may be empty.</returns>
    /// <exception cref="ArgumentException">There is not one time for each node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Testing starts before validation.</exception>
    public static NodeSplit ByTime(Graph graph, ReadOnlySpan<long> times, long validationStart, long testStart, string name = "by time")
    {
        ArgumentNullException.ThrowIfNull(graph);
        SplitDraw.CheckLength(times.Length, graph.NodeCount, "node", nameof(times));
        return Of(name, graph, SplitDraw.ByBoundaries(Candidates(graph), times, validationStart, testStart));
    }

    /// <summary>A split by a number, which shifts the distribution: the lowest train, the highest test.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keys">The number of each node, <c>[N]</c>, for example its PageRank; give its negative to test on the lowest.</param>
    /// <param name="sizes">The sizes of the parts; nodes of one number stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">A key is NaN, there are too few nodes, not one key for each, or fewer keys than parts.</exception>
    /// <remarks>Such splits are those of Bazhenov et al., "Evaluating robustness and uncertainty of graph models under structural distributional shifts",
    /// 2023.</remarks>
    public static NodeSplit ByKey(Graph graph, ReadOnlySpan<double> keys, SplitSizes sizes, string name = "by key")
    {
        ArgumentNullException.ThrowIfNull(graph);
        SplitDraw.CheckLength(keys.Length, graph.NodeCount, "node", nameof(keys));
        SplitDraw.CheckKeys(keys);
        return Of(name, graph, SplitDraw.ByKey(Candidates(graph), keys, sizes, "node"));
    }

    /// <summary>A split by degree, which shifts the distribution: hubs train, nodes with few edges test.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sizes">The sizes of the parts; nodes of one degree stay together, so that a cut is moved to the nearest place between two.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">There are too few nodes, or fewer degrees than parts.</exception>
    /// <remarks>In-edges and out-edges count: an undirected edge counts twice. O(E + N log N). <see cref="ByKey"/> splits the other way round.</remarks>
    public static NodeSplit ByDegree(Graph graph, SplitSizes sizes, string name = "by degree")
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] keys = new int[graph.NodeCount];
        foreach (int node in graph.Sources)
        {
            keys[node]--;
        }

        foreach (int node in graph.Targets)
        {
            keys[node]--;
        }

        return Of(name, graph, SplitDraw.ByKey<int>(Candidates(graph), keys, sizes, "node"));
    }

    /// <summary>A split by weak components: nodes that a path joins are in one part.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sizes">The sizes of the parts, which are met as nearly as components allow: each, from the largest on, goes to the part that lacks
    /// most.</param>
    /// <param name="source">Draws the order of components of one size; the same source draws the same split.</param>
    /// <param name="name">What the split is called.</param>
    /// <returns>The split: no message passes from one part to another.</returns>
    /// <exception cref="ArgumentException">There are too few nodes, or too few components to fill every part.</exception>
    public static NodeSplit ByComponent(Graph graph, SplitSizes sizes, RandomSource source, string name = "by component")
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(name, graph, SplitDraw.ByGroup(Candidates(graph), Components.Weak(graph).Ids.ToArray(), sizes, source, "node"));
    }

    private static NodeSplit Of(string name, Graph graph, int[][] parts) => new(name, graph.NodeCount, parts[0], parts[1], parts[2]);

    private static int[] Candidates(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.HasLabels ? Labelled(graph, []) : SplitDraw.All(graph.NodeCount);
    }
}
