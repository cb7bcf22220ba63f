using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Links;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>SEAL: a pair is judged by the subgraph around it, whose nodes are labelled by their distances to its two ends.</summary>
/// <remarks>
/// <code>
/// H_0 = [E[label] | X],   H_l = tanh(conv_l(H_(l-1))), the last with one column;   H = [H_1 | ... | H_L]
/// sort H's rows by the last column and keep K;   two convolutions over the sorted rows, of widths 1 and 5, with maxima of pairs between;   two linear maps
/// </code>
/// <para>Papers: M. Zhang and Y. Chen, "Link Prediction Based on Graph Neural Networks", NeurIPS 2018; the network is DGCNN of M. Zhang, Z. Cui, M. Neumann and Y. Chen, "An End-to-End Deep
/// Learning Architecture for Graph Classification", AAAI 2018. K is an option; <see cref="KeptNodesFor"/> chooses it as the program does.</para>
/// <para>The link that is asked for is never in its subgraph (<see cref="EnclosingSubgraphs"/>), so nothing else need be hidden. The surroundings of all pairs of a step are one batch; the most
/// labels that are told apart are those of distances up to <see cref="LargestDistance"/>.</para>
/// </remarks>
public sealed class Seal : Module, ILinkModel
{
    /// <summary>The largest distance to an end that a label tells; a node that is farther counts as not reached.</summary>
    public const int LargestDistance = 20;

    private const int Channels = 16;
    private const int MoreChannels = 32;
    private const int Width = 5;
    private const int Dense = 128;
    private const double KeptShare = 0.6;
    private const int PairsAtOnce = 256;

    private readonly SealOptions _options;
    private readonly Embedding _labels;
    private readonly GcnConv[] _convolutions;
    private readonly SortAggregation _sort;
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Linear _dense;
    private readonly Linear _out;

    /// <summary>Creates a model.</summary>
    /// <param name="inputs">The number of feature columns, 0 or more; they are used only if the options say so.</param>
    /// <param name="random">The source of the initial values, and of the nodes that are left out where hops are bounded.</param>
    /// <param name="options">Subgraphs and sizes; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Seal(int inputs, RandomSource random, SealOptions? options = null)
    {
        _options = options ?? new SealOptions();
        _options.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        Subgraphs = random.Stream("subgraphs");
        int hidden = _options.Hidden;
        _labels = AddModule("labels", new Embedding(DoubleRadiusLabel.Count(LargestDistance), hidden, random.Stream("labels")));
        _convolutions = new GcnConv[_options.Layers + 1];
        for (int layer = 0; layer < _convolutions.Length; layer++)
        {
            int from = layer > 0 ? hidden : hidden + (_options.UseFeatures ? inputs : 0);
            string name = FormattableString.Invariant($"convs.{layer}");
            _convolutions[layer] = AddModule(name, new GcnConv(from, layer < _options.Layers ? hidden : 1, random.Stream(name)));
        }

        int columns = (hidden * _options.Layers) + 1;
        _sort = new SortAggregation(_options.KeptNodes);
        _first = AddModule("conv1", new Linear(columns, Channels, random.Stream("conv1")));
        _second = AddModule("conv2", new Linear(Width * Channels, MoreChannels, random.Stream("conv2")));
        _dense = AddModule("lin1", new Linear(WindowCount * MoreChannels, Dense, random.Stream("lin1")));
        _out = AddModule("lin2", new Linear(Dense, 1, random.Stream("lin2")));
    }

    /// <summary>K as the authors' program chooses it: the number of nodes that 60 percent of the training links' subgraphs have at most, made even, and at least 10.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="split">Its split; messages pass over what they do in training.</param>
    /// <param name="options">Hops and bounds; the defaults if null.</param>
    /// <param name="random">The source of the nodes that are left out where hops are bounded.</param>
    /// <returns>What <see cref="SealOptions.KeptNodes"/> can be.</returns>
    /// <exception cref="ArgumentException">The split is of another graph, or has no training links.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <remarks>Departure: the program looks at the subgraphs of test links and of negatives, too. Cost: each subgraph is cut out once.</remarks>
    public static int KeptNodesFor(Graph graph, EdgeSplit split, SealOptions? options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new SealOptions();
        options.Check();
        LinkTask.CheckGraph(graph, split);
        if (split.Train.Length == 0)
        {
            throw new ArgumentException($"The split '{split.Name}' has no training links, whose subgraphs tell how many nodes to keep: give training a share.", nameof(split));
        }

        PairList links = PairList.Of(graph, split.Train);
        using Graph messages = LinkTask.Messages(graph, split.TrainMessages);
        using EnclosingAdjacency adjacency = Surroundings(messages, options);
        int[] sizes = new int[links.Count];
        for (int from = 0; from < sizes.Length; from += PairsAtOnce)
        {
            int count = Math.Min(PairsAtOnce, sizes.Length - from);
            using EnclosingBatch batch = adjacency.Subgraphs.Extract(links.Sources.AsSpan(from, count), links.Targets.AsSpan(from, count), random);
            for (int pair = 0; pair < count; pair++)
            {
                sizes[from + pair] = batch.NodeOffsets[pair + 1] - batch.NodeOffsets[pair];
            }
        }

        Array.Sort(sizes);
        int size = sizes[(int)Math.Ceiling(KeptShare * sizes.Length) - 1];
        return Math.Max(SealOptions.LeastKept, size + (size % 2));
    }

