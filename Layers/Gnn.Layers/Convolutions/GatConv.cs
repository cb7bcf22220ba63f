using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph attention convolution: a weighted sum of mapped neighbours, the weights computed from both ends of each edge.</summary>
/// <remarks>
/// <code>
/// h     = X W^T                                                        [N, H, C]
/// s_ji  = LeakyReLU(a_src . h_j + a_dst . h_i + a_edge . W_e e_ji)     [E, H]
/// alpha = softmax of s over the edges into i                           [E, H]
/// y_i   = sum over edges j -> i of alpha_ji h_j + b                    [H * C] side by side, or [C], the mean over heads
/// X: [N, inputs], W: [H * C, inputs], a_src, a_dst, a_edge: [1, H, C], e: [E, D], W_e: [H * C, D], C = outputs
/// </code>
/// <para>Paper: P. Velickovic, G. Cucurull, A. Casanova, A. Romero, P. Lio and Y. Bengio, "Graph Attention Networks", ICLR 2018.</para>
/// <para>Departures from the paper: edge features, a residual and inputs of two kinds are options. Existing self-loops are removed and one is added for each
/// node; the edge
/// features of the added loop are the mean of the node's other incoming edges unless the options say otherwise, 0 for a node without any.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator. The edge term is computed as e (W_e^T a_edge), so that no array of
/// E * H * C is made.</para>
/// <para>Parameters: <c>att_src</c>, <c>att_dst</c>, <c>att_edge</c>, <c>bias</c>, <c>lin.weight</c> (or <c>lin_src.weight</c> and <c>lin_dst.weight</c>),
/// <c>lin_edge.weight</c>, <c>res.weight</c>. Cost: 2 N inputs H C + 2 E H C + O(E H (1 + D)) operations.</para>
/// </remarks>
public sealed partial class GatConv : Module, IBipartiteConvolution
{
    private readonly GatOptions _options;
    private readonly LoopedEdges _prepared;
    private readonly Parameter _attentionSource;
    private readonly Parameter _attentionTarget;
    private readonly Parameter? _attentionEdge;
    private readonly Parameter? _bias;
    private readonly Linear _sources;
    private readonly Linear _targets;
    private readonly Linear? _edges;
    private readonly Linear? _residual;

    /// <summary>Creates a convolution in which sources and targets have the same features and share one map.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, dropout, loops, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public GatConv(int inputs, int outputs, RandomSource random, GatOptions? options = null)
        : this(inputs, targetInputs: null, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution in which sources and targets have features and maps of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, dropout, loops, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public GatConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, GatOptions? options = null)
        : this(sourceInputs, (int?)targetInputs, outputs, random, options)
    {
    }

