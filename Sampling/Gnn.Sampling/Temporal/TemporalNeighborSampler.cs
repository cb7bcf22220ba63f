using System.Collections.Concurrent;
using System.Globalization;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Temporal;

/// <summary>Draws some past events of seeds, then of all nodes that were found, hop by hop: a block for each layer of a model, and nothing that the query time hides.</summary>
/// <remarks>
/// <para>Each seed has a query time and a sample of its own. Hop h takes up to <c>fanouts[h]</c> events of every node found before it, the seeds included, each anew, of
/// those that are before the node's bound (or at it, if <see cref="TemporalNeighborSamplerOptions.Inclusive"/> says so) and no longer ago than the window. Without replacement
/// every set of so many events is equally likely; a node with fewer gets all; a fanout of -1 takes all. What is not drawn is in the order of (time, event id).</para>
/// <para>The bound is the query time (<see cref="TimeBound.Query"/>; then a node is there once for a seed), or the time of the event that the node was reached by
/// (<see cref="TimeBound.Path"/>; then each event leads to a node of its own, the other end as it was known at that time). <see cref="SampledSubgraph.Times"/> has the
/// bound of each node, <see cref="Block.EdgeTimes"/> the time of each event. Inclusive paths may go back by the event that they came by.</para>
/// <para>Times are compared as 64-bit integers. Papers: D. Xu et al., "Inductive Representation Learning on Temporal Graphs", ICLR 2020; E. Rossi et al., "Temporal Graph
/// Networks for Deep Learning on Dynamic Graphs", 2020. Differences from PyTorch Geometric, whose samplers take events at the query time too, know no bound by path, and
/// take edges without times unfiltered: here a graph without times is no argument. Make a graph whose edges have times one by
/// <see cref="TemporalGraph.FromGraph"/>; <see cref="TemporalGraph.InputPositions"/> lead from events back to edges.</para>
/// <para>What a node draws depends on the source of random numbers, the hop, the node, its seed's node and query time, and by path on its bound too: not on the batch that
/// it is in, on threads, or on what was sampled before. So a node that is reached twice at one time, by path, draws the same twice. A sampler may be used by any number
/// of threads at once; each call works on its own. By path it holds 4 bytes for each event, with a window 8.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new TemporalNeighborSampler(graph, [10, 10], new TemporalNeighborSamplerOptions { Selection = EventSelection.MostRecent });
/// using SampledSubgraph batch = sampler.Sample(nodes, queryTimes, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class TemporalNeighborSampler : IDisposable
{
    private readonly TemporalGraph _graph;
    private readonly EventHistory _history;
    private readonly TimeRange _range;
    private readonly TemporalNeighborSamplerOptions _options;
    private readonly int[] _fanouts;
    private readonly ConcurrentBag<Scratch<DisjointNumbering>> _byQuery = [];
    private readonly ConcurrentBag<Scratch<PathNumbering>> _byPath = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler of a graph's events. Makes the history of nodes that it needs, if the graph has not made it yet.</summary>
    /// <param name="graph">The graph, whose events the sampler holds by counting.</param>
    /// <param name="fanouts">How many events a node gets at each hop, the seeds' hop first: 0 to <see cref="NeighborSampler.LargestFanout"/>, or -1 for all. A hop for each
    /// layer of the model, the last layer's first.</param>
    /// <param name="options">Ends, bound, selection, window; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, an undirected graph is to be followed one way, or the most recent events with replacement.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range, or the window is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public TemporalNeighborSampler(TemporalGraph graph, IReadOnlyList<int> fanouts, TemporalNeighborSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _fanouts = NeighborSampler.CheckFanouts(fanouts);
        _options = options ?? new TemporalNeighborSamplerOptions();
        if (graph.IsUndirected && _options.Direction != EdgeDirection.Both)
        {
            throw new ArgumentException($"The ends of an undirected graph's events are the same: follow them both ways (EdgeDirection.Both), got {_options.Direction}.", nameof(options));
        }

        if (_options is { Replace: true, Selection: EventSelection.MostRecent })
        {
            throw new ArgumentException("The most recent events are not drawn, so that there is nothing to replace: leave Replace out, or sample uniformly.", nameof(options));
        }

        if (_options.Window < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Window, $"A window must be at least 1, or null for none, got {_options.Window}.");
        }

        _graph = graph.Until(long.MaxValue);
        _history = _options.Direction switch
        {
            EdgeDirection.Incoming => _graph.AsTarget,
            EdgeDirection.Outgoing => _graph.AsSource,
            _ => _graph.History,
        };
        _range = new TimeRange(_graph.Times, _options.Inclusive, _options.Window, ofEvents: _options.Bound == TimeBound.Path);
    }

    /// <summary>How many events a node gets at each hop, the seeds' hop first; -1 for all.</summary>
    public IReadOnlyList<int> Fanouts => _fanouts;

    /// <summary>The number of nodes of the graph.</summary>
    public int NodeCount => _graph.NodeCount;

    /// <summary>Draws a batch.</summary>
    /// <param name="seeds">The seeds, in [0, N); a node may be listed many times.</param>
    /// <param name="times">The query time of each seed: any 64-bit number.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h.</param>
    /// <returns>The nodes with their seeds and bounds, and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is not one time for each seed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 edges in a hop.</exception>
    /// <exception cref="OverflowException">The batch has more than 2^31 - 1 nodes.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledSubgraph Sample(ReadOnlySpan<int> seeds, ReadOnlySpan<long> times, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (times.Length != seeds.Length)
        {
            throw new ArgumentException($"Every seed needs a query time: got {seeds.Length} seeds and {times.Length} times.", nameof(times));
        }

        SeedChecks.CheckRange(seeds, NodeCount);
        return _options.Bound == TimeBound.Query
            ? Sample(_byQuery, () => new DisjointNumbering(), seeds, times, random)
            : Sample(_byPath, () => new PathNumbering(_graph), seeds, times, random);
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        DisposeAll(_byQuery);
        DisposeAll(_byPath);
        _graph.Dispose();
    }

    /// <summary>The fanouts and how it chooses, for example <c>TemporalNeighborSampler of 2708 nodes: 10, 10 most recent events before the query</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TemporalNeighborSampler of {NodeCount} nodes: {string.Join(", ", _fanouts)} {(_options.Selection == EventSelection.MostRecent ? "most recent " : "")}events")
        + (_options.Direction == EdgeDirection.Both ? "" : _options.Direction == EdgeDirection.Incoming ? " as target" : " as source")
        + (_options.Inclusive ? " up to " : " before ")
        + (_options.Bound == TimeBound.Query ? "the query" : "the event on the path")
        + (_options.Window is { } window ? string.Create(CultureInfo.InvariantCulture, $", at most {window} ago") : "")
        + (_options.Replace ? ", with replacement" : "");

    private static void DisposeAll<TNumbering>(ConcurrentBag<Scratch<TNumbering>> spare)
        where TNumbering : struct, ITemporalNumbering
    {
        while (spare.TryTake(out Scratch<TNumbering>? scratch))
        {
            scratch.Numbering.Dispose();
            scratch.Known.Dispose();
        }
    }

    /// <summary>Draws all hops. Where that fails, the scratch may hold half a batch and is not used again.</summary>
    private unsafe SampledSubgraph Sample<TNumbering>(
        ConcurrentBag<Scratch<TNumbering>> spare, Func<TNumbering> create, ReadOnlySpan<int> seeds, ReadOnlySpan<long> times, RandomSource random)
        where TNumbering : struct, ITemporalNumbering
    {
        Scratch<TNumbering> scratch = spare.TryTake(out Scratch<TNumbering>? found) ? found : new Scratch<TNumbering>(create());
        ref TNumbering numbering = ref scratch.Numbering;
        numbering.Begin(seeds, times);
        scratch.Known.Begin(_range, _graph.Times, times);
        var blocks = new Block[_fanouts.Length];
        for (int hop = 0; hop < _fanouts.Length; hop++)
        {
            RandomSource stream = random.Stream((ulong)hop);
            numbering.BeginHop(stream);
            scratch.Known.Extend(_range, _history, ref numbering);
            blocks[^(hop + 1)] = Run(ref numbering, scratch.Known, _fanouts[hop], stream);
        }

        var nodes = new NativeArray<int>(new ReadOnlySpan<int>(numbering.Nodes, numbering.Count));
        NativeArray<int>? seedOf = numbering.SeedsOfNodes();
        NativeArray<long> bounds = numbering.TimesOfNodes();
        numbering.Clear();
        spare.Add(scratch);
        return new SampledSubgraph(nodes, seeds.Length, blocks, seedOf, bounds);
    }

    private unsafe Block Run<TNumbering>(ref TNumbering numbering, KnownEvents known, int fanout, RandomSource stream)
        where TNumbering : struct, ITemporalNumbering
    {
        bool draws = _options.Selection == EventSelection.Uniform;
        var rows = new EventRows(known.Begins, known.Ends, draws || fanout < 0 ? int.MaxValue : fanout);
        var selection = new UniformSelection(draws ? fanout : -1, _options.Replace, stream);
        fixed (int* neighbors = _history.AllNeighbors, allEvents = _history.AllEvents)
        {
            var hop = new Hop<int, EventRows, TNumbering, UniformSelection>(rows, neighbors, ref numbering, selection, stream);
            (NativeArray<int> pointers, NativeArray<int> degrees, NativeArray<int> sources, NativeArray<int> events) = hop.Run();
            foreach (ref int entry in events.Span())
            {
                entry = allEvents[entry];
            }

            numbering.Reached(events.Span());
            return new Block(numbering.Count, pointers, sources, events, _graph, degrees);
        }
    }

    /// <summary>What a call works with and the next one uses again.</summary>
    private sealed class Scratch<TNumbering>(TNumbering numbering)
        where TNumbering : struct
    {
        internal TNumbering Numbering = numbering;

        internal KnownEvents Known { get; } = new();
    }
}
