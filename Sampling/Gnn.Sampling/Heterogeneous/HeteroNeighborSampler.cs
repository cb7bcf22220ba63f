using System.Collections.Concurrent;
using System.Globalization;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Heterogeneous;

/// <summary>Draws some neighbours of seeds in a heterogeneous graph, then of all that was found, hop by hop: a block for each layer of a model.</summary>
/// <remarks>
/// <para>At hop h every node found before it, of every type, the seeds included, draws up to <c>fanouts[h]</c> edges of each edge type that leads to its type (or comes
/// from it, where out-edges are sampled), each anew: a layer needs the inputs of all its targets. Without replacement every set of so many edges is equally likely; a
/// node with fewer edges of a type gets all of them, in their order. A fanout of -1 takes all, 0 none: a hop that an edge type is not wanted at.</para>
/// <para>Papers: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017; M. Schlichtkrull et al., "Modeling Relational
/// Data with Graph Convolutional Networks", ESWC 2018, for one neighbourhood an edge type. Differences from PyTorch Geometric, which draws for nodes on the hop after they
/// were found and never again, and takes seeds of one type at a time.</para>
/// <para>What a node draws of an edge type depends on the source of random numbers, the hop, the names of the type and the node, of disjoint samples on the seed and its
/// type too: not on other types or their order, on the batch that it is in, on threads, or on what was sampled before. A sampler may be used by any number of threads at
/// once; each call works on its own thread and, where samples are shared, holds 4 bytes for each node of the graph, which are used again.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new HeteroNeighborSampler(graph, [15, 10]);
/// using SampledHeteroSubgraph batch = sampler.Sample("paper", seeds, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// Block writes = batch.Blocks[^1][new EdgeType("author", "writes", "paper")];      // from authors to the seeds
/// </code></example>
public sealed class HeteroNeighborSampler : IDisposable
{
    private readonly HeteroNeighborSamplerOptions _options;
    private readonly string[] _nodeTypes;
    private readonly int[] _nodeCounts;
    private readonly ulong[] _typeKeys;
    private readonly Relation[] _relations;
    private readonly ConcurrentBag<SharedNumbering[]> _shared = [];
    private readonly ConcurrentBag<DisjointNumbering[]> _disjoint = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler that draws as many edges of each type.</summary>
    /// <param name="graph">The graph, whose edges the sampler holds.</param>
    /// <param name="fanouts">How many edges of each type a node gets at each hop, the seeds' hop first: 0 to <see cref="NeighborSampler.LargestFanout"/>, or -1 for all. A hop
    /// for each layer of the model, the last layer's first.</param>
    /// <param name="options">Direction, replacement, disjoint samples; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, or the direction is both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public HeteroNeighborSampler(HeteroGraph graph, IReadOnlyList<int> fanouts, HeteroNeighborSamplerOptions? options = null)
        : this(graph, new HeteroFanouts(graph, fanouts), options)
    {
    }

    /// <summary>Creates a sampler that draws of each type as many edges as are named for it.</summary>
    /// <param name="graph">The graph, whose edges the sampler holds.</param>
    /// <param name="fanouts">For every edge type of the graph, how many edges a node gets at each hop, the seeds' hop first: 0 to
    /// <see cref="NeighborSampler.LargestFanout"/>, or -1 for all; as many hops for each type.</param>
    /// <param name="options">Direction, replacement, disjoint samples; the defaults if null.</param>
    /// <exception cref="ArgumentException">An edge type is missing, there is no fanout, types have different numbers of hops, or the direction is both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range.</exception>
    /// <exception cref="KeyNotFoundException">The graph has no such edge type; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public HeteroNeighborSampler(HeteroGraph graph, IReadOnlyDictionary<EdgeType, IReadOnlyList<int>> fanouts, HeteroNeighborSamplerOptions? options = null)
        : this(graph, new HeteroFanouts(graph, fanouts), options)
    {
    }

