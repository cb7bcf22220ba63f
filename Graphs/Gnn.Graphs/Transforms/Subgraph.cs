namespace Gnn.Graphs.Transforms;

/// <summary>A part of a graph, as a graph of its own, and what its nodes and edges were.</summary>
/// <remarks>It owns its graph: dispose the one or the other.</remarks>
public sealed class Subgraph : IDisposable
{
    private readonly int[] _nodeIds;
    private readonly int[] _edgeIds;
    private readonly int _parentNodeCount;

    internal Subgraph(Graph graph, int[] nodeIds, int[] edgeIds, int parentNodeCount)
    {
        Graph = graph;
        _nodeIds = nodeIds;
        _edgeIds = edgeIds;
        _parentNodeCount = parentNodeCount;
    }

    /// <summary>The part: nodes and edges are numbered anew, and the rows of columns went with them.</summary>
    public Graph Graph { get; }

    /// <summary>The old id of each node, <c>[N']</c>: ascending, unless nodes were asked for in an order.</summary>
    public ReadOnlySpan<int> NodeIds => _nodeIds;

    /// <summary>The old id of each edge, ascending, <c>[E']</c>.</summary>
    public ReadOnlySpan<int> EdgeIds => _edgeIds;

    /// <summary>The new id of each node of the old graph.</summary>
    /// <returns><c>[N]</c>: -1 for a node that is not in the part. Costs O(N).</returns>
    public int[] NewNodeIds() => NewIds(_parentNodeCount, _nodeIds);

    /// <inheritdoc/>
    public void Dispose() => Graph.Dispose();

    /// <summary>The sizes, for example <c>Subgraph of 12 of 34 nodes: Graph: ...</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"Subgraph of {_nodeIds.Length} of {_parentNodeCount} nodes: {Graph}";

    internal static int[] NewIds(int count, ReadOnlySpan<int> kept)
    {
        int[] ids = new int[count];
        Array.Fill(ids, TableRows.None);
        for (int i = 0; i < kept.Length; i++)
        {
            ids[kept[i]] = i;
        }

        return ids;
    }
}
