using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Sampling.Negatives;

/// <summary>Draws pairs of nodes that are no edges: negatives for models that predict links.</summary>
/// <remarks>
/// <para>Every negative is held against all edges that the sampler was made of, exactly: give it all true edges, those of validation and test too, or a negative may
/// be one of them. Nodes alike are drawn by their rank among the pairs that are free, so that no draw is in vain and every free pair has the same chance; weighted
/// draws reject edges, and after a bounded number of them look at all that is free. A graph in which nothing is free is an error, not a loop.</para>
/// <para>What is drawn for a positive depends on the source of random numbers and on the positive's key alone: not on the batch that it is in or on threads. A sampler is
/// immutable and may be used by any number of threads at once. It holds 8 bytes for each node and 4 for each edge, in an undirected graph for each direction.</para>
/// <para>Difference from PyTorch Geometric: <c>negative_sampling</c> may give fewer pairs than asked for and draws from Python's generator;
/// <c>structured_negative_sampling</c> never ends if a node has an edge to all; <c>LinkNeighborLoader</c>'s negatives may be edges.</para>
/// </remarks>
/// <example><code>
/// var negatives = new NegativeSampler(graph, new NegativeSamplerOptions { Ends = CorruptedEnds.Target });
/// (int[] sources, int[] targets) = negatives.Sample(positiveSources, positiveTargets, count: 5, new RandomSource(seed).Stream("negatives").Stream(epoch));
/// </code></example>
public sealed partial class NegativeSampler
{
    private readonly NegativeSamplerOptions _options;
    private readonly (int First, int Count) _sourceNodes;
    private readonly (int First, int Count) _targetNodes;
    private readonly bool _isOneSet;
    private readonly bool _isUndirected;
    private readonly PairSide _fromSource;
    private readonly PairSide _fromTarget;
    private readonly NodeWeights? _sources;

    /// <summary>Creates a sampler of pairs of a graph's nodes.</summary>
    /// <param name="graph">The graph with all true edges; it is read and not kept.</param>
    /// <param name="options">What is drawn; the defaults if null.</param>
    /// <exception cref="ArgumentException">The ranges of sources and targets overlap and are not equal, or are not in the graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is negative or so large that weights are not finite.</exception>
    public NegativeSampler(Graph graph, NegativeSamplerOptions? options = null)
        : this(
            (graph ?? throw new ArgumentNullException(nameof(graph))).NodeCount,
            graph.Sources,
            graph.Targets,
            graph.IsUndirected ? (options ?? new NegativeSamplerOptions()) with { Undirected = true } : options)
    {
    }

    /// <summary>Creates a sampler of pairs of the nodes that a type of edges joins.</summary>
    /// <param name="graph">The graph with all true edges; it is read and not kept.</param>
    /// <param name="edgeType">The type. Where its two types of nodes differ, sources and targets are two sets.</param>
    /// <param name="options">What is drawn; the defaults if null.</param>
    /// <returns>The sampler; its nodes are numbered within their types.</returns>
    /// <exception cref="ArgumentException">There is no such type, or the options do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is negative or so large that weights are not finite.</exception>
    public static NegativeSampler Create(HeteroGraph graph, EdgeType edgeType, NegativeSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(edgeType);
        ReadOnlySpan<int> sources = graph.Sources(edgeType);
        ReadOnlySpan<int> targets = graph.Targets(edgeType);
        int sourceCount = graph.NodeCount(edgeType.Source);
        return edgeType.Source == edgeType.Target
            ? new NegativeSampler(sourceCount, sources, targets, options)
            : new NegativeSampler(sourceCount, graph.NodeCount(edgeType.Target), sources, targets, options);
    }

