using Gnn.Graphs;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The crystal graph convolution: a node is moved by gated messages that see both ends of an edge and the edge.</summary>
/// <remarks>
/// <code>
/// z_ji = [x_i | x_j | e_ji]
/// y_i  = x_i + sum over edges j -> i of sigmoid(W_f z_ji + b_f) * softplus(W_s z_ji + b_s),   softplus(t) = log(1 + e^t)
/// x_i: [T], x_j: [S], e: [E, D], W_f, W_s: [T, T + S + D], Y: [targets, T];  T = S unless sources have features of their own
/// </code>
/// <para>Paper: T. Xie and J. C. Grossman, "Crystal Graph Convolutional Neural Networks for an Accurate and Interpretable Prediction of Material Properties",
/// Physical Review Letters 2018. Departure from the paper, as PyTorch Geometric's default: batch normalisation of the sum is an option.</para>
/// <para>Parameters: <c>lin_f.weight</c>, <c>lin_f.bias</c>, <c>lin_s.weight</c>, <c>lin_s.bias</c> and, of the normalisation, <c>bn.weight</c>,
/// <c>bn.bias</c>, with its running statistics as buffers. Cost: 4 N T (T + S) + 4 E D T + O(E T) operations; arrays of [E, T] are made, as messages depend on both
/// ends, and none of [E, T + S + D].</para>
/// </remarks>
public sealed class CgConv : Module, IBipartiteConvolution
{
    private readonly CgOptions _options;
    private readonly int _sourceChannels;
    private readonly Linear _gate;
    private readonly Linear _core;
    private readonly ColumnBatchNorm? _norm;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="channels">The number of input and output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Edge features, reduction, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public CgConv(int channels, RandomSource random, CgOptions? options = null)
        : this(channels, channels, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceChannels">S, the number of columns of the sources, at least 1.</param>
    /// <param name="targetChannels">T, the number of columns of the targets and of the result, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Edge features, reduction, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public CgConv(int sourceChannels, int targetChannels, RandomSource random, CgOptions? options = null)
    {
        _options = options ?? new CgOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetChannels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(_options.EdgeFeatures, nameof(CgOptions.EdgeFeatures));
        Throw.IfNotDefined(_options.Reduction, nameof(CgOptions.Reduction));
        _sourceChannels = sourceChannels;
        int columns = checked(targetChannels + sourceChannels + _options.EdgeFeatures);
        var linear = new LinearOptions { Bias = _options.Bias };
        _gate = AddModule("lin_f", new Linear(columns, targetChannels, random.Stream("lin_f"), linear));
        _core = AddModule("lin_s", new Linear(columns, targetChannels, random.Stream("lin_s"), linear));
        _norm = _options.BatchNorm ? AddModule("bn", new ColumnBatchNorm(targetChannels, options: null)) : null;
    }

    /// <summary>T, the number of columns of the targets and of the result.</summary>
    public int Outputs => _gate.Outputs;

    /// <summary>The edges as they are, with their features if the layer takes any.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, _gate.Weight.Engine);

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
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, _gate.Weight.Engine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the sum with the node itself.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, channels]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, channels]</c>.</returns>
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
        Throw.IfNotWidth(source, _sourceChannels);
        Throw.IfNotWidth(target, Outputs);
        SparseStructure structure = adjacency.Structure;
        Tensor? edges = _options.EdgeFeatures == 0 ? null : EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures);
        using Tensor gates = EdgeMaps.Map(context, _gate, target, Outputs, source, edges, structure, Activation.Sigmoid);
        using Tensor linear = EdgeMaps.Map(context, _core, target, Outputs, source, edges, structure);
        using Tensor cores = linear.Softplus();
        using Tensor messages = gates * cores;
        using Tensor self = target.ToDense().Rows(0, structure.RowCount);
        Tensor reduced = Tensor.SegmentReduce(structure, messages, _options.Reduction);
        if (_norm is not null)
        {
            using Tensor raw = reduced;
            reduced = _norm.Forward(context, raw);
        }

        return context.Epilogue(reduced, addend: self, activation: activation, dropout: dropout);
    }
}