    private HeteroNeighborSampler(HeteroGraph graph, HeteroFanouts fanouts, HeteroNeighborSamplerOptions? options)
    {
        _options = options ?? new HeteroNeighborSamplerOptions();
        if (_options.Direction == EdgeDirection.Both)
        {
            throw new ArgumentException("A sampler follows edges one way: add the reverse of each edge type to the graph to follow them both ways.", nameof(options));
        }

        LayerCount = fanouts.HopCount;
        _nodeTypes = [.. graph.NodeTypes];
        (NodeTypes, EdgeTypes) = (Array.AsReadOnly(_nodeTypes), Array.AsReadOnly(graph.EdgeTypes.ToArray()));
        _nodeCounts = Array.ConvertAll(_nodeTypes, graph.NodeCount);
        _typeKeys = Array.ConvertAll(_nodeTypes, type => default(RandomSource).Stream(type).StreamId);
        _relations = [.. graph.EdgeTypes.Select(type => Hold(type, graph.InEdges(type), fanouts[type]))];
    }

    /// <summary>The number of layers, for each of which a sample has a block.</summary>
    public int LayerCount { get; }

    /// <summary>The node types, in the order of the graph.</summary>
    public IReadOnlyList<string> NodeTypes { get; }

    /// <summary>The edge types, in the order of the graph.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <summary>How many edges of a type a node gets at each hop, the seeds' hop first; -1 for all.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>A fanout for each hop.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public IReadOnlyList<int> Fanouts(EdgeType edgeType) =>
        Array.Find(_relations, relation => relation.Type == edgeType)?.Fanouts
        ?? throw new KeyNotFoundException($"There is no edge type {edgeType}; there is: {string.Join<EdgeType>(", ", EdgeTypes)}.");

    /// <summary>The number of nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public int NodeCount(string nodeType) => _nodeCounts[IndexOf(nodeType)];

    /// <summary>Draws a batch around seeds of one type.</summary>
    /// <param name="nodeType">The type of the seeds.</param>
    /// <param name="seeds">The seeds, nodes of the type; of shared samples each once.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h.</param>
    /// <returns>The nodes of each type and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    /// <exception cref="ArgumentException">A seed is listed twice where samples are shared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 edges of a type in a hop.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledHeteroSubgraph Sample(string nodeType, ReadOnlySpan<int> seeds, RandomSource random) => Sample([(nodeType, seeds.ToArray())], random);

    /// <summary>Draws a batch around seeds of several types.</summary>
    /// <param name="seeds">The types, each once, with their seeds; of shared samples a node is listed once.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h.</param>
    /// <returns>The nodes of each type and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    /// <exception cref="ArgumentException">A type is listed twice, or a seed is where samples are shared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 edges of a type in a hop.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledHeteroSubgraph Sample(IReadOnlyList<(string NodeType, ReadOnlyMemory<int> Seeds)> seeds, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var typed = new (int First, ReadOnlyMemory<int> Seeds)[_nodeTypes.Length];
        var known = new HashSet<int>();
        int count = 0;
        foreach ((string nodeType, ReadOnlyMemory<int> ofType) in seeds)
        {
            int type = IndexOf(nodeType);
            if (!known.Add(type))
            {
                throw new ArgumentException($"The node type '{nodeType}' is listed twice: list each once, with all its seeds.", nameof(seeds));
            }

            SeedChecks.Check(ofType.Span, _nodeCounts[type], "node", $" of '{nodeType}'", _options.Disjoint ? null : "list each once, or sample them apart (Disjoint)");
            typed[type] = (count, ofType);
            count = checked(count + ofType.Length);
        }

        ulong[] keys = new ulong[_options.Disjoint ? count : 0];
        for (int type = 0; type < typed.Length && _options.Disjoint; type++)
        {
            for (int i = 0; i < typed[type].Seeds.Length; i++)
            {
                keys[typed[type].First + i] = default(RandomSource).WithStreamId(_typeKeys[type]).Stream((ulong)typed[type].Seeds.Span[i]).StreamId;
            }
        }

