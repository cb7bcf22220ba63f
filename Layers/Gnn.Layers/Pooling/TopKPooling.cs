using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>Keeps the nodes of each graph that score best along a learnt direction, and the edges between them.</summary>
/// <remarks>
/// <code>
/// s    = f(X p / |p|),  or softmax of X p over each graph where there is a least score
/// kept = the ceil(ratio n) nodes of each graph with the largest s,  or those with s above the least
/// Y    = s X of the nodes that are kept, times the multiplier
/// X: [N, F], p: [1, F], s: [N], Y: [K, F]
/// </code>
/// <para>Papers: H. Gao and S. Ji, "Graph U-Nets", ICML 2019; C. Cangea, P. Velickovic, N. Jovanovic, T. Kipf and P. Lio, "Towards Sparse Hierarchical Graph
/// Classifiers", 2018; B. Knyazev, G. W. Taylor and M. R. Amer, "Understanding Attention and Generalization in Graph Neural Networks", NeurIPS 2019, for the least
/// score.</para>
/// <para>Nodes with equal scores stay in the order of their numbers, and a NaN before every number; in PyTorch Geometric the order of equal ones is not said. Nodes come
/// in falling order of score, or in node order where there is a least score, as there. Which nodes stay has no gradient; their scores have.</para>
/// <para>Parameter: <c>select.weight</c>. Cost: 2 N F + K F operations, N log n to sort graphs of n nodes on one thread, and O(N + E) for the edges.</para>
/// </remarks>
public sealed class TopKPooling : Module
{
    private readonly NodeSelection _selection;

    /// <summary>Creates a pooling.</summary>
    /// <param name="inputs">F, the number of columns of the features, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">How many nodes stay; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The inputs or an option are out of their range.</exception>
    public TopKPooling(int inputs, RandomSource random, TopKOptions? options = null) =>
        _selection = AddModule("select", new NodeSelection(inputs, random.Stream("select"), options ?? new TopKOptions()));

    /// <summary>Pools every graph of a batch.</summary>
    /// <param name="context">Training or inference; the pooling itself is the same in both.</param>
    /// <param name="x">The features of the nodes, <c>[N, F]</c>.</param>
    /// <param name="structure">The edges, <c>[N, N]</c>.</param>
    /// <param name="nodesOfGraphs">The nodes of each graph, <c>[B, N]</c>, one graph after another: <see cref="Gnn.Graphs.Batching.GraphBatch.NodesOfGraphs"/> or
    /// <see cref="PooledGraph.NodesOfGraphs"/>.</param>
    /// <returns>The nodes that stay and their edges, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features, edges and graphs do not fit one another or the pooling.</exception>
    public PooledGraph Forward(in ForwardContext context, Tensor x, SparseStructure structure, SparseStructure nodesOfGraphs)
    {
        NodeSelection.Check(x, structure, nodesOfGraphs);
        GroupRows.Check(structure, x, _selection.Inputs);
        return _selection.Pool(x, x, structure, nodesOfGraphs, held: null);
    }
}
