using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Which nodes the subgraph of a seed has: a <see cref="NeighborScope"/> or a <see cref="PageRankScope"/>.</summary>
public abstract record ShadowScope
{
    private protected ShadowScope()
    {
    }

    /// <summary>Makes what finds the nodes.</summary>
    /// <param name="graph">The structure, whose rows are followed; it must live as long.</param>
    /// <param name="marks">Marks to work with.</param>
    internal abstract IScopeFinder CreateFinder(SparseStructure graph, NodeMarks marks);
}
