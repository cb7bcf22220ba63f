using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The residual gated graph convolution: each column of a neighbour's value passes a gate that both ends of the edge open.</summary>
/// <remarks>
/// <code>
/// y_i  = W_skip x_i + sum over edges j -> i of g_ji * v_ji + b
/// g_ji = sigmoid(W_key [x_i | e_ji] + b_key + W_query [x_j | e_ji] + b_query)       [E, outputs]
/// v_ji = W_value [x_j | e_ji] + b_value
/// X: [N, inputs], e: [E, D], W_key, W_query, W_value: [outputs, inputs + D], W_skip: [outputs, inputs], Y: [N, outputs]
/// </code>
/// <para>Paper: X. Bresson and T. Laurent, "Residual Gated Graph ConvNets", 2017. Departures from the paper, as PyTorch Geometric's: edge features are an
/// option, and neither normalisation nor an activation follows.</para>
/// <para>Parameters: <c>lin_key</c>, <c>lin_query</c>, <c>lin_value</c>, each with <c>.weight</c> and <c>.bias</c>, <c>lin_skip.weight</c>, <c>bias</c>. Cost: 8 N
/// inputs outputs + 4 E D outputs + 4 E outputs operations; arrays of [E, outputs] are made for the gates, which depend on both ends, and, with edge features,
/// for their part of the values.</para>
/// </remarks>
public sealed class ResGatedGraphConv : Module, IBipartiteConvolution
{
    private readonly ResGatedGraphOptions _options;
    private readonly int _sourceInputs;
    private readonly int _targetInputs;
    private readonly Linear _key;
    private readonly Linear _query;
    private readonly Linear _value;
    private readonly Linear? _skip;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Edge features, gate, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is out of its range.</exception>
    public ResGatedGraphConv(int inputs, int outputs, RandomSource random, ResGatedGraphOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Edge features, gate, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is out of its range.</exception>
    public ResGatedGraphConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, ResGatedGraphOptions? options = null)
    {
        _options = options ?? new ResGatedGraphOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        int edges = _options.EdgeFeatures;
        ArgumentOutOfRangeException.ThrowIfNegative(edges, nameof(ResGatedGraphOptions.EdgeFeatures));
        (_sourceInputs, _targetInputs) = (sourceInputs, targetInputs);
        _key = AddModule("lin_key", new Linear(checked(targetInputs + edges), outputs, random.Stream("lin_key")));
        _query = AddModule("lin_query", new Linear(checked(sourceInputs + edges), outputs, random.Stream("lin_query")));
        _value = AddModule("lin_value", new Linear(checked(sourceInputs + edges), outputs, random.Stream("lin_value")));
        _skip = _options.RootWeight
            ? AddModule("lin_skip", new Linear(targetInputs, outputs, random.Stream("lin_skip"), new LinearOptions { Bias = false }))
            : null;
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs => _key.Outputs;

    /// <summary>The edges as they are, with their features if the layer takes any.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, _key.Weight.Engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges as they are, with their features in entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null if the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) =>
        EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <summary>Keeps the features of a graph's edges, if the layer takes any, for blocks that are sampled from it.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, _key.Weight.Engine);

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
        return Propagate(context, x, x, adjacency, activation, dropout);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Propagate(context, source, target, adjacency, Activation.None, dropout: 0);
    }

    private Tensor Propagate(in ForwardContext context, Features source, Features target, Adjacency adjacency, Activation activation, double dropout)
    {
        int targets = adjacency.Structure.RowCount;
        using Tensor? root = _skip is null ? null : EdgeMaps.MapLeading(target, _skip.Weight, start: 0, _targetInputs, targets);
        Tensor? edges = _options.EdgeFeatures == 0 ? null : EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures);
        using Tensor gates = Gates(context, source, target, edges, adjacency.Structure);
        return context.Epilogue(SumValues(context, source, edges, gates, adjacency.Structure), _bias?.Value, root, activation, dropout);
    }

    /// <summary>g, [E, outputs].</summary>
    private Tensor Gates(in ForwardContext context, Features source, Features target, Tensor? edges, SparseStructure structure)
    {
        using Tensor keys = EdgeMaps.MapLeading(target, _key.Weight, start: 0, _targetInputs, structure.RowCount);
        using Tensor queries = EdgeMaps.MapLeading(source, _query.Weight, start: 0, _sourceInputs, structure.ColumnCount);
        using Tensor bias = _key.Bias! + _query.Bias!;
        Tensor ends = Tensor.Sddmm(structure, EntryOperation.Add, keys, queries);
        if (edges is null)
        {
            return context.Epilogue(ends, bias, activation: _options.Gate);
        }

        // Both maps see the same edge: their parts for it are added first, so that one product of [E, D] does.
        using Tensor addend = ends;
        using Tensor fromKey = _key.Weight.Columns(_targetInputs, _options.EdgeFeatures);
        using Tensor fromQuery = _query.Weight.Columns(_sourceInputs, _options.EdgeFeatures);
        using Tensor weight = fromKey + fromQuery;
        return context.Epilogue(Features.FromDense(edges).MatMulTransposed(weight), bias, addend, _options.Gate);
    }

    /// <summary>The sums of g_ji * v_ji, [targets, outputs]: a gate is a head of one column, so that its product with a value is not stored.</summary>
    private Tensor SumValues(in ForwardContext context, Features source, Tensor? edges, Tensor gates, SparseStructure structure)
    {
        Tensor products = EdgeMaps.MapLeading(source, _value.Weight, start: 0, _sourceInputs, structure.ColumnCount);
        using Tensor values = context.Epilogue(products, _value.Bias);
        if (edges is null)
        {
            return Tensor.SpMM(structure, gates, values);
        }

        using Tensor fromNodes = Tensor.SpMM(structure, gates, values);
        using Tensor own = EdgeMaps.MapLeading(edges, _value.Weight, _sourceInputs, _options.EdgeFeatures, (int)edges.Shape[0]);
        using Tensor gated = gates * own;
        using Tensor fromEdges = Tensor.SegmentReduce(structure, gated);
        return fromNodes + fromEdges;
    }
}
