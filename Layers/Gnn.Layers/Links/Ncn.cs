using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>Neural common neighbours: a pair is judged by its two nodes and by the embeddings of the neighbours that both have; NCNC completes these.</summary>
/// <remarks>
/// <code>
/// H_0 = dropout(X) W^T + b,   H_l = D^-1/2 (A + I) D^-1/2 H_(l-1),   Z = sum over l of a_l H_l
/// s_uv = sum over common neighbours k of z'_k,   z' = z + f(z)        NCNC: + sum over neighbours k of one end alone of p_k z'_k
/// score(u, v) = h(b g(s_uv) + e(z_u * z_v))
/// </code>
/// <para>Paper: X. Wang, H. Yang and M. Zhang, "Neural Common Neighbor with Completion for Link Prediction", ICLR 2024. p_k is a function of NCN's own logit for k and the end that it is no
/// neighbour of (<see cref="NeighborCompletion"/>), without a gradient. Trained with the links of a batch hidden from the messages, as the paper does. Logits for completion are computed from z' in the
/// place of z, as in the authors' program, to which published settings of p belong; the paper has z.</para>
/// <para>Parameters: <c>lin</c>, <c>jump</c> [layers], <c>node.0</c>, <c>node.1</c> (f), <c>common.0</c>, <c>common.1</c> (g), <c>pair</c> (e), <c>head.0</c>, <c>head.1</c>, <c>out</c> (h), <c>beta</c> (b).
/// Cost of P pairs: O((C + P) Hidden^2) with C different common neighbours, and the neighbours of their ends; for NCNC O((N + P) Hidden^2) and O(Hidden^2) for each neighbour of one end alone.
/// g of an empty sum is computed once for all pairs that have one, which share its dropout.</para>
/// </remarks>
/// <example><code>var model = new Ncn(inputs: 1433, new RandomSource(1), new NcnOptions { FeatureDropout = 0.7 });</code></example>
public sealed class Ncn : Module, ILinkModel
{
    // Missing links that are scored together for completion: some MiB for each tensor.
    private const int LinksAtOnce = 8192;

    private readonly NcnOptions _options;
    private readonly GcnNormalizer _normalizer = new(GcnNormalization.SymmetricWithLoops);
    private readonly Linear _lin;
    private readonly Parameter _jump;
    private readonly PerceptronStep[] _node;
    private readonly PerceptronStep[] _common;
    private readonly PerceptronStep _pair;
    private readonly PerceptronStep[] _head;
    private readonly Linear _out;
    private readonly Parameter _beta;

    /// <summary>Creates a model.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Sizes, dropout, completion; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Ncn(int inputs, RandomSource random, NcnOptions? options = null)
    {
        _options = options ?? new NcnOptions();
        _options.Check();
        int hidden = _options.Hidden;
        _lin = AddModule("lin", new Linear(inputs, hidden, random.Stream("lin")));
        _jump = AddParameter("jump", Tensor.Normal(_options.Layers, random.Stream("jump")));
        _node = [Step("node.0", isNormalized: false), Step("node.1", isNormalized: true)];
        _common = [Step("common.0", isNormalized: false), Step("common.1", isNormalized: true)];
        _pair = Step("pair", isNormalized: true);
        _head = _options.DeepHead ? [Step("head.0", isNormalized: true), Step("head.1", isNormalized: true)] : [Step("head.0", isNormalized: true)];
        _out = AddModule("out", new Linear(hidden, 1, random.Stream("out")));
        _beta = AddParameter("beta", Tensor.Ones(1));

        PerceptronStep Step(string name, bool isNormalized) =>
            AddModule(name, new PerceptronStep(hidden, hidden, random.Stream(name), _options.PredictorDropout, isNormalized));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterGroup> ParameterGroups()
    {
        Parameter[] embedding = [.. _lin.Parameters(), _jump];
        return
        [
            new ParameterGroup("embedding", embedding, LearningRateScale: _options.EmbeddingRateScale),
            new ParameterGroup("predictor", [.. Parameters().Where(parameter => !embedding.Contains(parameter))]),
        ];
    }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Adjacency normalized = _normalizer.Prepare(messages.InEdges, edgeWeights: null, _lin.Weight.Engine);
        return new NeighborAdjacency(normalized, Neighborhoods.Of(messages));
    }

