using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;

namespace Gnn.Datasets.Tables;

/// <summary>The tables of a structure as columns, for <see cref="TableWriter"/> and the writers of other formats.</summary>
/// <remarks>The names are those that the readers look for by default.</remarks>
public static partial class TableColumns
{
    private const string Node = "node";
    private const string Hyperedge = "hyperedge";
    private const string Id = "id";

    // What an edge table has of a graph whose columns are not asked for by name, in this order.
    private static readonly string[] KnownOfEdges = [ColumnNames.EdgeWeights, ColumnNames.EdgeSigns, ColumnNames.Times, ColumnNames.EdgeFeatures];

    /// <summary>The edges of a graph: <c>source</c>, <c>target</c>, its weights, signs and times, and its edge features as <c>e0</c>, <c>e1</c>, ...</summary>
    /// <param name="graph">The graph; of an undirected one each edge is there once, from the end of the lower number.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node.</exception>
    public static IReadOnlyList<TableColumn> OfEdges(Graph graph, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, ids, "node");
        return [.. Ends(ids, graph.Sources, graph.Targets, graph.IsUndirected, out int[] rows), .. Columns(graph.Edges, rows, KnownOfEdges)];
    }

    /// <summary>The edges of a signed graph: <c>source</c>, <c>target</c>, <c>sign</c> (1 or -1), its weights and times, and its edge features.</summary>
    /// <param name="graph">The graph; of an undirected one each edge is there once, from the end of the lower number.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node.</exception>
    public static IReadOnlyList<TableColumn> OfEdges(SignedGraph graph, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, ids, "node");
        return
        [
            .. Ends(ids, graph.Sources, graph.Targets, graph.IsUndirected, out int[] rows),
            TableColumn.OfIntegers(ColumnNames.EdgeSigns, Pick(graph.Signs, rows)),
            .. Columns(graph.Edges, rows, KnownOfEdges.Where(name => name != ColumnNames.EdgeSigns)),
        ];
    }

    /// <summary>The events of a temporal graph in the order of time: <c>source</c>, <c>target</c>, <c>time</c>, its weights, and its event features as
    /// <c>e0</c>, <c>e1</c>, ...</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node.</exception>
    public static IReadOnlyList<TableColumn> OfEvents(TemporalGraph graph, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, ids, "node");
        return
        [
            .. Ends(ids, graph.Sources, graph.Targets, isUndirected: false, out int[] rows),
            TableColumn.OfIntegers(ColumnNames.Times, graph.Times.ToArray()),
            .. Columns(graph.Events, rows, KnownOfEdges.Where(name => name != ColumnNames.Times)),
        ];
    }

    /// <summary>The memberships of a hypergraph, hyperedge after hyperedge: <c>node</c>, <c>hyperedge</c>, and the weights of the incidences.</summary>
    /// <param name="graph">The hypergraph.</param>
    /// <param name="nodes">The ids of its nodes.</param>
    /// <param name="hyperedges">The ids of its hyperedges.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node and hyperedge.</exception>
    public static IReadOnlyList<TableColumn> OfIncidences(Hypergraph graph, IdMap nodes, IdMap hyperedges)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, nodes, "node");
        CheckIds(graph.HyperedgeCount, hyperedges, "hyperedge");
        (int[] owners, int[] members) = Memberships(graph);
        return [TableColumn.OfIds(Node, nodes, members), TableColumn.OfIds(Hyperedge, hyperedges, owners), .. Columns(graph.Incidences, null, [ColumnNames.EdgeWeights])];
    }

    /// <summary>The nodes of a graph: <c>id</c>, <c>label</c> by class name, and the features.</summary>
    /// <param name="graph">The graph; sparse features are made dense.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <param name="featureNames">The names of the features; null for <c>x0</c>, <c>x1</c>, ...</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node, or not one name for each feature.</exception>
    public static IReadOnlyList<TableColumn> OfNodes(Graph graph, IdMap ids, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, ids, "node");
        int width = graph.HasFeatures ? checked((int)graph.Features.Shape[1]) : 0;
        if (featureNames is not null && featureNames.Count != width)
        {
            throw new ArgumentException($"There must be {width} names of features, got {featureNames.Count}.", nameof(featureNames));
        }

        return [TableColumn.OfIds(Id, ids), .. Columns(graph.Nodes, null, [ColumnNames.Labels, ColumnNames.Features], graph.ClassNames, featureNames)];
    }

    /// <summary>Checks that columns make a table.</summary>
    /// <param name="columns">The columns.</param>
    /// <exception cref="ArgumentException">There is no column, two have the same name, or their lengths differ.</exception>
    public static void Check(IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs at least one column.", nameof(columns));
        }

        var names = new HashSet<string>();
        foreach (TableColumn column in columns)
        {
            if (column.RowCount != columns[0].RowCount)
            {
                throw new ArgumentException(
                    $"The columns must be of equal length, '{columns[0].Name}' has {columns[0].RowCount} rows and '{column.Name}' {column.RowCount}.", nameof(columns));
            }

            if (!names.Add(column.Name))
            {
                throw new ArgumentException($"Two columns are named '{column.Name}': rename one.", nameof(columns));
            }
        }
    }

    private static void CheckIds(int count, IdMap ids, string thing)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count != count)
        {
            throw new ArgumentException($"There must be {count} ids, one for each {thing}, got {ids.Count}.", nameof(ids));
        }
    }
}
