using System.Globalization;
using System.Runtime.InteropServices;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Gnn.Graphs.Sampled;

/// <summary>What one layer computes on in a sampled batch: the edges from sources to targets, the targets being the first of the sources, or things of another kind.</summary>
/// <remarks>
/// A layer takes <see cref="Structure"/> as it takes any other: its rows are the targets, whose outputs the next layer needs, and nothing else is computed. Source s is
/// node <c>Nodes[s]</c> of the <see cref="SampledSubgraph"/> that the block belongs to, which owns it. Blocks of a <see cref="HeteroBlock"/> and of a
/// <see cref="HyperBlock"/> may lead from one kind of things to another: then they are bipartite, and target t is no source.
/// </remarks>
public sealed class Block : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IndexArray _entries;
    private readonly NativeArray<int>? _degrees;
    private readonly SparseStructure? _graph;
    private readonly SparseStructure? _held;
    private readonly EventList? _events;
    private NativeArray<long>? _edgeIds;
    private NativeArray<long>? _edgeTimes;
    private NativeArray<float>? _scales;

    /// <summary>Creates a block from arrays, which it owns from here on.</summary>
    /// <param name="sourceCount">The number of sources, at least that of the targets unless the block is bipartite.</param>
    /// <param name="rowPointers">Where the edges of each target begin and the last one's end: 0 first, never falling, the number of edges last.</param>
    /// <param name="sources">The source of each edge, in [0, sourceCount).</param>
    /// <param name="entries">The entry of <paramref name="graph"/> that each edge is, in its range.</param>
    /// <param name="graph">The structure that was sampled, or its transpose; the block holds it by counting.</param>
    /// <param name="degrees">How many edges of the graph each target's were drawn from, all with the same chance; null if each stands for itself.</param>
    /// <param name="scales">How many edges of the graph each edge stands for, where the edges of a target have different chances; null where they do not.</param>
    /// <param name="isBipartite">Whether targets and sources are of two kinds, each numbered for itself.</param>
    /// <exception cref="ArgumentException">The arrays are not as described.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A source is out of range, or their number is negative.</exception>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    public Block(
        int sourceCount,
        NativeArray<int> rowPointers,
        NativeArray<int> sources,
        IndexArray entries,
        SparseStructure graph,
        NativeArray<int>? degrees = null,
        NativeArray<float>? scales = null,
        bool isBipartite = false)
    {
        ArgumentNullException.ThrowIfNull(rowPointers);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(graph);
        CheckRows(rowPointers.Span(), sources.Span(), sourceCount, isBipartite);
        if (entries.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge is an entry of the graph: got {sources.Length} edges and {entries.Length} entries.", nameof(entries));
        }

        CheckDegrees(degrees, rowPointers);
        if (scales is not null && scales.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge has a scale: got {sources.Length} edges and {scales.Length} scales.", nameof(scales));
        }

        _entries = entries;
        _degrees = degrees;
        _scales = scales;
        _graph = graph;
        _held = (graph.IsTranspose ? graph.Transpose : graph).Share();
        IsBipartite = isBipartite;
        Structure = SparseStructure.FromArrays(sourceCount, rowPointers, sources);
    }

    /// <summary>Creates a block of events from arrays, which it owns from here on.</summary>
    /// <param name="sourceCount">The number of sources, at least that of the targets.</param>
    /// <param name="rowPointers">Where the events of each target begin and the last one's end: 0 first, never falling, the number of events last.</param>
    /// <param name="sources">The source of each event, in [0, sourceCount): the end that is not the target, whichever it is of the event itself.</param>
    /// <param name="events">The id of each event.</param>
    /// <param name="graph">The temporal graph that was sampled; the block holds its events by counting.</param>
    /// <param name="degrees">How many events each target's were drawn from, all with the same chance; null if each stands for itself.</param>
    /// <exception cref="ArgumentException">The arrays are not as described.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A source or an event is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Block(
        int sourceCount, NativeArray<int> rowPointers, NativeArray<int> sources, NativeArray<int> events, TemporalGraph graph, NativeArray<int>? degrees = null)
    {
        ArgumentNullException.ThrowIfNull(rowPointers);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(graph);
        CheckRows(rowPointers.Span(), sources.Span(), sourceCount, isBipartite: false);
        if (events.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge is an event of the graph: got {sources.Length} edges and {events.Length} events.", nameof(events));
        }

        CheckIds(events.Span(), graph.EventCount, "event", nameof(events));
        CheckDegrees(degrees, rowPointers);
        _entries = new IndexArray(events);
        _degrees = degrees;
        _events = graph.EventList.Share();
        Structure = SparseStructure.FromArrays(sourceCount, rowPointers, sources);
    }

    /// <summary>The edges: rows are targets, columns are sources; edge k of the structure is edge k of <see cref="EdgeIds"/>.</summary>
    public SparseStructure Structure { get; }

    /// <summary>The number of targets.</summary>
    public int TargetCount => Structure.RowCount;

    /// <summary>The number of sources, the targets included unless the block is bipartite.</summary>
    public int SourceCount => Structure.ColumnCount;

    /// <summary>The number of edges.</summary>
    public int EdgeCount => (int)Structure.EntryCount;

    /// <summary>Whether targets and sources are of two kinds: nodes of two types, or nodes and hyperedges.</summary>
    public bool IsBipartite { get; }

    /// <summary>Whether the edges are events of a temporal graph.</summary>
    public bool IsTemporal => _events is not null;

    /// <summary>The edge of the whole graph, or the event of the temporal graph, that each edge is, in the order of the structure's entries; looked up at first use and
    /// kept.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public ReadOnlySpan<long> EdgeIds
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
                return (_edgeIds ??= FindEdges()).Span();
            }
        }
    }

    /// <summary>The time of each edge's event, in the order of the structure's entries; looked up at first use and kept. What a layer encodes of an edge of target t is most
    /// often <c>SampledSubgraph.Times[t]</c> less this.</summary>
    /// <exception cref="InvalidOperationException">The edges are not events.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public ReadOnlySpan<long> EdgeTimes
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
                return (_edgeTimes ??= FindTimes()).Span();
            }
        }
    }

    /// <summary>How many edges of the graph each edge stands for, in the order of the structure's entries: the inverse of the chance that it is drawn, or of how often
    /// it is expected. Sums over the edges with these factors are, on average, sums over all edges. Computed at first use and kept.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public ReadOnlySpan<float> Scales
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(Structure.IsDisposed, this);
                return (_scales ??= FindScales()).Span();
            }
        }
    }

    /// <summary>The rows of a table that belong to the block's edges, such as weights or features of edges.</summary>
    /// <param name="table">A row for each edge or event of the whole graph, <c>[E]</c> or <c>[E, D]</c>.</param>
    /// <returns><c>[edges]</c> or <c>[edges, D]</c>, as a layer's <c>Prepare(structure, features)</c> takes them.</returns>
    /// <exception cref="ArgumentException">The table does not have a row for each edge.</exception>
    public Tensor GatherEdges(Tensor table)
    {
        ArgumentNullException.ThrowIfNull(table);
        long edges = _graph?.EntryCount ?? _events!.Times.Length;
        if (table.Shape.Rank is < 1 or > 2 || table.Shape[0] != edges)
        {
            throw new ArgumentException($"The table must be [E] or [E, D] with E = {edges} edges of the graph, got {table.Shape}.", nameof(table));
        }

        using Tensor index = Tensor.Create(EdgeIds, EdgeCount, table.Engine);
        return table.GatherRows(index);
    }

    /// <summary>Ends the block's memory and its hold on the graph.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (Structure.IsDisposed)
            {
                return;
            }

            Structure.Dispose();
            _entries.Dispose();
            _degrees?.Dispose();
            _edgeIds?.Dispose();
            _edgeTimes?.Dispose();
            _scales?.Dispose();
            _held?.Dispose();
            _events?.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>Block: 1024 targets, 14035 sources, 15001 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Block: {TargetCount} targets, {SourceCount} sources, {EdgeCount} edges{(IsBipartite ? ", bipartite" : "")}");

    private static void CheckRows(ReadOnlySpan<int> rowPointers, ReadOnlySpan<int> sources, int sourceCount, bool isBipartite)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceCount);
        if (rowPointers.Length == 0 || rowPointers[0] != 0 || rowPointers[^1] != sources.Length || (!isBipartite && sourceCount < rowPointers.Length - 1))
        {
            throw new ArgumentException(
                $"Row pointers must begin with 0, end with the number of edges and be one more than the targets{(isBipartite ? "" : $", which are among the {sourceCount} sources")}: got "
                + (rowPointers.Length == 0 ? "none." : $"{rowPointers.Length} from {rowPointers[0]} to {rowPointers[^1]} for {sources.Length} edges."),
                nameof(rowPointers));
        }

        if (!RisingLists.NeverFall(rowPointers))
        {
            throw new ArgumentException("Row pointers must not fall.", nameof(rowPointers));
        }

        CheckIds(sources, sourceCount, "source", nameof(sources));
    }

    private static void CheckDegrees(NativeArray<int>? degrees, NativeArray<int> rowPointers)
    {
        if (degrees is not null && degrees.Length != rowPointers.Length - 1)
        {
            throw new ArgumentException($"Every target has a degree: got {rowPointers.Length - 1} targets and {degrees.Length} degrees.", nameof(degrees));
        }
    }

    private static void CheckIds(ReadOnlySpan<int> ids, long count, string what, string parameter)
    {
        // Seen as unsigned, a negative id is a large one.
        uint largest = ids.IsEmpty ? 0 : TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(ids));
        if (ids.Length > 0 && largest >= count)
        {
            throw new ArgumentOutOfRangeException(parameter, (int)largest, $"The {what} of edge {ids.IndexOf((int)largest)} must be in [0, {count}), got {(int)largest}.");
        }
    }

    private NativeArray<long> FindEdges()
    {
        var ids = new NativeArray<long>(EdgeCount);
        Span<long> found = ids.Span();
        for (int edge = 0; edge < found.Length; edge++)
        {
            found[edge] = _graph is null ? _entries[edge] : _graph.EdgeIds[_entries[edge]];
        }

        return ids;
    }

    private NativeArray<long> FindTimes()
    {
        if (_events is null)
        {
            throw new InvalidOperationException("The edges are not events and have no times: sample a TemporalGraph.");
        }

        ReadOnlySpan<long> eventTimes = _events.Times.Span();
        var times = new NativeArray<long>(EdgeCount);
        Span<long> found = times.Span();
        for (int edge = 0; edge < found.Length; edge++)
        {
            found[edge] = eventTimes[(int)_entries[edge]];
        }

        return times;
    }

    private NativeArray<float> FindScales()
    {
        var scales = new NativeArray<float>(EdgeCount);
        Span<float> found = scales.Span();
        for (int target = 0; target < TargetCount; target++)
        {
            int start = (int)Structure.RowPointers[target];
            int count = (int)Structure.RowPointers[target + 1L] - start;
            found.Slice(start, count).Fill(_degrees is null ? 1 : (float)_degrees[target] / count);
        }

        return scales;
    }
}
