using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The frequency adaptive convolution: neighbours are added or subtracted, by a coefficient between -1 and 1 for each edge.</summary>
/// <remarks>
/// <code>
/// alpha_ji = tanh(a_l . x_j + a_r . x_i),   y_i = epsilon x_0,i + sum over edges j -> i of alpha_ji w_ji / sqrt(d_j d_i) x_j
/// X, X_0, Y: [N, channels], a_l, a_r: [1, channels]
/// </code>
/// <para>Paper: D. Bo, X. Wang, C. Shi and H. Shen, "Beyond Low-frequency Information in Graph Convolutional Networks", AAAI 2021. Weights, directions and loops
/// are treated as <see cref="GcnConv"/> does; the paper adds no loops.</para>
/// <para>The layer takes the initial features beside x, so it is not an <see cref="IConvolution"/>; over a block they are those of the targets.</para>
/// <para>Parameters: <c>att_l.weight</c>, <c>att_r.weight</c>. Cost: 2 E channels + 4 N channels operations; no array of E * channels is made.</para>
/// </remarks>
public sealed class FaConv : Module
{
    private readonly FaOptions _options;
    private readonly GcnNormalizer _normalizer;
    private readonly Linear _source;
    private readonly Linear _target;

    /// <summary>Creates a convolution.</summary>
    /// <param name="channels">The number of columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Epsilon, dropout, normalisation; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns or an option is out of its range.</exception>
    public FaConv(int channels, RandomSource random, FaOptions? options = null)
    {
        _options = options ?? new FaOptions();
        Throw.IfNotFinite(_options.Epsilon, nameof(FaOptions.Epsilon));
        Throw.IfNotDropout(_options.Dropout, nameof(FaOptions.Dropout));
        _normalizer = new GcnNormalizer(_options.Normalization);
        _source = AddModule("att_l", new Linear(channels, 1, random.Stream("att_l"), new LinearOptions { Bias = false }));
        _target = AddModule("att_r", new Linear(channels, 1, random.Stream("att_r"), new LinearOptions { Bias = false }));
    }

    /// <summary>Adds loops and normalises, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph) => _normalizer.Prepare(graph, _source.Weight.Engine);

    /// <summary>Adds loops and normalises; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges, square but for <see cref="GcnNormalization.None"/>.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights = null) => _normalizer.Prepare(structure, edgeWeights, _source.Weight.Engine);

    /// <summary>Looks up what blocks that are sampled from a graph need of it, as <see cref="GcnConv.PrepareBlocks"/> does.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => _normalizer.PrepareBlocks(graph, _source.Weight.Engine);

    /// <summary>Propagates and adds the initial features; the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, channels]</c>; sparse ones are made dense.</param>
    /// <param name="initial">The initial features of the targets, <c>[targets, channels]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, channels]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Tensor initial, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(initial);
        Throw.IfNotSources(x, adjacency);
        Throw.IfNotWidth(x, _source.Inputs);
        SparseStructure structure = adjacency.Structure;
        if (initial.Shape != new Shape(structure.RowCount, _source.Inputs))
        {
            throw new ArgumentException($"'initial' must be [{structure.RowCount}, {_source.Inputs}], a row for each target, got {initial.Shape}.", nameof(initial));
        }

        using Tensor source = _source.Forward(x);
        using Tensor target = _target.ForwardLeading(x, structure.RowCount);
        using Tensor scores = Tensor.Sddmm(structure, EntryOperation.Add, target, source);
        using Tensor alpha = context.Dropout(scores.Tanh(), _options.Dropout);
        using Tensor? weighted = adjacency.Values is { } values ? alpha * values.Reshape((structure.EntryCount, 1)) : null;
        using Tensor start = initial * _options.Epsilon;
        return Tensor.Epilogue(Tensor.SpMM(structure, weighted ?? alpha, x.ToDense()), addend: start);
    }
}
