using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;

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