    /// <summary>Creates a sampler of pairs of one set of nodes.</summary>
    /// <param name="nodeCount">N, the number of nodes.</param>
    /// <param name="sources">The source of each true edge, in [0, N).</param>
    /// <param name="targets">The target of each true edge, in [0, N).</param>
    /// <param name="options">What is drawn; the defaults if null.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or the ranges of sources and targets overlap and are not equal, or are not in [0, N).</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count or a node is out of range, or the power is negative or so large that weights are not finite.</exception>
    public NegativeSampler(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, NegativeSamplerOptions? options = null)
    {
        _options = options ?? new NegativeSamplerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        CheckEdges(nodeCount, nodeCount, sources, targets);
        _sourceNodes = InGraph(_options.SourceNodes, nodeCount, nameof(NegativeSamplerOptions.SourceNodes), _options);
        _targetNodes = InGraph(_options.TargetNodes, nodeCount, nameof(NegativeSamplerOptions.TargetNodes), _options);
        _isOneSet = _sourceNodes == _targetNodes;
        if (!_isOneSet && Overlap(_sourceNodes, _targetNodes))
        {
            throw new ArgumentException(
                $"The nodes of sources and of targets must be the same or apart, got {_options.SourceNodes} and {_options.TargetNodes} of {nodeCount}.", nameof(options));
        }

        if (_isOneSet && _sourceNodes.Count == nodeCount)
        {
            (_isUndirected, _fromSource, _fromTarget, _sources) = Prepare(sources, targets, _options);
            return;
        }

        var from = new List<int>();
        var to = new List<int>();
        for (int edge = 0; edge < sources.Length; edge++)
        {
            Add(sources[edge], targets[edge]);
            if (_options.Undirected && !_isOneSet)
            {
                Add(targets[edge], sources[edge]);
            }
        }

        (_isUndirected, _fromSource, _fromTarget, _sources) = Prepare([.. from], [.. to], _options);

        void Add(int source, int target)
        {
            if (IsIn(_sourceNodes, source) && IsIn(_targetNodes, target))
            {
                from.Add(source - _sourceNodes.First);
                to.Add(target - _targetNodes.First);
            }
        }
    }

    /// <summary>Creates a sampler of pairs of two sets of nodes.</summary>
    /// <param name="sourceCount">S, the number of sources.</param>
    /// <param name="targetCount">T, the number of targets.</param>
    /// <param name="sources">The source of each true edge, in [0, S).</param>
    /// <param name="targets">The target of each true edge, in [0, T).</param>
    /// <param name="options">What is drawn; the defaults if null.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or the options name ranges or undirected pairs, which two sets have not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count or a node is out of range, or the power is negative or so large that weights are not finite.</exception>
    public NegativeSampler(int sourceCount, int targetCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, NegativeSamplerOptions? options = null)
    {
        _options = options ?? new NegativeSamplerOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(sourceCount);
        ArgumentOutOfRangeException.ThrowIfNegative(targetCount);
        CheckEdges(sourceCount, targetCount, sources, targets);
        if (_options.Undirected || !_options.SourceNodes.Equals(Range.All) || !_options.TargetNodes.Equals(Range.All))
        {
            throw new ArgumentException("Pairs of two sets of nodes have no reverses and no ranges: leave Undirected, SourceNodes and TargetNodes out.", nameof(options));
        }

        (_sourceNodes, _targetNodes) = ((0, sourceCount), (0, targetCount));
        (_isUndirected, _fromSource, _fromTarget, _sources) = Prepare(sources, targets, _options);
    }

    /// <summary>Which ends of a positive are replaced.</summary>
    public CorruptedEnds Ends => _options.Ends;

    /// <summary>The number of pairs that are no edges, in order: of an undirected graph each counts twice, but a self-loop once.</summary>
    public long FreePairCount => _fromSource.Taken.FreeTotal;

    /// <summary>Whether a pair may be a negative: it is no edge, nor, unless allowed, a self-loop.</summary>
    /// <param name="source">The source.</param>
    /// <param name="target">The target.</param>
    /// <returns>Whether it is free.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A node is not among those that are drawn.</exception>
    public bool IsFree(int source, int target) => !_fromSource.Taken.Contains(LocalSource(source, nameof(source)), LocalTarget(target, nameof(target)));

