using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

internal sealed partial class EdgeList
{
    /// <summary>Edges whose structure is made already; all three are this list's from here on. Nothing is checked.</summary>
    public EdgeList(int nodeCount, NativeArray<int> sources, NativeArray<int> targets, SparseStructure inEdges)
    {
        NodeCount = nodeCount;
        Sources = sources;
        Targets = targets;
        _inEdges = inEdges;
    }
}
