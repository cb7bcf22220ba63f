using System.Numerics.Tensors;
using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Links;
using Gnn.Training.Recommendation;

namespace Gnn.Training;

/// <summary>What the structure of a graph alone tells of its links: what stands beside every link predictor.</summary>
/// <remarks>
/// <para>A baseline sees the edges that a model's messages pass over in the test, and no others; it has nothing to choose, so validation links are not asked.</para>
/// <para>Matrix factorisation is that of recommenders, <see cref="RecommendationBaselineKind.ImplicitAls"/>, of the matrix of zeros and ones of these edges, read as undirected; a pair scores
/// <c>x_u . y_v + x_v . y_u</c>. It has 32 columns and 12 sweeps, an unobserved pair counts 0.01 and squares 0.02, and it starts from the stream <c>"factors"</c> of the protocol's random
/// numbers.</para>
/// </remarks>
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

    private static readonly RecommendationBaselineOptions Factorization = new() { Width = 32, Sweeps = 12 };

    /// <summary>Measures all heuristics, and matrix factorisation.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="split">Which links test, and their negatives.</param>
    /// <param name="options">Whether validation links are seen (<see cref="LinkPredictionOptions.TestWithValidationLinks"/>), and the random numbers; the defaults if null.</param>
    /// <param name="numbers">The numbers of Katz and PageRank; the defaults if null.</param>
    /// <returns>One for each heuristic, and the matrix factorisation as the last.</returns>
    /// <exception cref="ArgumentException">The split is of another graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beta is too large for this graph.</exception>
    public static IReadOnlyList<LinkBaseline> Of(Graph graph, LinkSplit split, LinkPredictionOptions? options = null, LinkHeuristicOptions? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        EdgeSplit edges = split.Edges;
        LinkTask.CheckGraph(graph, split.Edges);
        options ??= new LinkPredictionOptions();
        PairList seen = PairList.Of(graph, LinkTask.TestMessages(edges, options));
        using Graph messages = Graph.FromEdges(graph.NodeCount, seen.Sources, seen.Targets, graph.IsUndirected);
        PairList links = PairList.Of(graph, edges.Test);
        int[] sources = [.. links.Sources, .. split.Test.Sources], targets = [.. links.Targets, .. split.Test.Targets];
        if (split.Test.PerLink is { } perLink)
        {
            ShareFirst(links, sources.AsSpan(links.Count), targets.AsSpan(links.Count), perLink);
        }

        var baselines = new List<LinkBaseline>();
        foreach ((LinkHeuristic heuristic, string name) in All)
        {
            // All at once, so that what is made for a graph or a source is made once.
            Add(name, LinkScores.Of(messages, heuristic, sources, targets, numbers));
        }

        Add("matrix factorisation", Factorize(graph.NodeCount, seen, sources, targets, options.Random.Stream("factors")));
        return baselines;

        void Add(string name, double[] scores) =>
            baselines.Add(new LinkBaseline(name, LinkMetrics.Of(scores.AsSpan(0, links.Count), scores.AsSpan(links.Count), split.Test.PerLink)));
    }

    /// <summary>Turns negatives that have an end of their link as the target alone, so that walks and searches begin at the ends of links, which are fewer nodes; scores are symmetric.</summary>
    private static void ShareFirst(PairList links, Span<int> sources, Span<int> targets, int perLink)
    {
        for (int pair = 0; pair < sources.Length; pair++)
        {
            (int source, int target) = (links.Sources[pair / perLink], links.Targets[pair / perLink]);
            if (sources[pair] != source && sources[pair] != target && (targets[pair] == source || targets[pair] == target))
            {
                (sources[pair], targets[pair]) = (targets[pair], sources[pair]);
            }
        }
    }

    private static double[] Factorize(int nodes, PairList seen, int[] sources, int[] targets, RandomSource random)
    {
        Interactions neighbors = Interactions.From(nodes, nodes, [.. seen.Sources, .. seen.Targets], [.. seen.Targets, .. seen.Sources]);
        (double[] left, double[] right) = ImplicitAlsScores.Factors(neighbors, Factorization, random, Engine.Default.ThreadCount);
        double[] scores = new double[sources.Length];
        for (int pair = 0; pair < scores.Length; pair++)
        {
            scores[pair] = Dot(sources[pair], targets[pair]) + Dot(targets[pair], sources[pair]);
        }

        return scores;

        double Dot(int row, int column)
        {
            int width = Factorization.Width;
            return TensorPrimitives.Dot<double>(left.AsSpan(row * width, width), right.AsSpan(column * width, width));
        }
    }
}
