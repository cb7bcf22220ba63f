using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The efficient graph convolution: a few shared bases are aggregated, and each node mixes them for each head by weights of its own.</summary>
/// <remarks>
/// <code>
/// z = X W_b^T                                                           [N, B, outputs / H]
/// w = X W_c^T + b_c                                                     [N, H, A * B]
/// y_i (head h) = sum over aggregations a, bases k of w_i[h, a, k] aggregate_a over edges j -> i of z_j[k] + b
/// X: [N, inputs], W_b: [B * outputs / H, inputs], W_c: [H * A * B, inputs], Y: [N, outputs]
/// </code>
/// <para>Paper: S. A. Tailor, F. L. Opolka, P. Lio and N. D. Lane, "Do We Need Anisotropic Graph Neural Networks?", ICLR 2022: EGC-S with one aggregation, EGC-M
/// with several.</para>
/// <para>Every node has a loop, isolated ones too: PyTorch Geometric leaves isolated nodes at the end of the numbering without one where
/// <see cref="EgAggregation.SymmetricNormalization"/> is not among the aggregations. Edge weights count in that aggregation only; there they take no part.</para>
/// <para>Parameters: <c>bias</c>, <c>bases_lin.weight</c>, <c>comb_lin.weight</c>, <c>comb_lin.bias</c>.
/// Cost: 2 N inputs (B outputs / H + H A B) + 2 A E B outputs / H + 2 A B N outputs operations; no array of E * outputs is made.</para>
/// </remarks>
public sealed class EgConv : Module, IConvolution
{
    private const double SmallestVariance = 1e-5;

