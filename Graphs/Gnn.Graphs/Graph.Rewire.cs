namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>A graph of edges that are known to be sound, with tables that it takes over. Tables that are not given are this graph's, shared.</summary>
    /// <param name="sources">In [0, rows of the node table).</param>
    /// <param name="targets">In [0, rows of the node table).</param>
    /// <param name="isUndirected">Whether the edges hold both directions.</param>
    /// <param name="edges">A table with a row for each edge.</param>
    /// <param name="nodes">A table with a row for each node.</param>
    internal Graph Rewire(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected, ColumnTable edges, ColumnTable? nodes = null)
    {
        ColumnTable nodeTable = nodes ?? Nodes.Share();
        int nodeCount = checked((int)nodeTable.RowCount);
        var edgeList = EdgeList.Copy(nodeCount, nodeCount, sources, targets);
        return new Graph(edgeList, isUndirected, nodeTable, edges, Globals.Share(), ClassNames);
    }
}
