using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Links;
using Gnn.Layers.Normalization;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>WalkPool: a pair is judged by how random walks in the subgraph around it, whose chances are learnt, change with the link that is asked for.</summary>
/// <remarks>
/// <code>
/// H_1 = conv_1(X),  H_2 = conv_2(dropout(relu(H_1))),  Z = [X | H_1 | H_2],  on the subgraph with the link
/// s(i, j) = query(Z_j) . key(Z_i) / sqrt(hidden) for each edge j -> i and head, both maps of two layers with a leaky ReLU between
/// P, Q = softmax of s over the edges into a node, with the link and without it
/// score(u, v) = five layers over the batch-normalised
///     [ tr(P^l) - tr(Q^l) | (W^l)[u, u] + (W^l)[v, v] and (W^l)[u, v] + (W^l)[v, u] of W = P, Q, for l = 2 .. L | sigmoid s(u, v) + sigmoid s(v, u) ]   of each head
/// </code>
/// <para>Paper: L. Pan, C. Shi and I. Dokmanic, "Neural Link Prediction with Walk Pooling", ICLR 2022; the order of maps, dropout and sizes are those of the authors' program, and so is the default for
/// nodes without features: sixteen columns of ones and no labels (<see cref="WalkPoolOptions.UseLabels"/> adds labels, as its option does). A node into which only the link comes has no transition
/// without it: its row of Q is 0.</para>
/// <para>Departures: no power of a matrix is made and no trace taken, see the cost; columns of the last stage stand head by head; subgraphs are cut out in each step, where the program keeps them all
/// in memory. The program's node representations from other models (VGAE, ARGVA, GIC) are features of the caller's.</para>
/// <para>The link that is asked for is never in its subgraph (<see cref="EnclosingSubgraphs"/>), whether or not the graph has it, and is added to all alike: nothing else need be hidden. In inference
/// without gradients pairs are scored some at a time, so that memory is bounded.</para>
/// <para>Cost of a pair whose subgraph has n nodes and e edges, with H heads: O(n hidden^2 H) for the maps and 8 H L e operations for walks, four times that in training: only two columns of each
/// power are made, and traces differ by what follows from them. The last stage has about 630 (5 (L - 1) + 1)^2 H^2 parameters.</para>
/// </remarks>
/// <example><code>var model = new WalkPool(inputs: 0, new RandomSource(1), new WalkPoolOptions { Hops = 3 });</code></example>
public sealed class WalkPool : Module, ILinkModel
{
    /// <summary>The largest distance to an end that a label tells; a node that is farther counts as not reached.</summary>
    public const int LargestDistance = Seal.LargestDistance;

    private const double NegativeSlope = 0.2;
    private const int PairsAtOnce = 64;

    private readonly WalkPoolOptions _options;
    private readonly Embedding? _labels;
    private readonly GcnConv _first;
    private readonly GcnConv _second;
    private readonly Linear[] _query;
    private readonly Linear[] _key;
    private readonly BatchNorm _norm;
    private readonly Linear[] _classifier;

    /// <summary>Creates a model.</summary>
    /// <param name="inputs">The number of feature columns, 0 or more; they are used only if the options say so, and then there is at least 1.</param>
    /// <param name="random">The source of the initial values, and of the nodes that are left out where hops are bounded.</param>
    /// <param name="options">Subgraphs and sizes; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public WalkPool(int inputs, RandomSource random, WalkPoolOptions? options = null)
    {
        _options = options ?? new WalkPoolOptions();
        _options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, _options.UseFeatures ? 1 : 0);
        Subgraphs = random.Stream("subgraphs");
        (int hidden, int heads) = (_options.Hidden, _options.Heads);
        int columns = _options.UseFeatures ? inputs : _options.Constants;
        if (_options.UseLabels)
        {
            _labels = AddModule("z_embedding", new Embedding(DoubleRadiusLabel.Count(LargestDistance), hidden, random.Stream("z_embedding")));
            columns += hidden;
        }

        _first = AddModule("conv1", new GcnConv(columns, hidden, random.Stream("conv1")));
        _second = AddModule("conv2", new GcnConv(hidden, hidden, random.Stream("conv2")));
        columns += 2 * hidden;
        _query = [Map("wp.lin_query1", columns, hidden), Map("wp.lin_query2", hidden, heads * hidden)];
        _key = [Map("wp.lin_key1", columns, hidden), Map("wp.lin_key2", hidden, heads * hidden)];
        int features = heads * (WalkProfile.Count(_options.WalkLength) + 1);
        _norm = AddModule("classifier.nn", new BatchNorm(features));
        int[] widths = [features, 20 * features, 20 * features, 10 * features, features, 1];
        _classifier = new Linear[widths.Length - 1];
        for (int layer = 0; layer < _classifier.Length; layer++)
        {
            _classifier[layer] = Map(FormattableString.Invariant($"classifier.linear{layer + 1}"), widths[layer], widths[layer + 1]);
        }

