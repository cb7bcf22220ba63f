using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Sampling.Links;

/// <summary>Draws the fixed negatives of a split of links.</summary>
/// <remarks>No negative is an edge of the whole graph, whatever part that edge is in, so that a model is never marked down for a true link. Of an
/// inductive split, negatives are pairs of nodes that the part sees, and those that all links share have a node that is new in it, as links have.</remarks>
public static class LinkSplits
{
    /// <summary>Draws pairs that all links of a part are told from, as many as it has links unless said otherwise. All pairs are different, in both parts together.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="edges">Which links train, validate and test.</param>
    /// <param name="random">Where the draw comes from; the same source draws the same pairs.</param>
    /// <param name="validationCount">How many pairs validation gets, at least 1; as many as it has links if null. More make the choice of an epoch by hits less of a chance.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">The graph has another number of edges.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of pairs is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are fewer pairs without an edge than are to be drawn.</exception>
    public static LinkSplit WithSharedNegatives(Graph graph, EdgeSplit edges, RandomSource random, int? validationCount = null)
    {
        Check(graph, edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(validationCount ?? 1, 1, nameof(validationCount));
        int first = validationCount ?? edges.Validation.Length;
        var sampler = new NegativeSampler(graph, new NegativeSamplerOptions { Distinct = true, Undirected = !edges.SeparateReverses });
        if (edges.IsInductive)
        {
            (int[] from, int[] to) = SeenNodes.InValidation(edges, sampler).Draw(first, random.Stream("validation"));
            (int[] testFrom, int[] testTo) = SeenNodes.InTest(edges, sampler).Draw(edges.Test.Length, random.Stream("test"));
            return new LinkSplit(edges, new LinkNegatives(from, to), new LinkNegatives(testFrom, testTo));
        }

        (int[] sources, int[] targets) = sampler.Sample(checked(first + edges.Test.Length), random);
        return new LinkSplit(edges, new LinkNegatives(sources.AsSpan(0, first), targets.AsSpan(0, first)), new LinkNegatives(sources.AsSpan(first), targets.AsSpan(first)));
    }

    /// <summary>Draws pairs for each link: its source with other targets, all different.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="edges">Which links train, validate and test.</param>
    /// <param name="perLink">K, the number of pairs of each link, at least 1.</param>
    /// <param name="random">Where the draw comes from; the same source draws the same pairs.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">The graph has another number of edges.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    /// <exception cref="InvalidOperationException">A node has edges to so many others that it has not K negatives.</exception>
    public static LinkSplit WithNegativesPerLink(Graph graph, EdgeSplit edges, int perLink, RandomSource random)
    {
        Check(graph, edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(perLink, 1);
        var sampler = new NegativeSampler(
            graph, new NegativeSamplerOptions { Ends = CorruptedEnds.Target, Distinct = true, Undirected = !edges.SeparateReverses });
        return new LinkSplit(
            edges,
            Draw(edges.Validation, "validation", edges.IsInductive ? SeenNodes.InValidation(edges, sampler) : null),
            Draw(edges.Test, "test", edges.IsInductive ? SeenNodes.InTest(edges, sampler) : null));

        LinkNegatives Draw(ReadOnlySpan<int> part, string name, SeenNodes? seen)
        {
            int[] sources = new int[part.Length];
            int[] targets = new int[part.Length];
            long[] keys = new long[part.Length];
            for (int link = 0; link < part.Length; link++)
            {
                (sources[link], targets[link], keys[link]) = (graph.Sources[part[link]], graph.Targets[part[link]], part[link]);
            }

            if (seen is not null)
            {
                int[] repeated = new int[checked(sources.Length * perLink)];
                int[] drawn = new int[repeated.Length];
                for (int link = 0; link < sources.Length; link++)
                {
                    repeated.AsSpan(link * perLink, perLink).Fill(sources[link]);
                    seen.Draw(sources[link], drawn.AsSpan(link * perLink, perLink), random.Stream(name).Stream((ulong)keys[link]));
                }

                return new LinkNegatives(repeated, drawn, perLink);
            }

            (int[] from, int[] to) = sampler.Sample(sources, targets, perLink, random.Stream(name), keys);
            return new LinkNegatives(from, to, perLink);
        }
    }

    /// <summary>Chooses pairs for each link that heuristics take for links: half of them have its source, half its target.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="edges">Which links train, validate and test.</param>
    /// <param name="random">What decides between nodes of equal rank, and which nodes follow where heuristics score too few; the same source gives the same pairs.</param>
    /// <param name="options">How many, and how they are ranked; the defaults if null.</param>
    /// <returns>The split; the negatives of a link come in two runs, those with its source and those with its target, the best ranked first in each.</returns>
    /// <exception cref="ArgumentException">The graph has another number of edges.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A link has not so many pairs without an edge that share an end with it; the message names it.</exception>
    /// <remarks>
    /// <code>rank(w) = min over h of 1 + |{w' : s_h(u, w) &lt;= s_h(u, w') &lt; max s_h(u, .)}|,   h: resource allocation, personalised PageRank from u, cosine of features</code>
    /// <para>HeaRT: J. Li et al., "Evaluating Graph Neural Networks for Link Prediction: Current Pitfalls and New Benchmarking", NeurIPS 2023. For each end u of a link all other nodes w
    /// are ranked by each heuristic and the best of the ranks counts; the first K / 2 stand with u for the link's negatives. Nodes that all heuristics score 0 come last, in random
    /// order. If an end has fewer than K / 2 nodes that are free, the other end gives the more.</para>
    /// <para>The heuristics see the edges that messages pass over while validating, <see cref="EdgeSplit.ValidationMessages"/>, for both parts unless
    /// <see cref="HardNegativeOptions.TestWithValidationLinks"/> says otherwise. A graph without features is ranked by the first two, as the authors rank those of the Open Graph
    /// Benchmark.</para>
    /// <para>Departures from the authors' program: no negative is an edge of the whole graph, where theirs may be a link of a later part; PageRank is pushed first in, first out, theirs
    /// last in, first out, to the same bound; a heuristic that scores no node above 0 ranks none, where theirs ranks all of them first; ties are drawn by the seed, and without
    /// replacement. Each node is ranked once for all links that it is an end of. Memory O(K) for each link and end and O(N) for each thread; time of an end: the features'
    /// entries in its columns, 1 / epsilon and N.</para>
    /// </remarks>
    public static LinkSplit WithHardNegatives(Graph graph, EdgeSplit edges, RandomSource random, HardNegativeOptions? options = null) =>
        ChooseHard(graph, edges, random, options ?? new HardNegativeOptions(), Engine.Default.ThreadCount);

    internal static LinkSplit ChooseHard(Graph graph, EdgeSplit edges, RandomSource random, HardNegativeOptions options, int threads)
    {
        Check(graph, edges);
        options.Check();
        CosineScores? cosine = graph.HasFeatures ? new CosineScores(graph.Features) : null;
        using var early = new StructureScores(graph, edges.ValidationMessages, options);
        using StructureScores? late = edges.IsInductive || options.TestWithValidationLinks ? new StructureScores(graph, edges.TestMessages, options) : null;
        return new LinkSplit(
            edges,
            Choose(edges.Validation, early, [.. edges.TrainNodes, .. edges.ValidationNodes], "validation"),
            Choose(edges.Test, late ?? early, [.. edges.TrainNodes, .. edges.ValidationNodes, .. edges.TestNodes], "test"));

        LinkNegatives Choose(ReadOnlySpan<int> part, StructureScores structure, int[] seen, string name)
        {
            bool[]? isSeen = edges.IsInductive ? new bool[graph.NodeCount] : null;
            foreach (int node in seen)
            {
                isSeen![node] = true;
            }

            return new HardNegatives(graph, edges, options, structure, cosine, isSeen, random.Stream(name)).Of(part.ToArray(), threads);
        }
    }

    private static void Check(Graph graph, EdgeSplit edges)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(edges);
        if (graph.EdgeCount != edges.EdgeCount)
        {
            throw new ArgumentException($"The split '{edges.Name}' is of {edges.EdgeCount} edges, but the graph has {graph.EdgeCount}.", nameof(edges));
        }
    }
}
