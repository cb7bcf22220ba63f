using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph convolution with initial residual and identity mapping, GCNII: many of them can follow one another.</summary>
/// <remarks>
/// <code>
/// Y = ((1 - alpha) A X + alpha X_0) ((1 - beta) I + beta W_1),   A = D^-1/2 (A + I) D^-1/2,   beta = log(theta / l + 1)
/// Y = (1 - alpha) A X ((1 - beta) I + beta W_1) + alpha X_0 ((1 - beta) I + beta W_2)      with weights of their own
/// X, X_0, Y: [N, channels], W_1, W_2: [channels, channels], applied from the right
/// </code>
/// <para>Paper: M. Chen, Z. Wei, Z. Huang, B. Ding and Y. Li, "Simple and Deep Graph Convolutional Networks", ICML 2020. Weights, directions and loops are treated
/// as <see cref="GcnConv"/> does.</para>
/// <para>The layer takes the initial features beside x, so it is not an <see cref="IConvolution"/>; over a block they are those of the targets.</para>
/// <para>Parameters: <c>weight1</c>, <c>weight2</c>. Cost: 2 E channels + 2 N channels^2 operations, 4 N channels^2 with two weights.</para>
/// </remarks>
public sealed class Gcn2Conv : Module
{
    private readonly GcnNormalizer _normalizer;
    private readonly Parameter _weight1;
    private readonly Parameter? _weight2;
    private readonly double _alpha;
    private readonly double _beta;
    private Tensor _identity;

    /// <summary>Creates a convolution; weights begin by Glorot's rule.</summary>
    /// <param name="channels">The number of columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Alpha, theta, the layer's number, weights, normalisation; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns or an option is out of its range.</exception>
    public Gcn2Conv(int channels, RandomSource random, Gcn2Options? options = null)
    {
        options ??= new Gcn2Options();
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Layer, 1, nameof(Gcn2Options.Layer));
        Throw.IfNotShare(options.Alpha, nameof(Gcn2Options.Alpha));
        if (options.Theta is { } theta)
        {
            Throw.IfNotFinite(theta, nameof(Gcn2Options.Theta));
            ArgumentOutOfRangeException.ThrowIfNegative(theta, nameof(Gcn2Options.Theta));
        }

        Channels = channels;
        _alpha = options.Alpha;
        _beta = options.Theta is { } strength ? Math.Log((strength / options.Layer) + 1) : 1;
        _normalizer = new GcnNormalizer(options.Normalization);
        _weight1 = AddParameter("weight1", Initialize.Glorot((channels, channels), random.Stream("weight1")));
        _weight2 = options.SharedWeights ? null : AddParameter("weight2", Initialize.Glorot((channels, channels), random.Stream("weight2")));
        _identity = Identity(Engine.Default);
    }

    /// <summary>The number of columns.</summary>
    public int Channels { get; }

    /// <summary>Adds loops and normalises, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph) => _normalizer.Prepare(graph, _weight1.Value.Engine);

    /// <summary>Adds loops and normalises; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges, square but for <see cref="GcnNormalization.None"/>.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights = null) =>
        _normalizer.Prepare(structure, edgeWeights, _weight1.Value.Engine);

    /// <summary>Looks up what blocks that are sampled from a graph need of it, as <see cref="GcnConv.PrepareBlocks"/> does.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => _normalizer.PrepareBlocks(graph, _weight1.Value.Engine);

    /// <summary>Propagates, mixes with the initial features and maps; the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, channels]</c>; sparse ones are made dense.</param>
    /// <param name="initial">The initial features of the targets, <c>[targets, channels]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">An activation that follows in the same pass.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, channels]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(
        in ForwardContext context, Features x, Tensor initial, Adjacency adjacency, Activation activation = Activation.None, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(initial);
        Throw.IfNotSources(x, adjacency);
        Throw.IfNotWidth(x, Channels);
        if (initial.Shape != new Shape(adjacency.Structure.RowCount, Channels))
        {
            throw new ArgumentException(
                $"'initial' must be [{adjacency.Structure.RowCount}, {Channels}], a row for each target, got {initial.Shape}.", nameof(initial));
        }

        using Tensor start = Start(initial);
        return Forward(context, x.ToDense(), start, adjacency, new LayerEnd(activation, dropout));
    }

    /// <summary>What every layer of the same alpha adds to what it propagates: alpha / (1 - alpha) X_0, or X_0 where alpha is 1.</summary>
    internal Tensor Start(Tensor initial) => initial * (_alpha == 1 ? 1 : _alpha / (1 - _alpha));

    /// <summary>(A X + start) ((1 - alpha) ((1 - beta) I + beta W)): the scales go into the weights, which are small.</summary>
    internal Tensor Forward(in ForwardContext context, Tensor x, Tensor start, Adjacency adjacency, LayerEnd end)
    {
        double share = _alpha == 1 ? 1 : 1 - _alpha;
        using Tensor first = Scaled(_weight1, share);
        if (_alpha == 1)
        {
            using Tensor? own = _weight2 is null ? null : Scaled(_weight2, share);
            return context.Epilogue(start.MatMul(own ?? first), activation: end.Activation, dropout: end.Dropout);
        }

        Tensor sum = Tensor.SpMM(adjacency, x);
        if (_weight2 is null)
        {
            using Tensor mixed = Tensor.Epilogue(sum, addend: start);
            return context.Epilogue(mixed.MatMul(first), activation: end.Activation, dropout: end.Dropout);
        }

        using Tensor hop = sum;
        using Tensor second = Scaled(_weight2, share);
        using Tensor beside = start.MatMul(second);
        return context.Epilogue(hop.MatMul(first), bias: null, beside, end.Activation, end.Dropout);
    }

    private protected override void OnMovedTo(Engine engine)
    {
        _identity.Dispose();
        _identity = Identity(engine);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _identity.Dispose();
        }
    }

    private Tensor Identity(Engine engine)
    {
        using SparseTensor identity = SparseTensor.Identity(Channels, engine);
        return identity.ToDense().Keep();
    }

    /// <summary>share ((1 - beta) I + beta W).</summary>
    private Tensor Scaled(Parameter weight, double share)
    {
        Tensor scaled = weight.Value * (share * _beta);
        if (_beta == 1)
        {
            return scaled;
        }

        using Tensor rest = _identity * (share * (1 - _beta));
        return Tensor.Epilogue(scaled, addend: rest);
    }
}
