using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Hypergraphs;

/// <summary>The hypergraph convolution: a linear map, the weighted mean over each hyperedge's nodes, then a weighted mean over each node's hyperedges; with
/// attention if asked.</summary>
/// <remarks>
/// <code>
/// Y   = D^-1/2 H W B^-1 H^T D^-1/2 X Theta^T + b          symmetric, HGNN
/// Y   = D^-1   H W B^-1 H^T        X Theta^T + b          by row
/// y_i = b + 1 / d_i * sum over e with i of  w_e / |e| * sum over j in e of  Theta x_j,   d_i = sum over e with i of w_e    by row
/// X: [N, inputs], Theta: [H * C, inputs], b: [H * C], Y: [N, H * C], C = outputs of a head
/// with attention, in both sums:  alpha_ie = softmax of LeakyReLU(a . [Theta x_i | Theta h_e]) over the nodes of e, or over the hyperedges of i
/// h: [M, inputs], a: [1, H, 2 C]
/// </code>
/// <para>Papers: Y. Feng, H. You, Z. Zhang, R. Ji and Y. Gao, "Hypergraph Neural Networks", AAAI 2019 (symmetric); S. Bai, F. Zhang and P. H. S. Torr, "Hypergraph
/// Convolution and Hypergraph Attention", Pattern Recognition 2021 (attention).</para>
/// <para>Departure from the papers: hyperedges that have no features of their own count as the mean of their nodes in the attention. A node without hyperedges gets the
/// bias alone, an empty hyperedge takes no part.</para>
/// <para>Difference from PyTorch Geometric: the weights of hyperedges are in the product, as its documentation has it and its code has not; the softmax has no 1e-16 in
/// its denominator; a negative weight is an error.</para>
/// <para>Parameters: <c>att</c>, <c>bias</c>, <c>lin.weight</c>. Cost: 2 N inputs H C + 4 I H C operations for I incidences; no array of I * H * C is made.</para>
/// </remarks>
public sealed class HypergraphConv : Module, IHypergraphConvolution
{
    private readonly HypergraphConvOptions _options;
    private readonly Parameter? _attention;
    private readonly Parameter? _bias;
    private readonly Linear _lin;
    private readonly int _width;

