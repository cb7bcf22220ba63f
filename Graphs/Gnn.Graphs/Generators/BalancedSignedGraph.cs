using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Signed graphs of factions: friends inside, enemies between, and a share of edges that break the rule.</summary>
/// <remarks>
/// Cartwright and Harary, "Structural balance: a generalization of Heider's theory", 1956: a graph is balanced, no cycle having an odd number of negative
/// edges,
/// if and only if it has two such factions. With more factions it is weakly balanced: Davis, "Clustering and structural balance in graphs", 1967. Serves signed
/// networks that build on balance: Derr, Ma and Tang, "Signed graph convolutional networks", 2018.
/// </remarks>
public static class BalancedSignedGraph
{
    /// <summary>Edges of G(n, p) with signs by faction.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="edgeProbability">The chance of an edge, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="factionCount">The number of factions, at least 1; each node is drawn into one. Two give a balanced graph.</param>
    /// <param name="flipProbability">The chance that an edge has the opposite of its sign, in [0, 1]; 0 keeps the balance exact.</param>
    /// <param name="threads">How many threads draw the edges; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The edges, each once, with signs and factions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges expected do not fit the machine's memory.</exception>
    /// <remarks>O(N + E).</remarks>
    public static SignedEdges Create(
        int nodeCount, double edgeProbability, RandomSource source, int factionCount = 2, double flipProbability = 0, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factionCount, 1);
        GeneratorChecks.CheckProbability(flipProbability);
        using Graph graph = ErdosRenyi.Gnp(nodeCount, edgeProbability, source, threads: threads);
        RandomSequence random = source.Stream("factions").Sequence();
        int[] factions = new int[nodeCount];
        foreach (ref int faction in factions.AsSpan())
        {
            faction = random.NextInt32(factionCount);
        }

        int[] sources = new int[graph.EdgeCount / 2];
        int[] targets = new int[sources.Length];
        int[] signs = new int[sources.Length];
        RandomSource flips = source.Stream("flips");
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (sources[edge], targets[edge]) = (graph.Sources[2 * edge], graph.Targets[2 * edge]);
            int sign = factions[sources[edge]] == factions[targets[edge]] ? 1 : -1;
            signs[edge] = flips.DoubleAt(edge) < flipProbability ? -sign : sign;
        }

        return new SignedEdges(sources, targets, signs, factions);
    }
}