        return _options.Disjoint
            ? Sample(_disjoint, () => Array.ConvertAll(_nodeCounts, _ => new DisjointNumbering()), typed, keys, random)
            : Sample(_shared, () => Array.ConvertAll(_nodeCounts, nodes => new SharedNumbering(nodes)), typed, keys, random);
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_shared.TryTake(out SharedNumbering[]? spare))
        {
            Array.ForEach(spare, numbering => numbering.Dispose());
        }

        while (_disjoint.TryTake(out DisjointNumbering[]? spare))
        {
            Array.ForEach(spare, numbering => numbering.Dispose());
        }

        Array.ForEach(_relations, relation => relation.Graph.Dispose());
    }

    /// <summary>The fanouts and how it draws, for example <c>HeteroNeighborSampler of 3 node types: 15, 10 author-writes-paper, 5, 5 paper-cites-paper incoming edges, without
    /// replacement</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HeteroNeighborSampler of {_nodeTypes.Length} node types: {string.Join(", ", _relations.Select(relation => $"{string.Join(", ", relation.Fanouts)} {relation.Type}"))} {(_options.Direction == EdgeDirection.Incoming ? "incoming" : "outgoing")} edges, {(_options.Replace ? "with" : "without")} replacement{(_options.Disjoint ? ", disjoint" : "")}");

    private Relation Hold(EdgeType type, SparseStructure edges, int[] fanouts)
    {
        bool isIncoming = _options.Direction == EdgeDirection.Incoming;
        (int source, int target) = (IndexOf(type.Source), IndexOf(type.Target));
        ulong key = default(RandomSource).Stream(type.Source).Stream(type.Relation).Stream(type.Target).StreamId;
        return new Relation(
            type, edges.Share(), isIncoming ? edges : edges.Transpose, isIncoming ? target : source, isIncoming ? source : target, fanouts, key);
    }

    private int IndexOf(string nodeType)
    {
        ArgumentNullException.ThrowIfNull(nodeType);
        return Array.IndexOf(_nodeTypes, nodeType) is >= 0 and int at
            ? at
            : throw new KeyNotFoundException($"There is no node type '{nodeType}'; there {(_nodeTypes.Length == 0 ? "are none" : $"is: {string.Join(", ", _nodeTypes)}")}.");
    }

    /// <summary>Draws all hops. Where that fails, the numberings may hold half a batch and are not used again.</summary>
    private unsafe SampledHeteroSubgraph Sample<TNumbering>(
        ConcurrentBag<TNumbering[]> spare, Func<TNumbering[]> create, (int First, ReadOnlyMemory<int> Seeds)[] seeds, ulong[] keys, RandomSource random)
        where TNumbering : struct, ITypedNumbering
    {
        TNumbering[] numberings = spare.TryTake(out TNumbering[]? found) ? found : create();
        for (int type = 0; type < numberings.Length; type++)
        {
            numberings[type].Begin(keys, seeds[type].First, seeds[type].Seeds.Span);
        }

        var blocks = new HeteroBlock[LayerCount];
        int[] targets = Array.ConvertAll(numberings, numbering => numbering.Count);
        for (int hop = 0; hop < blocks.Length; hop++)
        {
            var drawn = new HopEdges[_relations.Length];
            for (int i = 0; i < drawn.Length; i++)
            {
                Relation relation = _relations[i];
                RandomSource stream = random.Stream((ulong)hop).Stream(relation.Key);
                numberings[relation.RowType].BeginHop(stream);
                var selection = new UniformSelection(relation.Fanouts[hop], _options.Replace, stream);
                drawn[i] = HopEdges.Draw(
                    relation.Rows, ref numberings[relation.RowType], targets[relation.RowType], ref numberings[relation.ColumnType], selection, stream);
            }

            int[] sources = Array.ConvertAll(numberings, numbering => numbering.Count);
            blocks[^(hop + 1)] = new HeteroBlock(
                NodeTypes,
                targets,
                sources,
                [.. _relations.Zip(drawn, (relation, edges) => (relation.Type, edges.ToBlock(sources[relation.ColumnType], isBipartite: relation.RowType != relation.ColumnType)))],
                _options.Direction);
            targets = sources;
        }

        NativeArray<int>[] nodes = Array.ConvertAll(numberings, numbering => new NativeArray<int>(new ReadOnlySpan<int>(numbering.Nodes, numbering.Count)));
        NativeArray<int>[]? seedOf = _options.Disjoint ? Array.ConvertAll(numberings, numbering => numbering.SeedsOfNodes()!) : null;
        Array.ForEach(numberings, numbering => numbering.Clear());
        spare.Add(numberings);
        return new SampledHeteroSubgraph(NodeTypes, nodes, blocks, seedOf);
    }
}
