using System.Globalization;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Transforms;

namespace Gnn.Graphs.Links;

/// <summary>Scores of pairs of nodes by heuristics that look at the structure of a graph: what a learned link predictor must beat.</summary>
/// <remarks>
/// <para>The graph is the one that is observed: edges that are asked about must not be in it, see <see cref="Splits.EdgeSplit"/>. It is read as simple and
/// undirected, as networkx's functions of these names demand: an edge of a directed graph joins its ends both ways, repeated edges are one, self-loops are
/// left out, and weights are not read. A pair of a node with itself scores 0.</para>
/// <para>Pairs, or the nodes that pairs begin at, are dealt to threads; the sums of one pair are always made in one order, so that any number of threads
/// gives the same bits.</para>
/// </remarks>
public static class LinkScores
{
    /// <summary>The score of each pair.</summary>
    /// <param name="graph">The observed graph; it is read and not kept.</param>
    /// <param name="heuristic">Which score.</param>
    /// <param name="sources">One node of each pair, <c>[P]</c>, in [0, N).</param>
    /// <param name="targets">The other node of each pair, <c>[P]</c>, in [0, N). The order of the two does not matter to the score, but for rounding
    /// and <see cref="LinkHeuristicOptions.Tolerance"/> in Katz and PageRank.</param>
    /// <param name="options">The numbers of Katz and PageRank; the defaults if null.</param>
    /// <returns>The scores, <c>[P]</c>, finite and 0 or more; higher is likelier a link. 0 for a pair that no path joins, but for
    /// <see cref="LinkHeuristic.PreferentialAttachment"/>.</returns>
    /// <exception cref="ArgumentException">The two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node or heuristic, or an option is out of its range; the message of a beta that is too
    /// large names 1 / λ.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    /// <remarks>
    /// O(N + E) to list the neighbours. Then, a pair: O(d(u) + d(v)), and O(min log max) where one degree is much the larger, for what looks at common
    /// neighbours, O(1) for preferential attachment. For the others pairs are grouped by their sources, or by their targets if those are fewer: a group
    /// costs a breadth-first search, O(E), which ends when all targets are found, or, of Katz and PageRank, O(E) for each length of walks, eight groups at
    /// once: of the order of log(tolerance times score) / log(beta λ or damping), for example 10 to 40 and 200. Memory of O(N) a thread, of Katz and PageRank
    /// 128 N bytes.
    /// </remarks>
    public static double[] Of(
        Graph graph, LinkHeuristic heuristic, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, LinkHeuristicOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(graph, heuristic, sources.ToArray(), targets.ToArray(), options ?? new LinkHeuristicOptions(), Blocks.Threads);
    }

    internal static double[] Of(Graph graph, LinkHeuristic heuristic, int[] sources, int[] targets, LinkHeuristicOptions options, int threads)
    {
        EnumChecks.CheckDefined(heuristic);
        LinkHeuristicOptions.Check(options);
        CheckPairs(graph.NodeCount, sources, targets);
        var neighbours = NeighbourLists.OfBoth(graph);
        return heuristic switch
        {
            LinkHeuristic.Katz => WalkScores.Katz(neighbours, Components.Weak(graph), sources, targets, options, threads),
            LinkHeuristic.PersonalizedPageRank => WalkScores.PersonalizedPageRank(neighbours, Components.Weak(graph), sources, targets, options, threads),
            LinkHeuristic.ShortestPath => DistanceScores.Of(neighbours, sources, targets, threads),
            _ => NeighbourScores.Of(neighbours, heuristic, sources, targets, threads),
        };
    }

    private static void CheckPairs(int nodeCount, int[] sources, int[] targets)
    {
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'targets' must have {sources.Length} nodes, one for each of 'sources', got {targets.Length}: give both ends of every pair."),
                nameof(targets));
        }

        CheckNodes(nodeCount, sources, nameof(sources));
        CheckNodes(nodeCount, targets, nameof(targets));
    }

    private static void CheckNodes(int nodeCount, int[] nodes, string name)
    {
        for (int pair = 0; pair < nodes.Length; pair++)
        {
            if ((uint)nodes[pair] >= (uint)nodeCount)
            {
                throw new ArgumentOutOfRangeException(
                    name,
                    nodes[pair],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Node {pair} of '{name}' must be in [0, {nodeCount}), the graph's nodes, got {nodes[pair]}: number pairs as the graph does."));
            }
        }
    }
}
