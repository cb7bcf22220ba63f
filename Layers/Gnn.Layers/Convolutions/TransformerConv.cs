using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph transformer convolution: attention by scaled inner products of queries and keys over the edges.</summary>
/// <remarks>
/// <code>
/// q = X W_q^T + b_q,  k = X W_k^T + b_k,  v = X W_v^T + b_v             [N, H, C]
/// s_ji  = q_i . (k_j + W_e e_ji) / sqrt(C)                              [E, H]
/// alpha = softmax of s over the edges into i                            [E, H]
/// o_i   = sum over edges j -> i of alpha_ji (v_j + W_e e_ji)            [H * C] side by side, or [C], the mean over heads
/// y_i   = o_i + r_i,  r_i = W_s x_i + b_s
/// y_i   = g_i r_i + (1 - g_i) o_i,  g_i = sigmoid(W_g [o_i, r_i, o_i - r_i])      with a gate
/// X: [N, inputs], W_q, W_k, W_v: [H * C, inputs], e: [E, D], W_e: [H * C, D], C = outputs
/// </code>
/// <para>Paper: Y. Shi, Z. Huang, S. Feng, H. Zhong, W. Wang and Y. Sun, "Masked Label Prediction: Unified Message Passing Model for Semi-Supervised
/// Classification", IJCAI 2021. No self-loops are added.</para>
/// <para>Edge features are folded: their part of the score is (W_e^T q_i) . e, and of the sum W_e (sum of alpha e), head by head, so that no array of E * H * C is
/// made; an array [E, D] is made for each head, and training keeps 2 E H D numbers.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator. As there, <c>lin_skip</c> exists without
/// <see cref="TransformerOptions.RootWeight"/> too, and is not used then.</para>
/// <para>Parameters: <c>lin_key</c>, <c>lin_query</c>, <c>lin_value</c>, <c>lin_skip</c>, each with <c>weight</c> and <c>bias</c>; <c>lin_edge.weight</c>,
/// <c>lin_beta.weight</c>. Cost: 8 N inputs H C + 4 E H C operations, and 4 (E + N C) H D with edge features.</para>
/// </remarks>
public sealed class TransformerConv : Module, IBipartiteConvolution
{
    private readonly TransformerOptions _options;
    private readonly Linear _key;
    private readonly Linear _query;
    private readonly Linear _value;
    private readonly Linear? _edges;
    private readonly Linear _root;
    private readonly Linear? _gate;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, gate, dropout, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is a gate without a root weight.</exception>
    public TransformerConv(int inputs, int outputs, RandomSource random, TransformerOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">C, the number of output columns of each head, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, gate, dropout, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">There is a gate without a root weight.</exception>
    public TransformerConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, TransformerOptions? options = null)
    {
        _options = options ?? new TransformerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Heads, 1, nameof(TransformerOptions.Heads));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.EdgeFeatures, nameof(TransformerOptions.EdgeFeatures));
        Throw.IfNotDropout(_options.Dropout, nameof(TransformerOptions.Dropout));
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (_options.Gate && !_options.RootWeight)
        {
            throw new ArgumentException("A gate mixes the result with the node's own part: turn RootWeight on.", nameof(options));
        }

        Outputs = outputs;
        int width = checked(_options.Heads * outputs);
        int columns = _options.Concatenate ? width : outputs;
        _key = Map("lin_key", sourceInputs, width, _options.Bias);
        _query = Map("lin_query", targetInputs, width, _options.Bias);
        _value = Map("lin_value", sourceInputs, width, _options.Bias);
        _edges = _options.EdgeFeatures > 0 ? Map("lin_edge", _options.EdgeFeatures, width, bias: false) : null;
        _root = Map("lin_skip", targetInputs, columns, _options.Bias);
        _gate = _options.Gate ? Map("lin_beta", checked(3 * columns), 1, bias: false) : null;

        Linear Map(string name, int from, int to, bool bias) => AddModule(name, new Linear(from, to, random.Stream(name), new LinearOptions { Bias = bias }));
    }

    /// <summary>C, the number of output columns of each head.</summary>
    public int Outputs { get; }

    /// <summary>H, the number of heads.</summary>
    public int Heads => _options.Heads;

    /// <summary>The edges with their features, if the layer takes any.</summary>
    /// <param name="graph">The graph; edge features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, _key.Weight.Engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges with their features; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null if the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <summary>Keeps the edge features of a graph, of which blocks take those of their edges.</summary>
    /// <param name="graph">The graph; edge features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, _key.Weight.Engine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as its end.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, H * C]</c>, or <c>[targets, C]</c> for the mean over heads.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        (Tensor output, Tensor attention) = Compute(context, x, adjacency, new LayerEnd(activation, dropout));
        attention.Dispose();
        return output;
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
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns>The result, and the coefficients that were used, <c>[E, H]</c> in the adjacency's entry order, after dropout in training.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public (Tensor Output, Tensor Attention) ForwardWithAttention(in ForwardContext context, Features x, Adjacency adjacency) =>
        Compute(context, x, adjacency, default);

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
        (Tensor y, Tensor attention) = Attend(context, _query.Forward(target), _key.Forward(source), _value.Forward(source), adjacency);
        return (Finish(context, y, _options.RootWeight ? _root.Forward(target) : null, default), attention);
    }

    private (Tensor Output, Tensor Attention) Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end)
    {
        Throw.IfNotSources(x, adjacency);
        int targets = adjacency.Structure.RowCount;
        (Tensor y, Tensor attention) = Attend(context, _query.ForwardLeading(x, targets), _key.Forward(x), _value.Forward(x), adjacency);
        return (Finish(context, y, _options.RootWeight ? _root.ForwardLeading(x, targets) : null, end), attention);
    }

    /// <summary>The weighted sums, [targets, H * C], and the coefficients, [E, H]; the maps are taken over.</summary>
    private (Tensor Output, Tensor Attention) Attend(in ForwardContext context, Tensor query, Tensor key, Tensor value, Adjacency adjacency)
    {
        SparseStructure structure = adjacency.Structure;
        using Tensor scaled = query * (1 / Math.Sqrt(Outputs));
        Tensor scores = Tensor.Sddmm(structure, EntryOperation.Dot, scaled, key, Heads);
        if (_edges is not null)
        {
            using Tensor ends = scores;
            scores = Tensor.Epilogue(FoldedEdges.Scores(scaled, adjacency, _edges, Heads), addend: ends);
        }

        Tensor attention = context.Dropout(Tensor.EdgeSoftmax(structure, scores), _options.Dropout);
        Tensor y = Tensor.SpMM(structure, attention, value);
        if (_edges is not null)
        {
            using Tensor ends = y;
            y = Tensor.Epilogue(FoldedEdges.Sums(attention, adjacency, _edges), addend: ends);
        }

        scores.Dispose();
        query.Dispose();
        key.Dispose();
        value.Dispose();
        return (y, attention);
    }

    /// <summary>Heads side by side or their mean, with the node's own part; both are taken over.</summary>
    private Tensor Finish(in ForwardContext context, Tensor y, Tensor? root, LayerEnd end)
    {
        Tensor output = _options.Concatenate ? y : AttentionHeads.Mean(y, Heads);
        using Tensor? own = root;
        if (_gate is null || own is null)
        {
            return context.Epilogue(output, bias: null, own, end.Activation, end.Dropout);
        }

        using Tensor result = output;
        using Tensor gate = Gate(context, result, own);
        using Tensor difference = own - result;
        return context.Epilogue(difference * gate, bias: null, result, end.Activation, end.Dropout);
    }

    /// <summary>sigmoid(W_g [o, r, o - r]) = sigmoid((w_1 + w_3) . o + (w_2 - w_3) . r), so that nothing is put side by side.</summary>
    private Tensor Gate(in ForwardContext context, Tensor output, Tensor root)
    {
        Tensor weight = _gate!.Weight;
        long columns = output.Shape[1];
        using Tensor ofDifference = weight.Columns(2 * columns, columns);
        using Tensor toOutput = weight.Columns(0, columns) + ofDifference;
        using Tensor toRoot = weight.Columns(columns, columns) - ofDifference;
        using Tensor fromRoot = Features.FromDense(root).MatMulTransposed(toRoot);
        return context.Epilogue(Features.FromDense(output).MatMulTransposed(toOutput), bias: null, fromRoot, Activation.Sigmoid);
    }
}
