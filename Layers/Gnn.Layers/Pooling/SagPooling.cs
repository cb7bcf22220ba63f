using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>Keeps the nodes of each graph that a convolution scores best, and the edges between them: scores that depend on neighbours.</summary>
/// <remarks>
/// <code>
/// z    = convolution(X, A)                                                       [N, 1]
/// s    = f(z p / |p|),  or softmax of z p over each graph where there is a least score
/// kept and Y as of TopKPooling
/// </code>
/// <para>Papers: J. Lee, I. Lee and J. Kang, "Self-Attention Graph Pooling", ICML 2019; B. Knyazev, G. W. Taylor and M. R. Amer, "Understanding Attention and
/// Generalization in Graph Neural Networks", NeurIPS 2019. The number p, of which the sign alone counts without a least score, is PyTorch Geometric's.</para>
/// <para>Parameters: those of the convolution under <c>gnn</c>, and <c>select.weight</c>, <c>[1, 1]</c>. Cost: the convolution's with its preparation at every call,
/// and that of <see cref="TopKPooling"/>.</para>
/// </remarks>
public sealed class SagPooling : Module
{
    private readonly IConvolution _scorer;
    private readonly NodeSelection _selection;

    /// <summary>Creates a pooling.</summary>
    /// <param name="scorer">A convolution with one output column that takes edges without values; if it is a module it is owned from here on.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">How many nodes stay; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SagPooling(IConvolution scorer, RandomSource random, TopKOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        _scorer = scorer;
        if (scorer is Module module)
        {
            AddModule("gnn", module);
        }

        _selection = AddModule("select", new NodeSelection(1, random.Stream("select"), options ?? new TopKOptions()));
    }

    /// <summary>Pools every graph of a batch.</summary>
    /// <param name="context">Training or inference, for the convolution.</param>
    /// <param name="x">The features of the nodes, <c>[N, F]</c>.</param>
    /// <param name="structure">The edges, <c>[N, N]</c>.</param>
    /// <param name="nodesOfGraphs">The nodes of each graph, <c>[B, N]</c>, one graph after another: <see cref="Gnn.Graphs.Batching.GraphBatch.NodesOfGraphs"/> or
    /// <see cref="PooledGraph.NodesOfGraphs"/>.</param>
    /// <returns>The nodes that stay and their edges, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features, edges and graphs do not fit one another, or the convolution gives more than one score.</exception>
    public PooledGraph Forward(in ForwardContext context, Tensor x, SparseStructure structure, SparseStructure nodesOfGraphs)
    {
        NodeSelection.Check(x, structure, nodesOfGraphs);
        Adjacency adjacency = _scorer.Prepare(structure);
        Tensor scored = _scorer.Forward(context, x, adjacency);
        if (scored.Shape != (Shape)(structure.RowCount, 1))
        {
            adjacency.Dispose();
            throw new ArgumentException($"The convolution must give one score a node, [{structure.RowCount}, 1], got {scored.Shape}.", nameof(x));
        }

        return _selection.Pool(x, scored, structure, nodesOfGraphs, adjacency);
    }
}
