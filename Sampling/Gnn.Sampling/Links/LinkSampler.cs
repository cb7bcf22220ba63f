using System.Collections.Concurrent;
using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Negatives;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;

namespace Gnn.Sampling.Links;

/// <summary>Batches of links to train on: positives, negatives that are no edges, and a sample around their ends in which no positive is to be seen.</summary>
/// <remarks>
/// <para>The positives of a batch, with all their repeats and their reverses, are hidden from every hop of its sample: a node draws from the edges that are left, each
/// set of them with the same chance. With nothing hidden the sample is that of a <see cref="NeighborSampler"/>.</para>
/// <para>What a node draws depends on the source of random numbers, the hop, the node and which of its own edges are hidden; the negatives of a positive on the source
/// and its key alone. Neither depends on threads or on what else is in the batch. A sampler may be used by any number of threads at once.</para>
/// <para>Difference from PyTorch Geometric, whose <c>LinkNeighborLoader</c> leaves the edges that are asked for in the sample, and whose negatives may be edges.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new LinkSampler(messages, [15, 10, 5], new NegativeSampler(graph));
/// using SampledLinks batch = sampler.Sample(edges, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class LinkSampler : IDisposable
{
    private readonly Graph _graph;
    private readonly NeighborSampler _neighbors;
    private readonly NegativeSampler? _negatives;
    private readonly LinkSamplerOptions _options;
    private readonly ConcurrentBag<Scratch> _spare = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler.</summary>
    /// <param name="graph">The graph that messages pass over. The sampler holds its structure by counting; where positives are given by edges, the graph itself must
    /// live as long.</param>
    /// <param name="fanouts">How many edges a node gets at each hop, the ends' hop first; -1 for all.</param>
    /// <param name="negatives">What draws negatives, made of all true edges; null for none.</param>
    /// <param name="options">Negatives, masking, neighbours; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, the direction is both, or reverses are to be apart in an undirected graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range, or the number of negatives is negative.</exception>
    public LinkSampler(Graph graph, IReadOnlyList<int> fanouts, NegativeSampler? negatives = null, LinkSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _options = options ?? new LinkSamplerOptions();
        if (_options.SeparateReverses && graph.IsUndirected)
        {
            throw new ArgumentException("An undirected graph holds both directions of one edge, which cannot be two links: leave SeparateReverses out.", nameof(options));
        }

        if (_options.NegativesPerPositive < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), _options.NegativesPerPositive, $"A positive gets 0 negatives or more, got {_options.NegativesPerPositive}.");
        }

        (_graph, _negatives) = (graph, negatives);
        _neighbors = new NeighborSampler(graph, fanouts, _options.Neighbors);
    }

    /// <summary>How many edges a node gets at each hop, the ends' hop first; -1 for all.</summary>
    public IReadOnlyList<int> Fanouts => _neighbors.Fanouts;

    /// <summary>How many negatives each positive gets.</summary>
    public int NegativesPerPositive => _negatives is null ? 0 : _options.NegativesPerPositive;

    /// <summary>Draws a batch of edges of the graph.</summary>
    /// <param name="edges">The edges, in [0, E): the positives. Negatives are drawn by their ids.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Negatives are drawn from its stream <c>"negatives"</c>, hop h
    /// from its stream h.</param>
    /// <returns>The pairs and the sample; owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An edge is out of range, or its ends are not among the nodes that negatives are drawn for.</exception>
    /// <exception cref="InvalidOperationException">A positive has no negative, or the batch is too large.</exception>
    /// <exception cref="ObjectDisposedException">The sampler or the graph was disposed.</exception>
    public SampledLinks Sample(ReadOnlySpan<int> edges, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ReadOnlySpan<int> from = _graph.Sources;
        ReadOnlySpan<int> to = _graph.Targets;
        int[] sources = new int[edges.Length];
        int[] targets = new int[edges.Length];
        long[] keys = new long[edges.Length];
        for (int i = 0; i < edges.Length; i++)
        {
            int edge = edges[i];
            if ((uint)edge >= (uint)from.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(edges), edge, $"Positive {i} must be an edge in [0, {from.Length}), got {edge}.");
            }

            (sources[i], targets[i], keys[i]) = (from[edge], to[edge], edge);
        }

        return DrawWithNegatives(sources, targets, keys, random);
    }

    /// <summary>Draws a batch of pairs of nodes, which need not be edges of the graph.</summary>
    /// <param name="sources">The source of each positive, in [0, N).</param>
    /// <param name="targets">The target of each positive, in [0, N).</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch.</param>
    /// <param name="keys">What the negatives of each positive are drawn by; left out, source 2^32 + target, so that repeats of a positive get the same
    /// negatives.</param>
    /// <returns>The pairs and the sample; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is out of range, or not among those that negatives are drawn for.</exception>
    /// <exception cref="InvalidOperationException">A positive has no negative, or the batch is too large.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledLinks Sample(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, RandomSource random, ReadOnlySpan<long> keys = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (targets.Length != sources.Length || (!keys.IsEmpty && keys.Length != sources.Length))
        {
            throw new ArgumentException($"Each positive has a source, a target and, if any, a key: got {sources.Length}, {targets.Length} and {keys.Length}.", nameof(targets));
        }

        CheckNodes(sources, "source", nameof(sources));
        CheckNodes(targets, "target", nameof(targets));
        long[] ids = keys.ToArray();
        if (keys.IsEmpty)
        {
            ids = new long[sources.Length];
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = ((long)sources[i] << 32) | (uint)targets[i];
            }
        }

        return DrawWithNegatives(sources, targets, ids, random);
    }

    /// <summary>Draws a batch of pairs of nodes whose negatives were drawn elsewhere, such as from what training alone knows.</summary>
    /// <param name="sources">The source of each positive, in [0, N).</param>
    /// <param name="targets">The target of each positive, in [0, N).</param>
    /// <param name="negativeSources">The source of each negative: k for each positive, those of positive i at <c>i k</c> and behind it.</param>
    /// <param name="negativeTargets">The target of each negative.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch.</param>
    /// <returns>The pairs and the sample; owned by the caller. A positive's key is its place.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or there are not as many negatives for each positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch is too large.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledLinks Sample(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<int> negativeSources, ReadOnlySpan<int> negativeTargets, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (targets.Length != sources.Length || negativeTargets.Length != negativeSources.Length || (sources.IsEmpty ? !negativeSources.IsEmpty : negativeSources.Length % sources.Length != 0))
        {
            throw new ArgumentException(
                $"Each pair has a source and a target, and each positive as many negatives: got {sources.Length} and {targets.Length}, {negativeSources.Length} and {negativeTargets.Length}.",
                nameof(negativeTargets));
        }

        CheckNodes(sources, "source", nameof(sources));
        CheckNodes(targets, "target", nameof(targets));
        CheckNodes(negativeSources, "source", nameof(negativeSources), "negative");
        CheckNodes(negativeTargets, "target", nameof(negativeTargets), "negative");
        long[] keys = new long[sources.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = i;
        }

        return Draw(sources, targets, negativeSources, negativeTargets, keys, random);
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_spare.TryTake(out Scratch? scratch))
        {
            scratch.Mask.Dispose();
        }

        _neighbors.Dispose();
    }

    /// <summary>What it draws, for example <c>LinkSampler: 1 negative for each positive, positives masked, NeighborSampler of ...</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"LinkSampler: {NegativesPerPositive} {(NegativesPerPositive == 1 ? "negative" : "negatives")} for each positive, positives {(_options.MaskTargets ? "masked" : "in the sample")}, {_neighbors}";

    private SampledLinks DrawWithNegatives(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, long[] keys, RandomSource random)
    {
        (int[] negativeSources, int[] negativeTargets) = NegativesPerPositive == 0
            ? ([], [])
            : _negatives!.Sample(sources, targets, NegativesPerPositive, random.Stream("negatives"), keys);
        return Draw(sources, targets, negativeSources, negativeTargets, keys, random);
    }

    /// <summary>Lists the distinct ends, hides the positives and samples. Where that fails, the scratch is not used again.</summary>
    private SampledLinks Draw(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<int> negativeSources, ReadOnlySpan<int> negativeTargets, long[] keys, RandomSource random)
    {
        int[] pairSources = [.. sources, .. negativeSources];
        int[] pairTargets = [.. targets, .. negativeTargets];
        Scratch scratch = _spare.TryTake(out Scratch? found) ? found : new Scratch(new EdgeMask(_neighbors.Rows));
        int[] seeds = NumberEnds(pairSources, pairTargets, scratch.Places);
        if (_options.MaskTargets)
        {
            Hide(sources, targets, scratch.Mask);
        }

        SampledSubgraph subgraph = _neighbors.Sample(seeds, random, scratch.Mask);
        scratch.Mask.Clear();
        scratch.Places.Clear();
        _spare.Add(scratch);
        return new SampledLinks(subgraph, pairSources, pairTargets, keys, sources.IsEmpty ? NegativesPerPositive : negativeSources.Length / sources.Length);
    }

    /// <summary>Replaces nodes by their places among the distinct ones, which are returned.</summary>
    private static int[] NumberEnds(int[] sources, int[] targets, Dictionary<int, int> places)
    {
        var ends = new List<int>(2 * sources.Length);
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = Number(sources[i]);
            targets[i] = Number(targets[i]);
        }

        return [.. ends];

        int Number(int node)
        {
            if (places.TryAdd(node, ends.Count))
            {
                ends.Add(node);
            }

            return places[node];
        }
    }

    private void Hide(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, EdgeMask mask)
    {
        bool isIncoming = _options.Neighbors.Direction == EdgeDirection.Incoming;
        for (int i = 0; i < sources.Length; i++)
        {
            (int row, int column) = isIncoming ? (targets[i], sources[i]) : (sources[i], targets[i]);
            mask.Hide(row, column);
            if (!_options.SeparateReverses)
            {
                mask.Hide(column, row);
            }
        }

        mask.Build();
    }

    private void CheckNodes(ReadOnlySpan<int> nodes, string what, string parameter, string pair = "positive")
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            if ((uint)nodes[i] >= (uint)_neighbors.NodeCount)
            {
                throw new ArgumentOutOfRangeException(parameter, nodes[i], $"The {what} of {pair} {i} must be a node in [0, {_neighbors.NodeCount}), got {nodes[i]}.");
            }
        }
    }

    /// <summary>What a call works with and the next one uses again.</summary>
    private sealed record Scratch(EdgeMask Mask)
    {
        internal Dictionary<int, int> Places { get; } = [];
    }
}
