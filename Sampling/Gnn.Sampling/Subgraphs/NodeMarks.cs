using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Subgraphs;

/// <summary>A number for each node of the graph, <see cref="None"/> for all but those that are worked on: whoever marks nodes clears them by his own list.</summary>
internal sealed unsafe class NodeMarks : IDisposable
{
    /// <summary>The mark of a node that has none.</summary>
    internal const int None = -1;

    private readonly NativeArray<int> _marks;

    /// <summary>Creates marks of which none is set.</summary>
    /// <param name="nodeCount">The number of nodes of the graph.</param>
    internal NodeMarks(int nodeCount)
    {
        _marks = new NativeArray<int>(nodeCount);
        _marks.Span().Fill(None);
    }

    /// <summary>The mark of each node.</summary>
    internal int* Pointer => _marks.Pointer;

    /// <summary>Marks nodes.</summary>
    internal void Set(ReadOnlySpan<int> nodes, int mark)
    {
        int* marks = _marks.Pointer;
        foreach (int node in nodes)
        {
            marks[node] = mark;
        }
    }

    /// <summary>Takes the marks of nodes away.</summary>
    internal void Clear(ReadOnlySpan<int> nodes) => Set(nodes, None);

    public void Dispose() => _marks.Dispose();
}
