namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>This graph with tables in place of its own, which it owns from here on; null keeps a table.</summary>
    internal Graph WithTables(ColumnTable? nodes = null, ColumnTable? edges = null, ColumnTable? globals = null, IReadOnlyList<string>? classNames = null) =>
        Derive(nodes, edges, globals, classNames);
}
