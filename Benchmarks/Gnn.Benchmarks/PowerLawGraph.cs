using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Benchmarks;

/// <summary>Random edges between nodes whose weights fall with the power 0.65 of their rank, as in citation networks: a few hubs, many small rows.</summary>
internal static class PowerLawGraph
{
    private const double Exponent = 0.65;

    internal const int Nodes = 169_343;

    internal const int Edges = 2_315_598;

    internal static SparseStructure Create(int nodes = Nodes, int edges = Edges)
    {
        RandomSequence random = new RandomSource(0).Sequence();
        int[] ids = random.Permutation(nodes);
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        for (int edge = 0; edge < edges; edge++)
        {
            (sources[edge], targets[edge]) = (Draw(ref random), Draw(ref random));
        }

        return SparseStructure.FromEdges(nodes, nodes, targets, sources);

        // The weights' sum up to rank r is about r^(1 - exponent).
        int Draw(ref RandomSequence sequence) => ids[Math.Min((int)(nodes * Math.Pow(sequence.NextDouble(), 1 / (1 - Exponent))), nodes - 1)];
    }
}