    /// <summary>Creates a convolution; weights begin by Glorot's rule, the bias at 0.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Normalisation, attention, bias; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are several heads, or hyperedge features, without attention; or hyperedge features with added hyperedges.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public HypergraphConv(int inputs, int outputs, RandomSource random, HypergraphConvOptions? options = null)
    {
        _options = options ?? new HypergraphConvOptions();
        Check(_options);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _width = outputs;
        int columns = checked(_options.Heads * outputs);
        Outputs = _options.Concatenate ? columns : outputs;
        _attention = HasAttention
            ? AddParameter("att", Initialize.Glorot(new Shape(1, _options.Heads, 2 * outputs), random.Stream("att")))
            : null;
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(Outputs)) : null;
        _lin = AddModule("lin", new Linear(inputs, columns, random.Stream("lin"), new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot }));
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs => _lin.Inputs;

    /// <summary>The number of columns that it returns: those of all heads if they stand side by side.</summary>
    public int Outputs { get; }

    /// <summary>H, the number of heads.</summary>
    public int Heads => _options.Heads;

    private bool HasAttention => _options.Attention != HypergraphAttention.None;

    private Engine Engine => _lin.Weight.Engine;

    /// <summary>Normalises, once for a hypergraph.</summary>
    /// <param name="hypergraph">The hypergraph; its hyperedge weights count, if it has them.</param>
    /// <returns>The adjacency with one value for each incidence, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or the layer takes hyperedge features and there are none that fit.</exception>
    public HypergraphAdjacency Prepare(Hypergraph hypergraph)
    {
        ArgumentNullException.ThrowIfNull(hypergraph);
        using var scope = new TensorScope();
        Tensor? features = null;
        if (_options.HyperedgeFeatures && !hypergraph.Hyperedges.TryGet(ColumnNames.EdgeFeatures, out features))
        {
            throw new ArgumentException(
                $"The layer takes features of hyperedges, but {hypergraph} has no hyperedge column '{ColumnNames.EdgeFeatures}': add it with WithHyperedgeColumn.",
                nameof(hypergraph));
        }

        return Prepare(hypergraph, hypergraph.HyperedgeWeights?.To(Engine), features?.To(Engine));
    }

    /// <summary>Normalises; differentiable with respect to weights and features.</summary>
    /// <param name="hypergraph">The hypergraph, of which the incidences alone are read.</param>
    /// <param name="hyperedgeWeights">[M], finite and at least 0, on the layer's engine, or null for 1 everywhere.</param>
    /// <param name="hyperedgeFeatures">[M, inputs] on the layer's engine; null exactly where the layer takes none.</param>
    /// <returns>The adjacency with one value for each incidence, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Weights or features do not fit, or a weight is negative or not finite.</exception>
    public HypergraphAdjacency Prepare(Hypergraph hypergraph, Tensor? hyperedgeWeights, Tensor? hyperedgeFeatures = null)
    {
        CheckFeatures(hypergraph, hyperedgeFeatures);
        using var scope = new TensorScope();
        using var incidences = new Incidences(hypergraph, _options.AddSelfLoops);
        (SparseStructure members, SparseStructure memberships) = (incidences.Members, incidences.Memberships);
        Tensor weights = incidences.Weights(hyperedgeWeights, Engine);
        Tensor means = Tensor.DivideByRowLength(members, weights);
        Tensor roots = Tensor.SpMM(memberships, null, weights).InverseSqrt();
        Tensor? features = hyperedgeFeatures?.Reshape(hyperedgeFeatures.Shape);
        return _options.Normalization == HypergraphNormalization.Symmetric
            ? incidences.ToAdjacency(Tensor.Sddmm(members, EntryOperation.Multiply, means, roots), Tensor.ExpandRows(memberships, roots), features)
            : incidences.ToAdjacency(Tensor.ExpandRows(members, means), Tensor.ExpandRows(memberships, roots.Square()), features);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency, Activation activation, double dropout = 0)
    {
        HypergraphAdjacency.Check(x, adjacency);
        using Tensor z = _lin.Forward(x);
        if (HasAttention)
        {
            return context.Epilogue(AttentionHeads.Mean(Attend(context, z, adjacency), _options.Concatenate ? 1 : Heads), _bias?.Value, null, activation, dropout);
        }

        using Tensor h = Tensor.SpMM(adjacency.ToHyperedges, z);
        return context.Epilogue(Tensor.SpMM(adjacency.ToNodes, h), _bias?.Value, addend: null, activation, dropout);
    }

    private static void Check(HypergraphConvOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Heads, 1, nameof(HypergraphConvOptions.Heads));
        Throw.IfNotFinite(options.NegativeSlope, nameof(HypergraphConvOptions.NegativeSlope));
        Throw.IfNotDropout(options.Dropout, nameof(HypergraphConvOptions.Dropout));
        if (!Enum.IsDefined(options.Normalization))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Normalization, "There is no such normalisation of a hypergraph.");
        }

        if (!Enum.IsDefined(options.Attention))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Attention, "There is no such attention of a hypergraph.");
        }

        if (options.Attention == HypergraphAttention.None && (options.Heads != 1 || options.HyperedgeFeatures))
        {
            throw new ArgumentException(
                $"Heads and hyperedge features are the attention's, got {options.Heads} heads without any: set Attention, or leave them out.", nameof(options));
        }

        if (options.HyperedgeFeatures && options.AddSelfLoops)
        {
            throw new ArgumentException("Hyperedge features say nothing of added hyperedges: set either HyperedgeFeatures or AddSelfLoops.", nameof(options));
        }
    }

    private void CheckFeatures(Hypergraph hypergraph, Tensor? features)
    {
        ArgumentNullException.ThrowIfNull(hypergraph);
        if (features is null != !_options.HyperedgeFeatures)
        {
            throw new ArgumentException(
                $"The layer takes {(_options.HyperedgeFeatures ? $"[{hypergraph.HyperedgeCount}, {Inputs}]" : "no")} hyperedge features, "
                + $"got {(features is null ? "none" : features.Shape.ToString())}.",
                nameof(features));
        }

        if (features is not null
            && (!features.DataType.IsFloating() || features.Shape.Rank != 2 || features.Shape[0] != hypergraph.HyperedgeCount || features.Shape[1] != Inputs))
        {
            throw new ArgumentException(
                $"The hyperedge features must be floating [{hypergraph.HyperedgeCount}, {Inputs}], for they go through the map of the nodes, "
                + $"got {features.DataType} {features.Shape}.",
                nameof(features));
        }

        EdgeTables.On(Engine, features);
    }

    /// <summary>Both sums, weighed, [N, H * C].</summary>
    private Tensor Attend(in ForwardContext context, Tensor z, HypergraphAdjacency adjacency)
    {
        (SparseStructure members, SparseStructure memberships) = (adjacency.ToHyperedges.Structure, adjacency.ToNodes.Structure);
        using Tensor hyperedges = _options.HyperedgeFeatures
            ? _lin.Forward(adjacency.HyperedgeFeatures ?? throw Foreign(adjacency))
            : Tensor.SpMM(members, null, z, Reduction.Mean);
        using Tensor ofNodes = Scores(z, first: 0);
        using Tensor ofHyperedges = Scores(hyperedges, first: _width);
        bool isOverNodes = _options.Attention == HypergraphAttention.OverNodes;
        SparseStructure groups = isOverNodes ? members : memberships;
        using Tensor sums = isOverNodes
            ? Tensor.Sddmm(groups, EntryOperation.Add, ofHyperedges, ofNodes)
            : Tensor.Sddmm(groups, EntryOperation.Add, ofNodes, ofHyperedges);
        Tensor alpha = context.Dropout(Tensor.EdgeSoftmax(groups, sums.LeakyRelu(_options.NegativeSlope)), _options.Dropout);
        (Tensor up, Tensor down) = isOverNodes ? (alpha, adjacency.ByNode(alpha)) : (adjacency.ByHyperedge(alpha), alpha);
        using Tensor h = Tensor.SpMM(members, Weigh(up, adjacency.ToHyperedges), z);
        return Tensor.SpMM(memberships, Weigh(down, adjacency.ToNodes), h);
    }

    /// <summary>Attention times the values of the incidences, [I, H].</summary>
    private static Tensor Weigh(Tensor alpha, Adjacency adjacency) =>
        adjacency.Values is { } values ? alpha * values.Reshape((values.Shape[0], 1)) : alpha;

    /// <summary>The part of the attention vectors that begins at a column, times every row, head by head, [rows, H].</summary>
    private Tensor Scores(Tensor rows, int first)
    {
        using Tensor vectors = _attention!.Value.Reshape((Heads, 2 * _width)).Columns(first, _width);
        using Tensor products = rows * vectors.Reshape((1, Heads * (long)_width));
        return products.Reshape((rows.Shape[0], Heads, _width)).Sum(axis: -1);
    }

    private static ArgumentException Foreign(HypergraphAdjacency adjacency) => new(
        $"The layer takes hyperedge features, which {adjacency} has not: use what this layer prepared.", nameof(adjacency));
}
