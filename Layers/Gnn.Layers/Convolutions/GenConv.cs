using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The generalised graph convolution: rectified messages, a learnt aggregation between mean and maximum, and a perceptron of the sum with the node
/// itself.</summary>
/// <remarks>
/// <code>
/// m_ji = ReLU(W_src x_j + e'_ji) + eps,   e'_ji = W_e e_ji, or e_ji, or nothing
/// a_i  = aggregate over edges j -> i of m_ji,   with message normalisation s |x_i| a_i / |a_i|
/// y_i  = perceptron(a_i + W_dst x_i)
/// X: [N, inputs], W_src, W_dst: [outputs, inputs], e: [E, D], W_e: [outputs, D], Y: [N, outputs]
/// </code>
/// <para>Paper: G. Li, C. Xiong, A. Thabet and B. Ghanem, "DeeperGCN: All You Need to Train Deeper GCNs", 2020. Where inputs are as many as outputs there is no
/// W_src, and no W_dst; where D is the number of outputs there is no W_e. Edge weights take no part. An isolated node has an aggregate of 0.</para>
/// <para>Difference from PyTorch Geometric: the softmax and the power mean are those of <see cref="SoftmaxAggregation"/> and <see cref="PowerMeanAggregation"/>;
/// several aggregations side by side are not offered.</para>
/// <para>Parameters: <c>lin_src.weight</c>, <c>lin_dst.weight</c>, <c>lin_edge.weight</c> and their biases, <c>aggr_module.t</c> or <c>aggr_module.p</c>,
/// <c>msg_norm.scale</c>, and the perceptron's linear maps and normalisations under <c>mlp.0</c>, <c>mlp.1</c>, <c>mlp.4</c>, <c>mlp.5</c> ... (<c>mlp.0</c>,
/// <c>mlp.3</c> ... without normalisation). All maps begin as PyTorch's.</para>
/// <para>Cost: 2 N (2 inputs outputs + 2 expansion outputs^2) operations for a perceptron of two maps, and the aggregation's: the softmax makes two arrays of
/// [E, outputs], the others none. With edge features two more of [E, outputs] are made, as the rectifier stands between the edge and the aggregate.</para>
/// </remarks>
public sealed class GenConv : Module, IBipartiteConvolution
{
    private readonly GenOptions _options;
    private readonly IAggregation _aggregation;
    private readonly Linear? _source;
    private readonly Linear? _target;
    private readonly Linear? _edge;
    private readonly MessageNorm? _messageNorm;
    private readonly GenPerceptron _perceptron;
    private readonly int _sourceInputs;
    private readonly int _targetInputs;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, message normalisation, perceptron, edge features; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public GenConv(int inputs, int outputs, RandomSource random, GenOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, message normalisation, perceptron, edge features; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public GenConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, GenOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _options = options ?? new GenOptions();
        _options.Check();
        (_sourceInputs, _targetInputs, Outputs) = (sourceInputs, targetInputs, outputs);
        _aggregation = _options.CreateAggregation();
        if (_aggregation is Module module)
        {
            AddModule("aggr_module", module);
        }

        _source = Map("lin_src", sourceInputs);
        _edge = _options.EdgeFeatures == 0 ? null : Map("lin_edge", _options.EdgeFeatures);
        _target = Map("lin_dst", targetInputs);
        _perceptron = AddModule("mlp", new GenPerceptron(outputs, random.Stream("mlp"), _options));
        _messageNorm = _options.MessageNorm
            ? AddModule("msg_norm", new MessageNorm(new MessageNormOptions { LearnScale = _options.LearnMessageScale }))
            : null;

        Linear? Map(string name, int inputs) => inputs == outputs
            ? null
            : AddModule(name, new Linear(inputs, outputs, random.Stream(name), new LinearOptions { Bias = _options.Bias }));
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    private Engine ParameterEngine => Parameters().First().Value.Engine;

    /// <summary>The edges as they are, with their features if the layer takes any.</summary>
    /// <param name="graph">The graph; the features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges as they are, with their features in entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null where the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features are not what the layer takes, or do not fit the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <summary>Keeps what blocks that are sampled from a graph need of it: the features of its edges, if the layer takes any.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        return Combine(context, x, x, adjacency.Structure, EdgesOf(adjacency));
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Combine(context, source, target, adjacency.Structure, EdgesOf(adjacency));
    }

    /// <summary>The layer over entries whose features were mapped outside.</summary>
    internal Tensor Forward(in ForwardContext context, Features x, SparseStructure structure, Tensor? edges) => Combine(context, x, x, structure, edges);

    private Tensor? EdgesOf(Adjacency adjacency) => _options.EdgeFeatures == 0 ? null : EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures);

    private Tensor Combine(in ForwardContext context, Features source, Features target, SparseStructure structure, Tensor? edges)
    {
        Throw.IfNotWidth(source, _sourceInputs);
        Throw.IfNotWidth(target, _targetInputs);
        Tensor aggregate = AggregateMessages(context, source, structure, edges);
        if (_messageNorm is not null)
        {
            using Tensor plain = aggregate;
            aggregate = _messageNorm.Forward(target.ToDense().Rows(0, structure.RowCount), plain);
        }

        using Tensor own = _target?.ForwardLeading(target, structure.RowCount) ?? target.ToDense().Rows(0, structure.RowCount);
        using Tensor sum = Tensor.Epilogue(aggregate, addend: own);
        return _perceptron.Forward(context, sum);
    }

    /// <summary>a, [targets, outputs].</summary>
    private Tensor AggregateMessages(in ForwardContext context, Features source, SparseStructure structure, Tensor? edges)
    {
        using Tensor? mapped = _source?.Forward(source);
        Tensor sources = mapped ?? source.ToDense();
        if (edges is null)
        {
            using Tensor rectified = sources.Relu();
            using Tensor messages = rectified + _options.Epsilon;
            return _aggregation.Forward(context, structure, messages);
        }

        using Tensor? mappedEdges = _edge is null ? null : EdgeMaps.MapLeading(edges, _edge.Weight, start: 0, _edge.Inputs, (int)edges.Shape[0]);
        Tensor ends = Tensor.ExpandRows(structure, sources, transposed: true);
        using Tensor rectifiedEdges = context.Epilogue(ends, _edge?.Bias, mappedEdges ?? edges, Activation.Relu);
        using Tensor ofEdges = rectifiedEdges + _options.Epsilon;
        return _aggregation.Forward(context, structure.Entries, ofEdges);
    }
}
