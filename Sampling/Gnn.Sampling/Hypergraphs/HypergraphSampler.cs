using System.Collections.Concurrent;
using System.Globalization;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Hypergraphs;

/// <summary>Draws some hyperedges of seeds and some members of those, then of all nodes that were found, hop by hop: a block for each layer of a model.</summary>
/// <remarks>
/// <code>
/// nodes found so far  -- up to fanouts[h].Hyperedges of each -->  hyperedges  -- up to fanouts[h].Members of each -->  nodes
/// </code>
/// <para>At hop h every node found before it, the seeds included, draws hyperedges anew, and every hyperedge that was drawn, once however many nodes drew it, draws
/// members, the nodes it was drawn by among them. Without replacement every set of so many is equally likely; a node with fewer hyperedges or a hyperedge with fewer
/// members gets all, in their order. A fanout of -1 takes all.</para>
/// <para>Both steps have scales (<see cref="Block.Scales"/>), and their draws are independent: a sum over hyperedges of sums over members with the product of both
/// factors is, on average, the sum over the whole hypergraph, and so are means, divided by the degrees and sizes of the whole.</para>
/// <para>The scheme is that of W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017, taken twice a layer: over a
/// hypergraph's members and over its memberships. PyTorch Geometric has no sampler of hypergraphs.</para>
/// <para>What a node draws depends on the source of random numbers, the hop, the node and its hyperedges that are hidden, what a hyperedge draws on the source, the hop and
/// the hyperedge: not on the batch, on threads, or on what was sampled before. A sampler may be used by any number of threads at once; each call works on its own thread
/// and holds 4 bytes for each node and hyperedge, and a bit for each node, which are used again.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new HypergraphSampler(hypergraph, [(5, 10), (5, 10)]);
/// using SampledHypergraph batch = sampler.Sample(seeds, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class HypergraphSampler : IDisposable
{
    private readonly SparseStructure _members;
    private readonly SparseStructure _memberships;
    private readonly HypergraphSamplerOptions _options;
    private readonly (int Hyperedges, int Members)[] _fanouts;
    private readonly ConcurrentBag<Scratch> _spare = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler of a hypergraph's incidences.</summary>
    /// <param name="graph">The hypergraph, whose incidences the sampler holds. Its memberships are made, if they were not.</param>
    /// <param name="fanouts">How many hyperedges a node gets and how many members a hyperedge at each hop, the seeds' hop first: 0 to
    /// <see cref="NeighborSampler.LargestFanout"/>, or -1 for all. A hop for each layer of the model, the last layer's first.</param>
    /// <param name="options">Replacement and what is done with hyperedges that are asked for; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The hypergraph was disposed.</exception>
    public HypergraphSampler(Hypergraph graph, IReadOnlyList<(int Hyperedges, int Members)> fanouts, HypergraphSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(fanouts);
        _options = options ?? new HypergraphSamplerOptions();
        _ = NeighborSampler.CheckFanouts([.. fanouts.Select(fanout => fanout.Hyperedges)]);
        _ = NeighborSampler.CheckFanouts([.. fanouts.Select(fanout => fanout.Members)]);
        if (_options.SeedMembers is < -1 or > NeighborSampler.LargestFanout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), _options.SeedMembers, $"SeedMembers must be 0 to {NeighborSampler.LargestFanout}, or -1 for all members, got {_options.SeedMembers}.");
        }

        _fanouts = [.. fanouts];
        _memberships = graph.Memberships;
        _members = graph.Members.Share();
    }

    /// <summary>How many hyperedges a node gets and how many members a hyperedge at each hop, the seeds' hop first; -1 for all.</summary>
    public IReadOnlyList<(int Hyperedges, int Members)> Fanouts => _fanouts;

    /// <summary>The number of layers, for each of which a sample has a block.</summary>
    public int LayerCount => _fanouts.Length;

    /// <summary>The number of nodes of the hypergraph.</summary>
    public int NodeCount => _members.ColumnCount;

    /// <summary>The number of hyperedges of the hypergraph.</summary>
    public int HyperedgeCount => _members.RowCount;

    /// <summary>Draws a batch around nodes.</summary>
    /// <param name="seeds">The seeds, in [0, N), each once.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h.</param>
    /// <param name="hidden">Hyperedges in [0, M) that no node draws, nor others that are the same sets: those of a batch of positives, for example, whose members are among
    /// the seeds.</param>
    /// <returns>The nodes and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="ArgumentException">A seed is listed twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed or a hidden hyperedge is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 incidences in a step.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledHypergraph Sample(ReadOnlySpan<int> seeds, RandomSource random, ReadOnlySpan<int> hidden = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SeedChecks.Check(seeds, NodeCount, "node", owner: "", "list each once");
        CheckHidden(hidden);
        Scratch scratch = Rent();
        scratch.Nodes.Begin(seeds);
        return Draw(scratch, hidden, random);
    }

    /// <summary>Draws a batch around the members of hyperedges, for what is to be predicted of hyperedges.</summary>
    /// <param name="hyperedges">The hyperedges that are asked for, in [0, M), each once. Their members (or <see cref="HypergraphSamplerOptions.SeedMembers"/> of each)
    /// are the seeds. Unless <see cref="HypergraphSamplerOptions.MaskSeeds"/> is off, no node draws them, nor others that are the same sets.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h, members of the hyperedges that are asked
    /// for from its stream <c>"seeds"</c>.</param>
    /// <returns>The nodes, a block for each hop, the last hop's first, and the members of the hyperedges; owned by the caller.</returns>
    /// <exception cref="ArgumentException">A hyperedge is listed twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperedge is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 incidences in a step.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledHypergraph SampleHyperedges(ReadOnlySpan<int> hyperedges, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SeedChecks.Check(hyperedges, HyperedgeCount, "hyperedge", owner: "", "list each once");
        Scratch scratch = Rent();
        scratch.Hyperedges.Begin(hyperedges);
        HopEdges members = Step(_members, ref scratch.Hyperedges, ref scratch.Nodes, _options.SeedMembers, random.Stream("seeds"));
        scratch.Hyperedges.Clear();
        Block seedMembers = members.ToBlock(scratch.Nodes.Count, isBipartite: true);
        return Draw(scratch, _options.MaskSeeds ? hyperedges : [], random, new NativeArray<int>(hyperedges), seedMembers);
    }

    /// <summary>Ends the sampler's hold on the hypergraph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_spare.TryTake(out Scratch? scratch))
        {
            scratch.Nodes.Dispose();
            scratch.Hyperedges.Dispose();
            scratch.Mask.Dispose();
        }

        _members.Dispose();
    }

    /// <summary>The fanouts and how it draws, for example <c>HypergraphSampler of 2708 nodes, 1579 hyperedges: 5, 5 hyperedges of a node, 10, 10 members of a hyperedge, without
    /// replacement</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HypergraphSampler of {NodeCount} nodes, {HyperedgeCount} hyperedges: {string.Join(", ", _fanouts.Select(fanout => fanout.Hyperedges))} hyperedges of a node, {string.Join(", ", _fanouts.Select(fanout => fanout.Members))} members of a hyperedge, {(_options.Replace ? "with" : "without")} replacement");

    private Scratch Rent() => _spare.TryTake(out Scratch? found)
        ? found
        : new Scratch(new SharedNumbering(NodeCount), new SharedNumbering(HyperedgeCount), new EdgeMask(_memberships));

    /// <summary>Draws all hops from the nodes that are in the scratch. Where that fails, it may hold half a batch and is not used again.</summary>
    private unsafe SampledHypergraph Draw(
        Scratch scratch, ReadOnlySpan<int> hidden, RandomSource random, NativeArray<int>? seedHyperedges = null, Block? seedMembers = null)
    {
        ref SharedNumbering nodes = ref scratch.Nodes;
        ref SharedNumbering hyperedges = ref scratch.Hyperedges;
        int seedCount = nodes.Count;
        Hide(hidden, scratch.Mask);
        var blocks = new HyperBlock[LayerCount];
        for (int hop = 0; hop < blocks.Length; hop++)
        {
            RandomSource stream = random.Stream((ulong)hop);
            HopEdges memberships = Step(_memberships, ref nodes, ref hyperedges, _fanouts[hop].Hyperedges, stream.Stream("memberships"), scratch.Mask);
            HopEdges members = Step(_members, ref hyperedges, ref nodes, _fanouts[hop].Members, stream.Stream("members"));
            var found = new NativeArray<int>(new ReadOnlySpan<int>(hyperedges.Nodes, hyperedges.Count));
            blocks[^(hop + 1)] = new HyperBlock(
                found, members.ToBlock(nodes.Count, isBipartite: true), memberships.ToBlock(hyperedges.Count, isBipartite: true));
            hyperedges.Clear();
        }

        var all = new NativeArray<int>(new ReadOnlySpan<int>(nodes.Nodes, nodes.Count));
        nodes.Clear();
        scratch.Mask.Clear();
        _spare.Add(scratch);
        return new SampledHypergraph(all, seedCount, blocks, seedHyperedges, seedMembers);
    }

    private HopEdges Step(
        SparseStructure rows, ref SharedNumbering targets, ref SharedNumbering numbering, int fanout, RandomSource stream, EdgeMask? mask = null)
    {
        targets.BeginHop(stream);
        return HopEdges.Draw(rows, ref targets, targets.Count, ref numbering, new UniformSelection(fanout, _options.Replace, stream), stream, mask);
    }

    private void CheckHidden(ReadOnlySpan<int> hidden)
    {
        for (int i = 0; i < hidden.Length; i++)
        {
            if ((uint)hidden[i] >= (uint)HyperedgeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(hidden), hidden[i], $"Hidden hyperedge {i} must be in [0, {HyperedgeCount}), got {hidden[i]}.");
            }
        }
    }

    /// <summary>Hides hyperedges, and others that are the same sets, from all their members.</summary>
    private void Hide(ReadOnlySpan<int> hyperedges, EdgeMask mask)
    {
        foreach (int hyperedge in hyperedges)
        {
            ReadOnlySpan<int> members = _members.Row(hyperedge);
            int rarest = members.Length == 0 ? 0 : members[0];
            foreach (int node in members)
            {
                rarest = _memberships.RowLength(node) < _memberships.RowLength(rarest) ? node : rarest;
            }

            // The same sets are among the hyperedges of any member.
            foreach (int other in members.Length == 0 ? [] : _memberships.Row(rarest))
            {
                if (_members.Row(other).SequenceEqual(members))
                {
                    foreach (int node in members)
                    {
                        mask.Hide(node, other);
                    }
                }
            }
        }

        mask.Build();
    }

    /// <summary>What a call works with and the next one uses again.</summary>
    private sealed class Scratch(SharedNumbering nodes, SharedNumbering hyperedges, EdgeMask mask)
    {
        internal SharedNumbering Nodes = nodes;

        internal SharedNumbering Hyperedges = hyperedges;

        internal EdgeMask Mask { get; } = mask;
    }
}
