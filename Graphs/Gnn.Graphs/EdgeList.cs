using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>The edges that a graph and those derived from it share, by counting, with the structure that is made of them at first use.</summary>
internal sealed partial class EdgeList : IDisposable
{
    private readonly Lock _lock = new();
    private SparseStructure? _inEdges;
    private int _holders = 1;

    public EdgeList(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        NodeCount = nodeCount;
        Sources = new NativeArray<int>(sources);
        Targets = new NativeArray<int>(targets);
    }

    public int NodeCount { get; }

    public NativeArray<int> Sources { get; }

    public NativeArray<int> Targets { get; }

    public SparseStructure InEdges
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_holders <= 0, typeof(Graph));
                return _inEdges ??= SparseStructure.FromEdges(NodeCount, NodeCount, Targets.Span(), Sources.Span());
            }
        }
    }

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
