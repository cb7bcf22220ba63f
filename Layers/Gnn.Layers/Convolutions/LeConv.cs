using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The local extremum convolution: the node itself and the weighted differences to its neighbours, each through linear maps.</summary>
/// <remarks>
/// <code>
/// y_i = W_3 x_i + b_3 + sum over edges j -> i of w_ji (W_1 x_j + b_1 - W_2 x_i)
/// X: [N, inputs], W_1, W_2, W_3: [outputs, inputs], b_1, b_3: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: E. Ranjan, S. Sanyal and P. Talukdar, "ASAP: Adaptive Structure Aware Pooling for Learning Hierarchical Graph Representations", AAAI 2020.
/// Departure from the paper: the difference has the sign of PyTorch Geometric's code, the neighbour less the node; both documents have the opposite, which
/// is the same layer with other weights. Over a block the sum is that over the edges at hand.</para>
/// <para>Parameters: <c>lin1.weight</c>, <c>lin1.bias</c>, <c>lin2.weight</c>, <c>lin3.weight</c>, <c>lin3.bias</c>.
/// Cost: 6 N inputs outputs + 2 E outputs operations; no array of E * outputs is made.</para>
/// </remarks>
public sealed class LeConv : Module, IBipartiteConvolution
{
    private readonly Linear _neighbors;
    private readonly Linear _less;
    private readonly Linear _root;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Whether there are biases; true if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public LeConv(int inputs, int outputs, RandomSource random, LeOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Whether there are biases; true if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public LeConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, LeOptions? options = null)
    {
        options ??= new LeOptions();
        var linear = new LinearOptions { Bias = options.Bias };
        _neighbors = AddModule("lin1", new Linear(sourceInputs, outputs, random.Stream("lin1"), linear));
        _less = AddModule("lin2", new Linear(targetInputs, outputs, random.Stream("lin2"), linear with { Bias = false }));
        _root = AddModule("lin3", new Linear(targetInputs, outputs, random.Stream("lin3"), linear));
    }

    /// <summary>The edges with the graph's edge weights, if it has them.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithWeights(graph, _root.Weight.Engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeWeights: null);

    /// <summary>The edges with their weights; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights do not fit.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights) =>
        EdgeTables.WithWeights(structure, EdgeTables.On(_root.Weight.Engine, edgeWeights));

    /// <summary>Keeps the edge weights of a graph, of which blocks take those of their edges.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithWeights(graph, _root.Weight.Engine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        int targets = adjacency.Structure.RowCount;
        return Combine(_neighbors.Forward(x), _less.ForwardLeading(x, targets), _root.ForwardLeading(x, targets), adjacency);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Combine(_neighbors.Forward(source), _less.Forward(target), _root.Forward(target), adjacency);
    }

    /// <summary>The maps are taken over.</summary>
    private static Tensor Combine(Tensor neighbors, Tensor less, Tensor root, Adjacency adjacency)
    {
        using Tensor weights = WeightSums(adjacency, root);
        using Tensor weighted = less * weights;
        using Tensor own = root - weighted;
        Tensor y = Tensor.Epilogue(Tensor.SpMM(adjacency, neighbors), addend: own);
        neighbors.Dispose();
        less.Dispose();
        root.Dispose();
        return y;
    }

    /// <summary>The sum of the weights of each target's edges, [targets, 1].</summary>
    private static Tensor WeightSums(Adjacency adjacency, Tensor like)
    {
        SparseStructure structure = adjacency.Structure;
        if (adjacency.Values is { } values)
        {
            return Tensor.SegmentReduce(structure, values.Reshape((structure.EntryCount, 1)));
        }

        float[] counts = new float[structure.RowCount];
        for (int row = 0; row < counts.Length; row++)
        {
            counts[row] = structure.RowLength(row);
        }

        return Tensor.Create(counts, (counts.Length, 1), like.Engine);
    }
}
