using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

internal sealed partial class EdgeList
{
    /// <summary>Edges whose structure may be made already; all arrays are this list's from here on. Nothing is checked.</summary>
    public EdgeList(int sourceCount, int targetCount, NativeArray<int> sources, NativeArray<int> targets, SparseStructure? inEdges)
        : this(sourceCount, targetCount, sources, targets) => _inEdges = inEdges;
}