    /// <inheritdoc/>
    public Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        Tensor h = context.Dropout(_lin.Forward(context.Dropout(x, _options.FeatureDropout)), _options.HiddenDropout);
        Tensor? sum = null;
        for (int layer = 0; layer < _options.Layers; layer++)
        {
            h = Tensor.SpMM(adjacency, h);
            h = layer == _options.Layers - 1 ? context.Dropout(h, _options.EmbeddingDropout) : h;
            Tensor part = h * _jump.Value.Rows(layer, 1);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        Neighborhoods neighbors = adjacency is NeighborAdjacency own
            ? own.Neighbors
            : throw new ArgumentException($"The model takes what its own Prepare made, got {adjacency?.GetType().Name ?? "null"}.", nameof(adjacency));
        PairChecks.SameCount(sources, targets);
        if (context.Training && _options.NeighborDropout > 0)
        {
            neighbors = neighbors.Drop(_options.NeighborDropout, context.Random.Next());
        }

        return Score(context, embedding, neighbors, sources, targets, _options.Completion);
    }

    private Tensor Score(
        in ForwardContext context, Tensor embedding, Neighborhoods neighbors, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, NeighborCompletion? completion)
    {
        var overlap = new NeighborOverlap(neighbors, sources, targets, withSingle: completion is not null);
        Tensor sums = completion is null
            ? CommonSums(context, embedding, neighbors.NodeCount, overlap)
            : CompletedSums(context, embedding, neighbors, overlap, completion);
        using Tensor rows = Tensor.Create(overlap.RowOfPair, sources.Length, embedding.Engine);
        Tensor common = (Run(context, _common, sums) * _beta.Value).GatherRows(rows);

        (Tensor first, Tensor second) = PairRows.Gather(embedding, sources, targets);
        Tensor joined = common + _pair.Forward(context, first * second);
        return _out.Forward(Run(context, _head, joined)).Reshape(sources.Length);
    }

    /// <summary>The sums over common neighbours; z' is computed of those nodes alone that are one.</summary>
    private Tensor CommonSums(in ForwardContext context, Tensor embedding, int nodeCount, NeighborOverlap overlap)
    {
        var needed = new DistinctNodes(overlap.Common, nodeCount);
        using Tensor index = Tensor.Create(needed.Nodes, needed.Nodes.Length, embedding.Engine);
        Tensor nodes = Further(context, embedding.GatherRows(index));
        return Tensor.SpMM(Rows(needed.Nodes.Length, overlap.CommonStarts, needed.Places), values: null, nodes);
    }

    /// <summary>The same with neighbours of one end alone, weighted.</summary>
    private Tensor CompletedSums(in ForwardContext context, Tensor embedding, Neighborhoods neighbors, NeighborOverlap overlap, NeighborCompletion completion)
    {
        Tensor nodes = Further(context, embedding);
        Tensor common = Tensor.SpMM(Rows(neighbors.NodeCount, overlap.CommonStarts, overlap.Common), values: null, nodes);
        Tensor weights = Weights(context, nodes, neighbors, overlap, completion);
        return common + Tensor.SpMM(Rows(neighbors.NodeCount, overlap.SingleStarts, overlap.Single), weights, nodes);
    }

    /// <summary>How much each neighbour of one end alone counts, from the logit of its missing link; without a gradient.</summary>
    private Tensor Weights(in ForwardContext context, Tensor nodes, Neighborhoods neighbors, NeighborOverlap overlap, NeighborCompletion completion)
    {
        using NoGrad noGrad = NoGrad.Open();
        double[] weights = new double[overlap.Single.Length];
        for (int from = 0; from < weights.Length; from += LinksAtOnce)
        {
            using var scope = new TensorScope();
            int count = Math.Min(LinksAtOnce, weights.Length - from);
            Tensor logits = Score(context, nodes, neighbors, overlap.Strangers.Slice(from, count), overlap.Single.Slice(from, count), completion: null);
            Array.ConvertAll(logits.ToArray<double>(), completion.Weight).CopyTo(weights, from);
        }

        return Tensor.Create(weights, weights.Length, nodes.Engine);
    }

    /// <summary>z' = z + f(z).</summary>
    private Tensor Further(in ForwardContext context, Tensor embedding) => embedding + Run(context, _node, embedding);

    /// <summary>A structure that the backward pass needs, too: the scope of the step disposes it.</summary>
    private static SparseStructure Rows(int nodes, ReadOnlySpan<int> starts, ReadOnlySpan<int> columns)
    {
        SparseStructure rows = SparseStructure.FromRows(nodes, starts, columns);
        TensorScope.Current?.Own(rows);
        return rows;
    }

    private static Tensor Run(in ForwardContext context, PerceptronStep[] steps, Tensor x)
    {
        foreach (PerceptronStep step in steps)
        {
            x = step.Forward(context, x);
        }

        return x;
    }
}
