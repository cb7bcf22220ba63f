using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Building;

/// <summary>The values of an edge column while a graph is built.</summary>
internal abstract class EdgeColumnBuffer(string name, int width, DuplicatePolicy? merge) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>The values of an edge; 0 for a column of one axis.</summary>
    public int Width { get; } = width;

    /// <summary>How values of repeated edges are merged, if not as the builder says.</summary>
    public DuplicatePolicy? Merge { get; } = merge;

    /// <summary>The number of edges that have values.</summary>
    public abstract long RowCount { get; }

    /// <summary>Whether values can be averaged.</summary>
    public abstract bool IsFloating { get; }

    /// <summary>A copy to work on.</summary>
    public abstract EdgeColumnBuffer Copy();

    /// <summary>Merges the values of edges, in ascending order, into the first of them.</summary>
    public abstract void MergeInto(ReadOnlySpan<long> edges, DuplicatePolicy policy);

    /// <summary>The values of some edges, each of which may be taken more than once, as a tensor.</summary>
    public abstract Tensor Take(NativeArray<long> edges);

    public abstract void Dispose();
}
