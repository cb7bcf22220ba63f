namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>This graph with tables in place of its own, which it owns from here on; null keeps a table.</summary>
    internal Graph WithTables(ColumnTable? nodes = null, ColumnTable? edges = null, ColumnTable? globals = null, IReadOnlyList<string>? classNames = null) =>
        Derive(nodes, edges, globals, classNames);

    /// <summary>A graph from edges that are known to hold both directions of each, if it is undirected: what is made of a checked structure is not sorted again
    /// to see it. Ids are checked.</summary>
    internal static Graph FromKnownEdges(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected)
    {
        using Graph directed = FromEdges(nodeCount, sources, targets);
        return new Graph(
            directed._edgeList.Share(), isUndirected, directed.Nodes.Share(), directed.Edges.Share(), directed.Globals.Share(), directed.ClassNames);
    }
}
