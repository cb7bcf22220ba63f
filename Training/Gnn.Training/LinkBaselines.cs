using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Graphs.Splits;
using Gnn.Training.Links;

namespace Gnn.Training;

/// <summary>What the structure of a graph alone tells of its links: what stands beside every link predictor.</summary>
/// <remarks>A heuristic sees the edges that a model's messages pass over in the test, and no others; it has nothing to choose, so validation links are not asked.</remarks>
public static class LinkBaselines
{
    private static readonly (LinkHeuristic Heuristic, string Name)[] All =
    [
        (LinkHeuristic.CommonNeighbors, "common neighbours"),
        (LinkHeuristic.AdamicAdar, "Adamic-Adar"),
        (LinkHeuristic.ResourceAllocation, "resource allocation"),
        (LinkHeuristic.Jaccard, "Jaccard"),
        (LinkHeuristic.PreferentialAttachment, "preferential attachment"),
        (LinkHeuristic.ShortestPath, "shortest path"),
        (LinkHeuristic.Katz, "Katz"),
        (LinkHeuristic.PersonalizedPageRank, "personalised PageRank"),
    ];

    /// <summary>Measures all heuristics.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="split">Which links test, and their negatives.</param>
    /// <param name="options">Whether validation links are seen (<see cref="LinkPredictionOptions.TestWithValidationLinks"/>); the defaults if null.</param>
    /// <param name="numbers">The numbers of Katz and PageRank; the defaults if null.</param>
    /// <returns>One for each heuristic.</returns>
    /// <exception cref="ArgumentException">The split is of another graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beta is too large for this graph.</exception>
    public static IReadOnlyList<LinkBaseline> Of(Graph graph, LinkSplit split, LinkPredictionOptions? options = null, LinkHeuristicOptions? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        EdgeSplit edges = split.Edges;
        if (edges.EdgeCount != graph.EdgeCount)
        {
            throw new ArgumentException($"The split '{edges.Name}' is of {edges.EdgeCount} edges, but the graph has {graph.EdgeCount}.", nameof(split));
        }

        PairList seen = PairList.Of(graph, LinkTask.TestMessages(edges, options ?? new LinkPredictionOptions()));
        using Graph messages = Graph.FromEdges(graph.NodeCount, seen.Sources, seen.Targets, graph.IsUndirected);
        PairList links = PairList.Of(graph, edges.Test);
        int[] sources = [.. links.Sources, .. split.Test.Sources], targets = [.. links.Targets, .. split.Test.Targets];
        var baselines = new List<LinkBaseline>();
        foreach ((LinkHeuristic heuristic, string name) in All)
        {
            // All at once, so that what is made for a graph or a source is made once.
            double[] scores = LinkScores.Of(messages, heuristic, sources, targets, numbers);
            baselines.Add(new LinkBaseline(name, LinkMetrics.Of(scores.AsSpan(0, links.Count), scores.AsSpan(links.Count), split.Test.PerLink)));
        }

        return baselines;
    }
}
