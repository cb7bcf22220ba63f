namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>This graph with tables in place of its own, which it owns from here on; null keeps a table.</summary>
    internal Graph WithTables(ColumnTable? nodes = null, ColumnTable? edges = null, ColumnTable? globals = null, IReadOnlyList<string>? classNames = null) =>
        Derive(nodes, edges, globals, classNames);

    /// <summary>A graph of a copy of edges that are known to be sound, with both directions of each if it is undirected: what is made of a checked structure is
    /// not checked again.</summary>
    internal static Graph FromCheckedEdges(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected) =>
        FromCheckedEdges(EdgeList.Copy(nodeCount, nodeCount, sources, targets), isUndirected);
}