    private readonly EgOptions _options;
    private readonly EgAggregation[] _aggregations;
    private readonly GcnNormalizer? _normalizer;
    private readonly LoopedEdges _plain;
    private readonly Linear _bases;
    private readonly Linear _combination;
    private readonly Parameter? _bias;
    private readonly int _columns;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, a multiple of the number of heads.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregations, heads, bases ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns, heads or bases is below 1, or an aggregation is none of its kind.</exception>
    /// <exception cref="ArgumentException">There is no aggregation, or the heads do not divide the outputs.</exception>
    public EgConv(int inputs, int outputs, RandomSource random, EgOptions? options = null)
    {
        _options = options ?? new EgOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Heads, 1, nameof(EgOptions.Heads));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Bases, 1, nameof(EgOptions.Bases));
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (outputs % _options.Heads != 0)
        {
            throw new ArgumentException($"The number of heads must divide the {outputs} outputs, got {_options.Heads}.", nameof(options));
        }

        _aggregations = [.. _options.Aggregations];
        if (_aggregations.Length == 0 || !Array.TrueForAll(_aggregations, Enum.IsDefined))
        {
            throw new ArgumentException("An EgConv needs at least one aggregation, each of the enumeration.", nameof(options));
        }

        _columns = outputs / _options.Heads;
        _normalizer = _aggregations.Contains(EgAggregation.SymmetricNormalization)
            ? new GcnNormalizer(_options.AddSelfLoops ? GcnNormalization.SymmetricWithLoops : GcnNormalization.Symmetric)
            : null;
        _plain = new LoopedEdges(width: 0, _options.AddSelfLoops, loopFill: null, loopValue: 0);
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
        var glorot = new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot };
        _bases = AddModule("bases_lin", new Linear(inputs, checked(_options.Bases * _columns), random.Stream("bases_lin"), glorot));
        int weights = checked(_options.Heads * _options.Bases * _aggregations.Length);
        _combination = AddModule("comb_lin", new Linear(inputs, weights, random.Stream("comb_lin")));
    }

    /// <summary>Adds loops where they are missing, and normalises if an aggregation asks for it, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count in the normalisation, if it has them.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _normalizer?.Prepare(graph, _bases.Weight.Engine) ?? _plain.Prepare(graph.InEdges, edgeFeatures: null);
    }

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) =>
        _normalizer?.Prepare(structure, edgeWeights: null, _bases.Weight.Engine) ?? _plain.Prepare(structure, edgeFeatures: null);

    /// <summary>Looks up what blocks that are sampled from a graph need of it.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The symmetric normalisation stands beside another aggregation: in a block its entries are not the edges alone.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (_normalizer is null)
        {
            return _plain.PrepareBlocks(graph, _bases.Weight.Engine);
        }

        return _aggregations.Length == 1
            ? _normalizer.PrepareBlocks(graph, _bases.Weight.Engine)
            : throw new ArgumentException(
                "Over blocks an EgConv takes the symmetric normalisation alone, or other aggregations without it: train this one on whole graphs.", nameof(graph));
    }

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
        int targets = adjacency.Structure.RowCount;
        using Tensor bases = _bases.Forward(x);
        using Tensor weights = Weights(x, targets);
        Tensor? sum = null;
        for (int place = 0; place < _aggregations.Length; place++)
        {
            using Tensor aggregate = Aggregate(_aggregations[place], adjacency, bases);
            for (int basis = 0; basis < _options.Bases; basis++)
            {
                int first = ((place * _options.Bases) + basis) * _options.Heads;
                using Tensor weight = weights.Columns(first, _options.Heads).Reshape((targets, _options.Heads, 1));
                using Tensor column = aggregate.Columns(basis * (long)_columns, _columns).Reshape((targets, 1, _columns));
                using Tensor? before = sum;
                sum = Tensor.Epilogue(weight * column, addend: before);
            }
        }

        using Tensor heads = sum!;
        return context.Epilogue(heads.Reshape((targets, _options.Heads * (long)_columns)), _bias?.Value, addend: null, activation, dropout);
    }

    /// <summary>The mixing weights of the targets, [targets, A * B * H]: heads side by side for each aggregation and basis.</summary>
    private Tensor Weights(Features x, int targets)
    {
        int bases = _aggregations.Length * _options.Bases;
        int[] rows = new int[bases * _options.Heads];
        for (int place = 0; place < rows.Length; place++)
        {
            rows[place] = (place % _options.Heads * bases) + (place / _options.Heads);
        }

        using Tensor order = Tensor.Create(rows, rows.Length, _combination.Weight.Engine);
        using Tensor weight = _combination.Weight.GatherRows(order);
        using Tensor bias = _combination.Bias!.Reshape((rows.Length, 1)).GatherRows(order).Reshape(rows.Length);
        if (x.Dense is { } dense && dense.Shape[0] > targets)
        {
            using Tensor leading = dense.Rows(0, targets);
            return Tensor.Epilogue(Features.FromDense(leading).MatMulTransposed(weight), bias);
        }

        Tensor all = Tensor.Epilogue(x.MatMulTransposed(weight), bias);
        return all.Shape[0] == targets ? all : all.Rows(0, targets);
    }

    private static Tensor Aggregate(EgAggregation aggregation, Adjacency adjacency, Tensor x)
    {
        SparseStructure structure = adjacency.Structure;
        return aggregation switch
        {
            EgAggregation.SymmetricNormalization => Tensor.SpMM(adjacency, x),
            EgAggregation.Sum => Tensor.SpMM(structure, null, x),
            EgAggregation.Mean => Tensor.SpMM(structure, null, x, Reduction.Mean),
            EgAggregation.Max => Tensor.SpMM(structure, null, x, Reduction.Max),
            EgAggregation.Min => Tensor.SpMM(structure, null, x, Reduction.Min),
            EgAggregation.Variance => Variance(structure, x),
            _ => Deviation(structure, x),
        };
    }

    private static Tensor Variance(SparseStructure structure, Tensor x)
    {
        using Tensor mean = Tensor.SpMM(structure, null, x, Reduction.Mean);
        using Tensor squares = x.Square();
        using Tensor meanOfSquares = Tensor.SpMM(structure, null, squares, Reduction.Mean);
        using Tensor squareOfMean = mean.Square();
        return meanOfSquares - squareOfMean;
    }

    private static Tensor Deviation(SparseStructure structure, Tensor x)
    {
        using Tensor variance = Variance(structure, x);
        using Tensor floored = Tensor.Maximum(variance, Tensor.Full(Shape.Scalar, SmallestVariance, x.Engine));
        return floored.Sqrt();
    }
}
