using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph convolution of Morris et al.: the weighted sum of the neighbours and the node itself, each through a linear map.</summary>
/// <remarks>
/// <code>
/// Y   = A X W_rel^T + b + X W_root^T
/// y_i = W_rel aggregate over edges j -> i of w_ji x_j + b + W_root x_i
/// X: [N, inputs], W_rel, W_root: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: C. Morris, M. Ritzert, M. Fey, W. L. Hamilton, J. E. Lenssen, G. Rattan and M. Grohe, "Weisfeiler and Leman Go Neural: Higher-order Graph Neural
/// Networks", AAAI 2019. Departures from the paper: edge weights, other aggregations and inputs of two kinds are options. A mean divides by the number of edges,
/// not by their weight. Over a block the aggregate is that of the edges at hand.</para>
/// <para>Where the aggregate is a sum or a mean, the map goes first if the features are sparse or outputs are fewer than inputs; a maximum or minimum makes sparse
/// features dense. Parameters: <c>lin_rel.weight</c>, <c>lin_rel.bias</c>, <c>lin_root.weight</c>.
/// Cost: 4 N inputs outputs + 2 E min(inputs, outputs) operations; no array of E * inputs is made.</para>
/// </remarks>
public sealed class GraphConv : Module, IBipartiteConvolution
{
    private readonly Reduction _reduction;
    private readonly Linear _neighbors;
    private readonly Linear _root;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the aggregation is not one of the four.</exception>
    public GraphConv(int inputs, int outputs, RandomSource random, GraphConvOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the aggregation is not one of the four.</exception>
    public GraphConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, GraphConvOptions? options = null)
    {
        options ??= new GraphConvOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        _reduction = options.Aggregation switch
        {
            Aggregation.Sum => Reduction.Sum,
            Aggregation.Mean => Reduction.Mean,
            Aggregation.Max => Reduction.Max,
            Aggregation.Min => Reduction.Min,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Aggregation, "A GraphConv aggregates by Sum, Mean, Max or Min."),
        };
        _neighbors = AddModule("lin_rel", new Linear(sourceInputs, outputs, random.Stream("lin_rel"), new LinearOptions { Bias = options.Bias }));
        _root = AddModule("lin_root", new Linear(targetInputs, outputs, random.Stream("lin_root"), new LinearOptions { Bias = false }));
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
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        Throw.IfNotSources(x, adjacency);
        Throw.IfNotWidth(x, _neighbors.Inputs);
        using Tensor root = _root.ForwardLeading(x, adjacency.Structure.RowCount);
        return context.Epilogue(MapNeighbors(x, adjacency), _neighbors.Bias, root, activation, dropout);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        Throw.IfNotWidth(source, _neighbors.Inputs);
        using Tensor root = _root.Forward(target);
        return context.Epilogue(MapNeighbors(source, adjacency), _neighbors.Bias, root);
    }

    /// <summary>aggregate(A, X) W_rel^T, in the cheaper order where both orders are the same.</summary>
    private Tensor MapNeighbors(Features x, Adjacency adjacency)
    {
        bool isLinear = _reduction is Reduction.Sum or Reduction.Mean;
        if (isLinear && (x.Sparse is not null || _neighbors.Outputs < _neighbors.Inputs))
        {
            using Tensor mapped = x.MatMulTransposed(_neighbors.Weight);
            return Tensor.SpMM(adjacency, mapped, _reduction);
        }

        using Tensor aggregate = Tensor.SpMM(adjacency, x.ToDense(), _reduction);
        return Features.FromDense(aggregate).MatMulTransposed(_neighbors.Weight);
    }
}