    /// <summary>Draws negatives for positives.</summary>
    /// <param name="sources">The source of each positive.</param>
    /// <param name="targets">The target of each positive.</param>
    /// <param name="count">How many negatives each gets, k.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch.</param>
    /// <param name="keys">What each positive draws by, for example the ids of edges; left out, its source and target, so that repeats of a positive get the same
    /// negatives.</param>
    /// <returns>The pairs: negative j of positive i at place <c>i k + j</c>.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is not among those that are drawn, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">A positive has no negative, or fewer than asked for if they are to be distinct.</exception>
    public (int[] Sources, int[] Targets) Sample(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, int count, RandomSource random, ReadOnlySpan<long> keys = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (targets.Length != sources.Length || (!keys.IsEmpty && keys.Length != sources.Length))
        {
            throw new ArgumentException($"Each positive has a source, a target and, if any, a key: got {sources.Length}, {targets.Length} and {keys.Length}.", nameof(targets));
        }

        int[] from = new int[checked(sources.Length * count)];
        int[] to = new int[from.Length];
        HashSet<long>? drawn = CreateSet(count);
        for (int i = 0; i < sources.Length; i++)
        {
            int source = LocalSource(sources[i], nameof(sources));
            int target = LocalTarget(targets[i], nameof(targets));
            RandomSource stream = keys.IsEmpty ? random.Stream((ulong)sources[i]).Stream((ulong)targets[i]) : random.Stream((ulong)keys[i]);
            drawn?.Clear();
            for (int j = 0; j < count; j++)
            {
                RandomSequence words = stream.Sequence((long)j << WordBits);
                (int s, int t) = Draw(source, target, ref words, drawn);
                int place = (i * count) + j;
                (from[place], to[place]) = (s + _sourceNodes.First, t + _targetNodes.First);
            }
        }

        return (from, to);
    }

    /// <summary>Draws pairs for no positive in particular, whatever <see cref="Ends"/> says; if they are to be distinct, all of them are.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <returns>The pairs. Unless they are to be distinct, fewer of them are the first of more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="InvalidOperationException">There is no such pair, or there are fewer than asked for if they are to be distinct.</exception>
    public (int[] Sources, int[] Targets) Sample(int count, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] from = new int[count];
        int[] to = new int[count];
        HashSet<long>? drawn = CreateSet(count);
        for (int i = 0; i < count; i++)
        {
            RandomSequence words = random.Sequence((long)i << WordBits);
            (int s, int t) = DrawPair(ref words, drawn);
            (from[i], to[i]) = (s + _sourceNodes.First, t + _targetNodes.First);
        }

        return (from, to);
    }

    /// <summary>Draws targets for sources, whatever <see cref="Ends"/> says: a source that comes again gets the same ones, as ranking with fixed negatives
    /// wants.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="count">How many targets each gets, k.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <returns>The targets: negative j of source i at place <c>i k + j</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A source is not among those that are drawn, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">A source has no negative, or fewer than asked for if they are to be distinct.</exception>
    public int[] SampleTargets(ReadOnlySpan<int> sources, int count, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] to = new int[checked(sources.Length * count)];
        HashSet<long>? drawn = CreateSet(count);
        for (int i = 0; i < sources.Length; i++)
        {
            int source = LocalSource(sources[i], nameof(sources));
            RandomSource stream = random.Stream((ulong)sources[i]);
            drawn?.Clear();
            for (int j = 0; j < count; j++)
            {
                RandomSequence words = stream.Sequence((long)j << WordBits);
                int target = DrawPartner(_fromSource, source, ref words, drawn);
                to[(i * count) + j] = target >= 0 ? target + _targetNodes.First : throw NothingLeft(_fromSource, source, drawn);
            }
        }

        return to;
    }

    /// <summary>What is drawn, for example <c>NegativeSampler of 2708 nodes: both ends, undirected, 7322504 free pairs</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string nodes = _isOneSet ? $"{_sourceNodes.Count} nodes" : $"{_sourceNodes.Count} sources and {_targetNodes.Count} targets";
        string weights = _options.DegreePower is { } power ? string.Create(CultureInfo.InvariantCulture, $", degree^{power}") : "";
        return $"NegativeSampler of {nodes}: {_options.Ends.ToString().ToLowerInvariant()}{(Ends == CorruptedEnds.Both ? " ends" : "")}{weights}"
            + $"{(_isUndirected ? ", undirected" : "")}{(_options.Distinct ? ", distinct" : "")}, {FreePairCount} free pairs";
    }
}