    private RandomSource Subgraphs { get; }

    private int WindowCount => (_options.KeptNodes / 2) - Width + 1;

    /// <inheritdoc/>
    public Adjacency Prepare(Graph messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Surroundings(messages, _options);
    }

    /// <summary>The features as they are: nodes are embedded in each pair's subgraph anew.</summary>
    /// <param name="context">Not used.</param>
    /// <param name="x">Node features <c>[N, inputs]</c>.</param>
    /// <param name="adjacency">Not used.</param>
    /// <returns>The features, dense.</returns>
    public Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency) => x.ToDense();

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        EnclosingSubgraphs subgraphs = adjacency is EnclosingAdjacency own
            ? own.Subgraphs
            : throw new ArgumentException($"The model takes what its own Prepare made, got {adjacency?.GetType().Name ?? "null"}.", nameof(adjacency));
        EnclosingBatch batch = subgraphs.Extract(sources, targets, Subgraphs);
        TensorScope.Current?.Own(batch);
        Tensor x = Inputs(embedding, batch);
        var parts = new Tensor[_convolutions.Length];
        Adjacency edges = _convolutions[0].Prepare(batch.Structure);
        TensorScope.Current?.Own(edges);
        for (int layer = 0; layer < parts.Length; layer++)
        {
            parts[layer] = x = _convolutions[layer].Forward(context, x, edges, Activation.Tanh);
        }

        return Judge(context, _sort.Forward(context, batch.NodesOfPairs, Tensor.Concatenate(parts, 1)));
    }

    private static EnclosingAdjacency Surroundings(Graph messages, SealOptions options) =>
        new(messages, options.Hops, new EnclosingOptions { MaxNodesPerHop = options.MaxNodesPerHop, MaxDistance = LargestDistance });

    private Tensor Inputs(Tensor features, EnclosingBatch batch)
    {
        Tensor labels = _labels.Forward(Tensor.Create(batch.Labels, batch.Labels.Length, features.Engine));
        return _options.UseFeatures
            ? Tensor.Concatenate([labels, features.GatherRows(Tensor.Create(batch.Nodes, batch.Nodes.Length, features.Engine))], 1)
            : labels;
    }

    /// <summary>The logit of each pair from its kept rows, <c>[P, K columns]</c>.</summary>
    private Tensor Judge(in ForwardContext context, Tensor kept)
    {
        long pairs = kept.Shape[0];
        int half = _options.KeptNodes / 2;
        Tensor rows = _first.Forward(kept.Reshape((pairs * _options.KeptNodes, kept.Shape[1] / _options.KeptNodes))).Relu();
        Tensor twos = rows.Reshape((pairs * half, 2 * Channels));
        Tensor maxima = Tensor.Maximum(twos.Columns(0, Channels), twos.Columns(Channels, Channels));
        Tensor windows = maxima.GatherRows(Windows((int)pairs, half, kept)).Reshape((pairs * WindowCount, Width * Channels));
        Tensor flat = _second.Forward(windows).Relu().Reshape((pairs, WindowCount * MoreChannels));
        return _out.Forward(context.Dropout(_dense.Forward(flat).Relu(), _options.Dropout)).Reshape(pairs);
    }

    /// <summary>The rows of every window of <see cref="Width"/> rows of a pair's.</summary>
    private Tensor Windows(int pairs, int rows, Tensor like)
    {
        int[] places = new int[checked(pairs * WindowCount * Width)];
        int next = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            for (int window = 0; window < WindowCount; window++)
            {
                for (int i = 0; i < Width; i++)
                {
                    places[next++] = (pair * rows) + window + i;
                }
            }
        }

        return Tensor.Create(places, places.Length, like.Engine);
    }
}
