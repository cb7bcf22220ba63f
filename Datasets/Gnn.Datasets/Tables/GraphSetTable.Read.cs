using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

public sealed partial class GraphSetTable
{
    private const int FreeGraphs = 1000;

    /// <summary>Reads the tables of a set of graphs. The nodes come first, so that an edge whose end is not among them is found.</summary>
    /// <param name="edgePath">The edge table, .csv or .tsv.</param>
    /// <param name="nodePath">The node table; null if the edges name graphs and nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table; the message names file, line and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>Cost: O(N F + R), and O(R log R) where duplicates are not kept. The texts are never in memory as a whole; the result is the same at any number of
    /// threads.</remarks>
    public static GraphSetTable Read(string edgePath, string? nodePath = null, GraphSetTableOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new GraphSetTableOptions();
        using TableScan? nodes = nodePath is null ? null : new TableScan(nodePath, ScopedTables.NodesOf(options.Nodes, options.Edges).Format);
        using var edges = new TableScan(edgePath, options.Edges.Format);
        return Read(edges, nodes, options, cancellation);
    }

    /// <summary>Reads the tables of a set of graphs from sources that are kept by columns. The nodes come first, so that an edge whose end is not among them is
    /// found.</summary>
    /// <param name="edgeSource">The edge table; the caller closes it.</param>
    /// <param name="nodeSource">The node table, which the caller closes; null if the edges name graphs and nodes.</param>
    /// <param name="options">Which columns mean what; null for the defaults.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A source is not such a table; the message names file, row and column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static GraphSetTable Read(
        ColumnSource edgeSource, ColumnSource? nodeSource = null, GraphSetTableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edgeSource);
        options ??= new GraphSetTableOptions();
        using ColumnScan? nodes = nodeSource is null ? null : new ColumnScan(nodeSource, ScopedTables.NodesOf(options.Nodes, options.Edges).Format);
        using var edges = new ColumnScan(edgeSource, options.Edges.Format);
        return Read(edges, nodes, options, cancellation);
    }

    private static GraphSetTable Read(RowSource edgeScan, RowSource? nodeScan, GraphSetTableOptions options, CancellationToken cancellation)
    {
        NodeTableOptions nodeOptions = ScopedTables.NodesOf(options.Nodes, options.Edges);
        ScopedTables.Check(options.Edges, nodeOptions);
        if (nodeScan is null && options.GraphLabel is not null)
        {
            throw new ArgumentException("Labels of graphs are a column of the node table: give one.", nameof(options));
        }

        IdKind kind = options.Edges.Ids;
        var ids = new ScopedIds("graph", kind, kind, int.MaxValue);
        ScopeRows? graphRows = null;
        NodeTable? nodes = nodeScan is null ? null : NodeTable.Read(nodeScan, nodeOptions, cancellation, plan =>
        {
            int graph = plan.Add(options.Graph, ids.ScopeKind, "the graphs");
            int label = options.GraphLabel is { } name ? plan.Add(name, ColumnKind.Category, "the labels of graphs") : -1;
            return graphRows = new ScopeRows(ids, options.Graph, graph, options.GraphLabel, label);
        });
        int labelledGraphs = ids.Scopes.Count;
        DuplicateEdges duplicates = options.Edges.DuplicatesOrDefault;
        (EdgeTable edges, PairRows rows) = EdgeTable.ReadRows(
            edgeScan, options.Edges, ids, (options.Graph, options.Graph), relation: null, nodes is not null, keepsPlaces: duplicates == DuplicateEdges.Error, cancellation);
        edges = duplicates == DuplicateEdges.Keep ? edges : edges.WithoutDuplicates(duplicates, edgeScan, rows.Places, ids.Describe);

        int[] graphOf = NumberGraphs(ids, kind, nodeScan ?? edgeScan, options.Graph, out IdMap graphs);
        int[] offsets = OffsetsOf(ids, graphOf, graphs.Count);
        (int[] labels, string[] classes) = LabelGraphs(nodeScan, options, graphRows, graphOf, graphs.Count, labelledGraphs);
        (edges, int[] rowCounts) = SortByGraph(edges, ids, graphOf, graphs.Count);
        edges.Renumber(ids.NumberOf);
        return new GraphSetTable(ids, graphs, edges, nodes, PlacesOf(ids, graphOf, offsets), offsets, rowCounts, labels) { ClassNames = classes };
    }

    // The graph of each scope: itself, or the number that it is named by.
    private static int[] NumberGraphs(ScopedIds ids, IdKind kind, RowSource source, string column, out IdMap graphs)
    {
        int[] graphOf = [.. Enumerable.Range(0, ids.Scopes.Count)];
        graphs = new IdMap(ids.Scopes);
        if (kind != IdKind.Index)
        {
            return graphOf;
        }

        int highest = -1;
        int most = checked(FreeGraphs + (2 * graphOf.Length));
        for (int scope = 0; scope < graphOf.Length; scope++)
        {
            if (!NumberField.TryParseIndex(ids.Scopes.Utf8(scope), out graphOf[scope]) || graphOf[scope] >= most)
            {
                throw new DataFormatException(
                    source.Path, $"column '{column}'",
                    string.Create(CultureInfo.InvariantCulture, $"expected graph numbers without large gaps, got {ids.NameOfScope(scope)} among {graphOf.Length} graphs"),
                    "Read the ids as whole numbers (integer), which are numbered by first appearance.");
            }

            highest = Math.Max(highest, graphOf[scope]);
        }

        graphs = IdMap.FromCount(highest + 1);
        return graphOf;
    }

    private static (int[] Labels, string[] Classes) LabelGraphs(
        RowSource? source, GraphSetTableOptions options, ScopeRows? rows, int[] graphOf, int graphs, int labelledGraphs)
    {
        if (source is null || options.GraphLabel is null)
        {
            return ([], []);
        }

        int[] labels = new int[graphs];
        Array.Fill(labels, -1);
        for (int scope = 0; scope < labelledGraphs; scope++)
        {
            labels[graphOf[scope]] = rows!.Labels[scope];
        }

        string[] classes = ClassOrder.Apply(rows!.Classes, labels);
        ClassOrder.RefuseOne(source.Path, options.GraphLabel, classes, "graphs");
        return (labels, classes);
    }

    // The rows by graph, those of one graph in the order of the file.
    private static (EdgeTable Edges, int[] RowCounts) SortByGraph(EdgeTable edges, ScopedIds ids, int[] graphOf, int graphs)
    {
        int[] counts = new int[graphs];
        bool isSorted = true;
        int last = 0;
        foreach (int source in edges.Sources)
        {
            int graph = graphOf[ids.ScopeOf[source]];
            isSorted &= graph >= last;
            last = graph;
            counts[graph]++;
        }

        if (isSorted)
        {
            return (edges, counts);
        }

        int[] next = new int[graphs];
        for (int graph = 1; graph < graphs; graph++)
        {
            next[graph] = next[graph - 1] + counts[graph - 1];
        }

        int[] order = new int[edges.RowCount];
        for (int row = 0; row < order.Length; row++)
        {
            order[next[graphOf[ids.ScopeOf[edges.Sources[row]]]]++] = row;
        }

        return (edges.Pick(order), counts);
    }

    // Where the nodes of each graph begin among those of all, and the last one's end.
    private static int[] OffsetsOf(ScopedIds ids, int[] graphOf, int graphs)
    {
        int[] offsets = new int[graphs + 1];
        for (int scope = 0; scope < graphOf.Length; scope++)
        {
            offsets[graphOf[scope] + 1] = ids.Counts[scope];
        }

        for (int graph = 0; graph < graphs; graph++)
        {
            offsets[graph + 1] += offsets[graph];
        }

        return offsets;
    }

    private static int[] PlacesOf(ScopedIds ids, int[] graphOf, int[] offsets)
    {
        int[] places = new int[ids.Count];
        for (int node = 0; node < places.Length; node++)
        {
            places[node] = offsets[graphOf[ids.ScopeOf[node]]] + ids.NumberOf[node];
        }

        return places;
    }
}
