using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>The edges that a graph and those derived from it share, by counting, with the structure that is made of them at first use.</summary>
/// <remarks>Sources and targets may be nodes of one set or of two. There may be more than 2^31 - 1 edges.</remarks>
internal sealed partial class EdgeList : IDisposable
{
    private readonly Lock _lock = new();
    private SparseStructure? _inEdges;
    private int _holders = 1;

    /// <summary>Takes over two arrays of one length whose ids are in range, and ends them with itself.</summary>
    public EdgeList(int sourceCount, int targetCount, NativeArray<int> sources, NativeArray<int> targets)
    {
        SourceCount = sourceCount;
        TargetCount = targetCount;
        Sources = sources;
        Targets = targets;
    }

    /// <summary>The number of nodes that an edge can come from.</summary>
    public int SourceCount { get; }

    /// <summary>The number of nodes that an edge can lead to.</summary>
    public int TargetCount { get; }

    public long Count => Sources.Length;

    public NativeArray<int> Sources { get; }

    public NativeArray<int> Targets { get; }

    public SparseStructure InEdges
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_holders <= 0, typeof(Graph));
                return _inEdges ??= SparseStructure.FromEdges(TargetCount, SourceCount, Targets, Sources);
            }
        }
    }

    /// <summary>A copy of checked edges.</summary>
    public static EdgeList Copy(int sourceCount, int targetCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        RequireMemory(sources.Length);
        return new EdgeList(sourceCount, targetCount, new NativeArray<int>(sources), new NativeArray<int>(targets));
    }

    /// <summary>Refuses more edges than the machine can hold.</summary>
    public static void RequireMemory(long edges) =>
        HostMemory.Require(edges > long.MaxValue / (2 * sizeof(int)) ? -1 : edges * 2 * sizeof(int), $"{edges} edges");

    public EdgeList Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(Graph));
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

            _inEdges?.Dispose();
        }

        Sources.Dispose();
        Targets.Dispose();
    }
}
