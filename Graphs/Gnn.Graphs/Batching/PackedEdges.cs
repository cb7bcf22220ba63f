using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Batching;

/// <summary>The edges of many graphs in one list, by graph, with ids that begin at 0 in each; graph sets that are derived from another share it by counting.</summary>
internal sealed class PackedEdges : IDisposable
{
    private readonly Lock _lock = new();
    private int _holders = 1;

    public PackedEdges(int[] nodeOffsets, int[] edgeOffsets, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
        : this(nodeOffsets, edgeOffsets, new NativeArray<int>(sources), new NativeArray<int>(targets))
    {
    }

    /// <summary>Takes over arrays of edges. Nothing is checked.</summary>
    public PackedEdges(int[] nodeOffsets, int[] edgeOffsets, NativeArray<int> sources, NativeArray<int> targets)
    {
        NodeOffsets = nodeOffsets;
        EdgeOffsets = edgeOffsets;
        Sources = sources;
        Targets = targets;
    }

    public int[] NodeOffsets { get; }

    public int[] EdgeOffsets { get; }

    public NativeArray<int> Sources { get; }

    public NativeArray<int> Targets { get; }

    public int Count => NodeOffsets.Length - 1;

    public int NodeCountOf(int graph) => NodeOffsets[graph + 1] - NodeOffsets[graph];

    public int EdgeCountOf(int graph) => EdgeOffsets[graph + 1] - EdgeOffsets[graph];

    public Span<int> SourcesOf(int graph) => Sources.Span(EdgeOffsets[graph], EdgeCountOf(graph));

    public Span<int> TargetsOf(int graph) => Targets.Span(EdgeOffsets[graph], EdgeCountOf(graph));

    /// <summary>The ids of chosen graphs' rows in a table whose rows are by graph, one after another.</summary>
    public static int[] Rows(int[] offsets, ReadOnlySpan<int> graphs)
    {
        long count = 0;
        foreach (int graph in graphs)
        {
            count += offsets[graph + 1] - offsets[graph];
        }

        int[] rows = new int[CheckTotal(count, "rows")];
        int next = 0;
        foreach (int graph in graphs)
        {
            for (int row = offsets[graph]; row < offsets[graph + 1]; row++)
            {
                rows[next++] = row;
            }
        }

        return rows;
    }

    /// <summary>Where each of some runs begins and the last ends.</summary>
    public static int[] Offsets(ReadOnlySpan<int> counts, string what)
    {
        int[] offsets = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            offsets[i + 1] = CheckTotal((long)offsets[i] + counts[i], what);
        }

        return offsets;
    }

    public PackedEdges Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(GraphSet));
            _holders++;
        }

        return this;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (--_holders > 0)
            {
                return;
            }
        }

        Sources.Dispose();
        Targets.Dispose();
    }

    private static int CheckTotal(long total, string what) => total <= Array.MaxLength
        ? (int)total
        : throw new InvalidOperationException($"The graphs have {total} {what} together and may have {Array.MaxLength}: take fewer at a time.");
}
