using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Random drops of edges, nodes and features, for augmentation and robustness.</summary>
/// <remarks>
/// Whether something falls depends on the random source and on its id alone, so that the same source drops the same whatever else the graph has. A source
/// serves one drop: give each its own stream, for example <c>source.Stream((ulong)epoch)</c>. Nothing is scaled up for what falls.
/// </remarks>
public static class DropTransforms
{
    /// <summary>Drops each edge with a given chance; both directions of an undirected edge fall together.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probability">The chance to fall, in [0, 1].</param>
    /// <param name="source">Where the random numbers come from: edge e is kept if number e of the stream <c>edges</c> is at least the chance, where e is the
    /// lower id of the two of an undirected edge.</param>
    /// <returns>All nodes and the edges that are kept, with the old ids of these. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    /// <remarks>Rong, Huang, Xu and Huang, "DropEdge: towards deep graph convolutional networks on node classification", 2020. PyG's dropout_edge gives an
    /// undirected graph back with the reverses after all edges; here edges keep their order.</remarks>
    public static Subgraph DropEdges(this Graph graph, double probability, RandomSource source)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckProbability(probability);
        RandomSource edges = source.Stream("edges");
        int[] reverses = graph.IsUndirected ? EdgeOrders.Reverses(graph.NodeCount, graph.Sources, graph.Targets) : [];
        var kept = new List<int>(graph.Sources.Length);
        for (int edge = 0; edge < graph.Sources.Length; edge++)
        {
            int key = graph.IsUndirected ? Math.Min(edge, reverses[edge]) : edge;
            if (edges.DoubleAt(key) >= probability)
            {
                kept.Add(edge);
            }
        }

        return graph.EdgeSubgraph([.. kept]);
    }

    /// <summary>Drops each node with a given chance, and the edges that touch it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="probability">The chance to fall, in [0, 1].</param>
    /// <param name="source">Where the random numbers come from: node i is kept if number i of the stream <c>nodes</c> is at least the chance.</param>
    /// <returns>The part of the nodes that are kept; PyG's dropout_node keeps them all, without edges. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    /// <remarks>You, Chen, Sui, Chen, Wang and Shen, "Graph contrastive learning with augmentations", 2020.</remarks>
    public static Subgraph DropNodes(this Graph graph, double probability, RandomSource source)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckProbability(probability);
        RandomSource nodes = source.Stream("nodes");
        bool[] isKept = new bool[graph.NodeCount];
        for (int node = 0; node < isKept.Length; node++)
        {
            isKept[node] = nodes.DoubleAt(node) >= probability;
        }

        return SubgraphTransforms.Induce(graph, isKept);
    }

    /// <summary>Sets node features to 0 with a given chance.</summary>
    /// <param name="graph">A graph with features <c>[N, F]</c>, dense or sparse.</param>
    /// <param name="probability">The chance to fall, in [0, 1].</param>
    /// <param name="source">Where the random numbers come from: the stream <c>features</c> at the element's place i F + j, the node i or the feature j.</param>
    /// <param name="mode">What falls together.</param>
    /// <returns>A graph with the new features that shares everything else; the caller disposes it. Sparse features stay sparse, their entries in place.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1], or the mode is none.</exception>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <remarks>PyG's mask_feature with the fill value 0. Cost: O(stored elements).</remarks>
    public static Graph DropFeatures(this Graph graph, double probability, RandomSource source, FeatureDropMode mode = FeatureDropMode.Element)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckProbability(probability);
        EnumChecks.CheckDefined(mode);

        RandomSource features = source.Stream("features");
        Features x = graph.Features;
        long width = x.Shape[1];
        if (x.Sparse is not { } sparse)
        {
            double[] elements = x.Dense!.ToArray<double>();
            for (long place = 0; place < elements.LongLength; place++)
            {
                elements[place] = Falls(place / width, place % width) ? 0 : elements[place];
            }

            return graph.WithFeatures(Tensor.Create(elements, x.Shape, x.Engine));
        }

        SparseStructure structure = sparse.Structure;
        double[] values = sparse.Values.ToArray<double>();
        for (int node = 0; node < structure.RowCount; node++)
        {
            for (long entry = structure.RowPointers[node]; entry < structure.RowPointers[node + 1L]; entry++)
            {
                values[entry] = Falls(node, structure.ColumnIndices[entry]) ? 0 : values[entry];
            }
        }

        return graph.WithFeatures(new SparseTensor(structure, Tensor.Create(values, values.Length, x.Engine)));

        bool Falls(long node, long feature) => features.DoubleAt(mode switch
        {
            FeatureDropMode.Node => node,
            FeatureDropMode.Feature => feature,
            _ => (node * width) + feature,
        }) < probability;
    }

    private static void CheckProbability(double probability)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"A probability must be in [0, 1], got {probability}.");
        }
    }
}