        Linear Map(string name, int from, int to) => AddModule(name, new Linear(from, to, random.Stream(name)));
    }

    private RandomSource Subgraphs { get; }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return new EnclosingAdjacency(messages, _options.Hops, new EnclosingOptions { MaxNodesPerHop = _options.MaxNodesPerHop, MaxDistance = LargestDistance });
    }

    /// <summary>The features as they are: nodes are embedded in each pair's subgraph anew.</summary>
    /// <param name="context">Not used.</param>
    /// <param name="x">Node features <c>[N, inputs]</c>.</param>
    /// <param name="adjacency">Not used.</param>
    /// <returns>The features, dense if they are used; else one column of zeros, which says how many nodes there are.</returns>
    public Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency) => _options.UseFeatures ? x.ToDense() : Tensor.Zeros((x.Shape[0], 1), x.Engine);

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        EnclosingSubgraphs subgraphs = adjacency is EnclosingAdjacency own
            ? own.Subgraphs
            : throw new ArgumentException($"The model takes what its own Prepare made, got {adjacency?.GetType().Name ?? "null"}.", nameof(adjacency));
        if (context.Training || !NoGrad.IsOpen || sources.Length <= PairsAtOnce || sources.Length != targets.Length)
        {
            return ScoreAtOnce(context, embedding, subgraphs, sources, targets);
        }

        var parts = new Tensor[(sources.Length + PairsAtOnce - 1) / PairsAtOnce];
        for (int part = 0; part < parts.Length; part++)
        {
            using var scope = new TensorScope();
            int from = part * PairsAtOnce;
            int count = Math.Min(PairsAtOnce, sources.Length - from);
            parts[part] = ScoreAtOnce(context, embedding, subgraphs, sources.Slice(from, count), targets.Slice(from, count)).Keep();
        }

        Tensor scores = Tensor.Concatenate(parts, 0);
        Array.ForEach(parts, part => part.Dispose());
        return scores;
    }

    private Tensor ScoreAtOnce(in ForwardContext context, Tensor embedding, EnclosingSubgraphs subgraphs, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        EnclosingBatch batch = subgraphs.Extract(sources, targets, Subgraphs);
        TensorScope.Current?.Own(batch);
        var links = new AskedLinks(batch);
        TensorScope.Current?.Own(links.Structure);
        Tensor z = Nodes(context, Inputs(embedding, batch), links.Structure);
        return Judge(context, Pool(context, z, batch, links));
    }

    private Tensor Inputs(Tensor features, EnclosingBatch batch)
    {
        Engine engine = features.Engine;
        Tensor x = _options.UseFeatures
            ? features.GatherRows(Tensor.Create(batch.Nodes, batch.Nodes.Length, engine))
            : Tensor.Ones((batch.Nodes.Length, _options.Constants), engine);
        return _labels is null ? x : Tensor.Concatenate([x, _labels.Forward(Tensor.Create(batch.Labels, batch.Labels.Length, engine))], 1);
    }

    private Tensor Nodes(in ForwardContext context, Tensor x, SparseStructure structure)
    {
        Adjacency edges = _first.Prepare(structure);
        TensorScope.Current?.Own(edges);
        Tensor first = _first.Forward(context, x, edges);
        Tensor second = _second.Forward(context, context.Dropout(first.Relu(), _options.Dropout), edges);
        return Tensor.Concatenate([x, first, second], 1);
    }

    /// <summary>What walks tell of each pair, <c>[P, H (5 (L - 1) + 1)]</c>.</summary>
    private Tensor Pool(in ForwardContext context, Tensor z, EnclosingBatch batch, AskedLinks links)
    {
        (int pairs, int heads) = (batch.PairCount, _options.Heads);
        Tensor query = Attend(context, z, _query);
        Tensor key = Attend(context, z, _key);
        double scale = 1 / Math.Sqrt(_options.Hidden);
        Tensor scores = Tensor.Sddmm(links.Structure, EntryOperation.Dot, key, query, heads) * scale;
        Tensor p = Tensor.EdgeSoftmax(links.Structure, scores);
        Tensor q = Tensor.EdgeSoftmax(batch.Structure, Tensor.Sddmm(batch.Structure, EntryOperation.Dot, key, query, heads) * scale);
        Tensor entries = links.Entries(z.Engine);
        Tensor walks = WalkProfile.Of(batch.Structure, q, links.Structure, p, p.GatherRows(entries), batch.NodeOffsets, _options.WalkLength);
        Tensor strength = scores.GatherRows(entries).Sigmoid().Reshape((2, (long)pairs * heads)).Sum(0, keepAxis: true);
        Tensor rows = Tensor.Concatenate([walks, strength], 0);
        return rows.Transpose().Reshape((pairs, heads * rows.Shape[0]));
    }

    private Tensor Attend(in ForwardContext context, Tensor z, Linear[] maps) =>
        maps[1].Forward(context.Dropout(maps[0].Forward(z).LeakyRelu(NegativeSlope), _options.Dropout));

    /// <summary>The logit of each pair.</summary>
    private Tensor Judge(in ForwardContext context, Tensor features)
    {
        Tensor y = _norm.Forward(context, features);
        for (int layer = 0; layer < _classifier.Length - 1; layer++)
        {
            y = _classifier[layer].Forward(y).Relu();
        }

        return _classifier[^1].Forward(context.Dropout(y, _options.Dropout)).Reshape(features.Shape[0]);
    }
}