    private GatConv(int sourceInputs, int? targetInputs, int outputs, RandomSource random, GatOptions? options)
    {
        _options = options ?? new GatOptions();
        Check(_options);
        _prepared = new LoopedEdges(_options.EdgeFeatures, _options.AddSelfLoops, _options.LoopFill, _options.LoopValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Outputs = outputs;
        int heads = _options.Heads;
        int width = checked(heads * outputs);
        var attention = new Shape([1, heads, outputs]);
        _attentionSource = AddParameter("att_src", Initialize.Glorot(attention, random.Stream("att_src")));
        _attentionTarget = AddParameter("att_dst", Initialize.Glorot(attention, random.Stream("att_dst")));
        bool hasEdges = _options.EdgeFeatures > 0;
        _attentionEdge = hasEdges ? AddParameter("att_edge", Initialize.Glorot(attention, random.Stream("att_edge"))) : null;
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(_options.Concatenate ? width : outputs)) : null;
        _sources = Map(targetInputs is null ? "lin" : "lin_src", sourceInputs, width);
        _targets = targetInputs is null ? _sources : Map("lin_dst", targetInputs.Value, width);
        _edges = hasEdges ? Map("lin_edge", _options.EdgeFeatures, width) : null;
        _residual = _options.Residual ? Map("res", targetInputs ?? sourceInputs, _options.Concatenate ? width : outputs) : null;

        Linear Map(string name, int from, int to) =>
            AddModule(name, new Linear(from, to, random.Stream(name), new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot }));
    }

    /// <summary>C, the number of output columns of each head.</summary>
    public int Outputs { get; }

    /// <summary>H, the number of heads.</summary>
    public int Heads => _options.Heads;

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
        (Tensor sources, Tensor targets, Tensor? residual) = MapLeading(x, adjacency);
        return Finish(context, Aggregate(context, sources, targets, adjacency), residual, activation, dropout);
    }

    /// <summary>Attends, with features for both sides.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="source">Features of the sources, <c>[sources, source inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, target inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, H * C]</c>, or <c>[targets, C]</c> for the mean over heads.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Finish(context, Aggregate(context, _sources.Forward(source), _targets.Forward(target), adjacency), _residual?.Forward(target));
    }

    /// <summary>Attends, and returns the attention coefficients too; the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns>The result, and the coefficients that were used, <c>[E, H]</c> in the adjacency's entry order, after dropout in training.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public (Tensor Output, Tensor Attention) ForwardWithAttention(in ForwardContext context, Features x, Adjacency adjacency)
    {
        (Tensor sources, Tensor targets, Tensor? residual) = MapLeading(x, adjacency);
        (Tensor y, Tensor attention) = Attend(context, sources, targets, adjacency);
        return (Finish(context, y, residual), attention);
    }

    /// <summary>Attends with features for both sides, and returns the attention coefficients too.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="source">Features of the sources, <c>[sources, source inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, target inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns>The result, and the coefficients that were used, <c>[E, H]</c> in the adjacency's entry order, after dropout in training.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public (Tensor Output, Tensor Attention) ForwardWithAttention(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        (Tensor y, Tensor attention) = Attend(context, _sources.Forward(source), _targets.Forward(target), adjacency);
        return (Finish(context, y, _residual?.Forward(target)), attention);
    }

    private static void Check(GatOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Heads, 1, nameof(GatOptions.Heads));
        ArgumentOutOfRangeException.ThrowIfNegative(options.EdgeFeatures, nameof(GatOptions.EdgeFeatures));
        Throw.IfNotFinite(options.NegativeSlope, nameof(GatOptions.NegativeSlope));
        Throw.IfNotFinite(options.LoopValue, nameof(GatOptions.LoopValue));
        Throw.IfNotDropout(options.Dropout, nameof(GatOptions.Dropout));
    }

    /// <summary>The mapped sources, the mapped targets, which are the first of them, and the targets' residual.</summary>
    private (Tensor Sources, Tensor Targets, Tensor? Residual) MapLeading(Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        int targets = adjacency.Structure.RowCount;
        Tensor sources = _sources.Forward(x);
        Tensor mapped = !ReferenceEquals(_targets, _sources)
            ? _targets.ForwardLeading(x, targets)
            : sources.Shape[0] == targets ? sources : sources.Rows(0, targets);
        return (sources, mapped, _residual?.ForwardLeading(x, targets));
    }

    /// <summary>The weighted sums, [targets, H * C]; the coefficients are not stored where no edge features take part.</summary>
    private Tensor Aggregate(in ForwardContext context, Tensor sources, Tensor targets, Adjacency adjacency)
    {
        if (_edges is not null)
        {
            return Attend(context, sources, targets, adjacency).Output;
        }

        double dropout = context.Training ? _options.Dropout : 0;
        (Tensor source, Tensor target) = Scores(sources, targets);
        Tensor y = Tensor.Attention(
            adjacency.Structure,
            source,
            target,
            sources,
            _options.NegativeSlope,
            dropout,
            dropout == 0 ? default : context.Random.Next());
        targets.Dispose();
        sources.Dispose();
        return y;
    }

    /// <summary>The weighted sums and the coefficients, [E, H].</summary>
    private (Tensor Output, Tensor Attention) Attend(in ForwardContext context, Tensor sources, Tensor targets, Adjacency adjacency)
    {
        SparseStructure structure = adjacency.Structure;
        (Tensor source, Tensor target) = Scores(sources, targets);
        Tensor scores = Tensor.Sddmm(structure, EntryOperation.Add, target, source);
        scores = _edges is null ? scores : scores + ScoreEdges(adjacency);
        Tensor attention = context.Dropout(Tensor.EdgeSoftmax(structure, scores.LeakyRelu(_options.NegativeSlope)), _options.Dropout);
        return (Tensor.SpMM(structure, attention, sources), attention);
    }

    /// <summary>Heads side by side or their mean, the residual and the bias.</summary>
    private Tensor Finish(in ForwardContext context, Tensor y, Tensor? residual, Activation activation = Activation.None, double dropout = 0)
    {
        using Tensor? addend = residual;
        return context.Epilogue(_options.Concatenate ? y : AttentionHeads.Mean(y, Heads), _bias?.Value, addend, activation, dropout);
    }

    /// <summary>a_src . h and a_dst . h for every row and head, [N, H] each; by one product where both sides are the same.</summary>
    private (Tensor Source, Tensor Target) Scores(Tensor sources, Tensor targets)
    {
        Tensor source = BlockDiagonal(_attentionSource);
        Tensor target = BlockDiagonal(_attentionTarget);
        if (!ReferenceEquals(sources, targets))
        {
            return (sources.MatMul(source, transposeThis: false, transposeOther: true), targets.MatMul(target, transposeThis: false, transposeOther: true));
        }

        Tensor both = sources.MatMul(Tensor.Concatenate([source, target], axis: 0), transposeThis: false, transposeOther: true);
        return (both.Columns(0, Heads), both.Columns(Heads, Heads));
    }

    /// <summary>The matrix [H, H * C] that has a head's vector in its row, under the head's columns, and 0 elsewhere: rows that are C too long, read on as rows
    /// of the right length, shift by C from one to the next.</summary>
    private Tensor BlockDiagonal(Parameter attention)
    {
        long width = Heads * (long)Outputs;
        Tensor vectors = attention.Value.Reshape((Heads, Outputs));
        Tensor padded = Tensor.Concatenate([vectors, Tensor.Zeros((Heads, width), vectors.Engine)], axis: 1);
        return padded.Reshape(padded.Shape.Count).Rows(0, Heads * width).Reshape((Heads, width));
    }

    /// <summary>a_edge . W_e e for every entry and head, [E, H]: the attention vector is folded into W_e first.</summary>
    private Tensor ScoreEdges(Adjacency adjacency)
    {
        int columns = _options.EdgeFeatures;
        Tensor values = EdgeTables.EntryFeatures(adjacency, columns);
        Tensor weighted = _edges!.Weight * _attentionEdge!.Value.Reshape((Heads * (long)Outputs, 1));
        Tensor folded = weighted.Reshape((Heads, Outputs, columns)).Sum(axis: 1);
        return values.MatMul(folded, transposeThis: false, transposeOther: true);
    }
}
