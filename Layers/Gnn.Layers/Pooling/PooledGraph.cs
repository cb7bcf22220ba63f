using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>The nodes of a batch that a pooling kept, and the edges between them.</summary>
/// <remarks>It owns its structures, which must live until the backward walk of what is computed over them is done; tensors belong to the open scope.</remarks>
public sealed class PooledGraph : IDisposable
{
    private readonly int[] _nodeIds;
    private readonly int[] _edgeIds;
    private readonly IDisposable? _held;

    internal PooledGraph(Tensor x, Tensor scores, int[] nodeIds, SparseStructure nodesOfGraphs, InducedEdges edges, IDisposable? held)
    {
        X = x;
        Scores = scores;
        NodesOfGraphs = nodesOfGraphs;
        Structure = edges.ToStructure(nodeIds.Length);
        _nodeIds = nodeIds;
        _edgeIds = edges.Ids;
        _held = held;
    }

    /// <summary>The features of the nodes that stay, <c>[K, F]</c>, graph by graph.</summary>
    public Tensor X { get; }

    /// <summary>The scores of the nodes that stay, <c>[K]</c>.</summary>
    public Tensor Scores { get; }

    /// <summary>The edges between nodes that stay, <c>[K, K]</c>: rows are targets, columns are sources; they keep their order.</summary>
    public SparseStructure Structure { get; }

    /// <summary>The nodes that stay of each graph, <c>[B, K]</c>.</summary>
    public SparseStructure NodesOfGraphs { get; }

    /// <summary>The number that each node had, <c>[K]</c>.</summary>
    public ReadOnlySpan<int> NodeIds => _nodeIds;

    /// <summary>The id that each edge had, rising: the position of its edge in the list that the pooled structure was made from.</summary>
    public ReadOnlySpan<int> EdgeIds => _edgeIds;

    /// <summary>The rows of a column of edges that belong to edges that stay.</summary>
    /// <param name="table">A row for each edge of the structure that was pooled, in the order of edge ids.</param>
    /// <returns>A row for each edge of <see cref="Structure"/>, in the order of its edge ids.</returns>
    public Tensor GatherEdges(Tensor table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using Tensor index = Tensor.Create(_edgeIds, _edgeIds.Length, table.Engine);
        return table.GatherRows(index);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Structure.Dispose();
        NodesOfGraphs.Dispose();
        _held?.Dispose();
    }
}
