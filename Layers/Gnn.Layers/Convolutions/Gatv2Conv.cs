using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph attention convolution whose attention vector acts after the nonlinearity, so that each target may rank its neighbours in its own order.</summary>
/// <remarks>
/// <code>
/// l     = X W_l^T + b_l,   r = X W_r^T + b_r                           [N, H, C]
/// s_ji  = a . LeakyReLU(l_j + r_i + W_e e_ji)                          [E, H]
/// alpha = softmax of s over the edges into i                           [E, H]
/// y_i   = sum over edges j -> i of alpha_ji l_j + b                    [H * C] side by side, or [C], the mean over heads
/// X: [N, inputs], W_l, W_r: [H * C, inputs], a: [1, H, C], e: [E, D], W_e: [H * C, D], C = outputs
/// </code>
/// <para>Paper: S. Brody, U. Alon and E. Yahav, "How Attentive are Graph Attention Networks?", ICLR 2022.</para>
/// <para>Departures from the paper: edge features, a residual and inputs of two kinds are options. Existing self-loops are removed and one is added for each
/// node; the edge features of the added loop are the mean of the node's other incoming edges unless the options say otherwise, 0 for a node without any.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator; a shared map is stored once, as <c>lin_l</c>.</para>
/// <para>Parameters: <c>att</c>, <c>bias</c>, <c>lin_l.weight</c>, <c>lin_l.bias</c>, <c>lin_r.weight</c>, <c>lin_r.bias</c>, <c>lin_edge.weight</c>,
/// <c>res.weight</c>. Cost: 4 N inputs H C + O(E H C) operations, and 2 E H C D with edge features. Only edge features make an array
/// of E * H * C numbers; without them <see cref="Tensor.AdditiveScores"/> makes none on the CPU engine.</para>
/// </remarks>
public sealed partial class Gatv2Conv : Module, IBipartiteConvolution
{
    private readonly Gatv2Options _options;
    private readonly LoopedEdges _prepared;
    private readonly Parameter _attention;
    private readonly Parameter? _bias;
    private readonly Linear _sources;
    private readonly Linear _targets;
    private readonly Linear? _edges;
    private readonly Linear? _residual;

    /// <summary>Creates a convolution in which sources and targets have the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, dropout, loops, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public Gatv2Conv(int inputs, int outputs, RandomSource random, Gatv2Options? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution in which sources and targets have features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, dropout, loops, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">A map is shared by inputs of different widths.</exception>
    public Gatv2Conv(int sourceInputs, int targetInputs, int outputs, RandomSource random, Gatv2Options? options = null)
    {
        _options = options ?? new Gatv2Options();
        Check(_options);
        if (_options.ShareWeights && sourceInputs != targetInputs)
        {
            throw new ArgumentException($"One map cannot take {sourceInputs} and {targetInputs} columns: turn ShareWeights off.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Outputs = outputs;
        int width = checked(_options.Heads * outputs);
        int columns = _options.Concatenate ? width : outputs;
        _prepared = new LoopedEdges(_options.EdgeFeatures, _options.AddSelfLoops, _options.LoopFill, _options.LoopValue);
        _attention = AddParameter("att", Initialize.Glorot(new Shape([1, _options.Heads, outputs]), random.Stream("att")));
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(columns)) : null;
        _sources = Map("lin_l", sourceInputs, width, _options.Bias);
        _targets = _options.ShareWeights ? _sources : Map("lin_r", targetInputs, width, _options.Bias);
        _edges = _options.EdgeFeatures > 0 ? Map("lin_edge", _options.EdgeFeatures, width, bias: false) : null;
        _residual = _options.Residual ? Map("res", targetInputs, columns, bias: false) : null;

        Linear Map(string name, int from, int to, bool bias) =>
            AddModule(name, new Linear(from, to, random.Stream(name), new LinearOptions { Bias = bias, Weights = WeightInitialization.Glorot }));
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
    /// <param name="adjacency">What <see cref="Prepare(Graphs.Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, H * C]</c>, or <c>[targets, C]</c> for the mean over heads.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        (Tensor sources, Tensor targets, Tensor? residual) = MapLeading(x, adjacency);
        (Tensor y, Tensor attention) = Attend(context, sources, targets, adjacency);
        attention.Dispose();
        return Finish(context, y, residual, activation, dropout);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        (Tensor output, Tensor attention) = ForwardWithAttention(context, source, target, adjacency);
        attention.Dispose();
        return output;
    }

    /// <summary>Attends, and returns the attention coefficients too; the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graphs.Graph)"/> made.</param>
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
    /// <param name="adjacency">What <see cref="Prepare(Graphs.Graph)"/> made.</param>
    /// <returns>The result, and the coefficients that were used, <c>[E, H]</c> in the adjacency's entry order, after dropout in training.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public (Tensor Output, Tensor Attention) ForwardWithAttention(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        (Tensor y, Tensor attention) = Attend(context, _sources.Forward(source), _targets.Forward(target), adjacency);
        return (Finish(context, y, _residual?.Forward(target)), attention);
    }

    private static void Check(Gatv2Options options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Heads, 1, nameof(Gatv2Options.Heads));
        ArgumentOutOfRangeException.ThrowIfNegative(options.EdgeFeatures, nameof(Gatv2Options.EdgeFeatures));
        Throw.IfNotFinite(options.NegativeSlope, nameof(Gatv2Options.NegativeSlope));
        ArgumentOutOfRangeException.ThrowIfNegative(options.NegativeSlope, nameof(Gatv2Options.NegativeSlope));
        Throw.IfNotFinite(options.LoopValue, nameof(Gatv2Options.LoopValue));
        Throw.IfNotDropout(options.Dropout, nameof(Gatv2Options.Dropout));
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

    /// <summary>The weighted sums and the coefficients, [E, H]; the maps are taken over.</summary>
    private (Tensor Output, Tensor Attention) Attend(in ForwardContext context, Tensor sources, Tensor targets, Adjacency adjacency)
    {
        SparseStructure structure = adjacency.Structure;
        using Tensor scores = Score(sources, targets, adjacency);
        Tensor attention = context.Dropout(Tensor.EdgeSoftmax(structure, scores), _options.Dropout);
        Tensor y = Tensor.SpMM(structure, attention, sources);
        targets.Dispose();
        sources.Dispose();
        return (y, attention);
    }

    /// <summary>a . LeakyReLU(l_j + r_i + W_e e) for every entry and head, [E, H]; W_e e alone has [E, H * C] elements.</summary>
    private Tensor Score(Tensor sources, Tensor targets, Adjacency adjacency)
    {
        using Tensor? edges = _edges?.Forward(EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures));
        using Tensor vectors = _attention.Value.Reshape((Heads, Outputs));
        return Tensor.AdditiveScores(adjacency.Structure, sources, targets, vectors, edges, _options.NegativeSlope);
    }

    /// <summary>Heads side by side or their mean, the residual and the bias.</summary>
    private Tensor Finish(in ForwardContext context, Tensor y, Tensor? residual, Activation activation = Activation.None, double dropout = 0)
    {
        using Tensor? addend = residual;
        return context.Epilogue(_options.Concatenate ? y : AttentionHeads.Mean(y, Heads), _bias?.Value, addend, activation, dropout);
    }
}
