using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;

namespace Gnn.Datasets.Tables;

/// <summary>The tables of a structure as columns, for <see cref="TableWriter"/> and the writers of other formats.</summary>
/// <remarks>The names are those that the readers look for by default.</remarks>
public static partial class TableColumns
{
    /// <summary>The edges of a graph: <c>source</c>, <c>target</c>, its weights, signs and times, and its edge features as <c>e0</c>, <c>e1</c>, ...</summary>
    /// <param name="graph">The graph; of an undirected one each edge is there once, from the end of the lower number.</param>
    /// <param name="ids">The ids of its nodes.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentException">There is not one id for each node.</exception>
    public static IReadOnlyList<TableColumn> OfEdges(Graph graph, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckIds(graph.NodeCount, ids, "node");
        return OfPairs(graph.Sources, graph.Targets, graph.IsUndirected, graph.Edges, ids);
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
        int[] edges = Rows(graph.Sources, graph.Targets, graph.IsUndirected);
        sbyte[] signs = graph.Signs.ToArray();
        TableColumn[] columns = OfPairs(graph.Sources, graph.Targets, graph.IsUndirected, graph.Edges, ids);
        TableColumn sign = TableColumn.OfIntegers(EdgeTable.SignColumn, Array.ConvertAll(edges, edge => (long)signs[edge]));
        return [.. columns[..2], sign, .. columns[2..].Where(column => column.Name != sign.Name)];
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
        TableColumn[] columns = OfPairs(graph.Sources, graph.Targets, isUndirected: false, graph.Events, ids);
        return [.. columns[..2], TableColumn.OfIntegers(EdgeTable.TimeColumn, graph.Times.ToArray()), .. columns[2..]];
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
        var members = new List<int>();
        var places = new List<int>();
        for (int hyperedge = 0; hyperedge < graph.HyperedgeCount; hyperedge++)
        {
            foreach (int node in graph.MembersOf(hyperedge))
            {
                members.Add(node);
                places.Add(hyperedge);
            }
        }

        List<TableColumn> columns = [TableColumn.OfIds("node", nodes, members.ToArray()), TableColumn.OfIds("hyperedge", hyperedges, places.ToArray())];
        if (graph.Incidences.TryGet(ColumnNames.EdgeWeights, out Tensor? weights))
        {
            columns.Add(TableColumn.OfNumbers(ColumnNames.EdgeWeights, weights.ToArray<float>()));
        }

        return columns;
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
        List<TableColumn> columns = [TableColumn.OfIds("id", ids)];
        if (graph.HasLabels)
        {
            columns.Add(TableColumn.OfLabels("label", graph.HostLabels.ToArray(), [.. Enumerable.Range(0, graph.ClassCount).Select(label => label < graph.ClassNames.Count ? graph.ClassNames[label] : $"{label}")]));
        }

        int width = graph.HasFeatures ? checked((int)graph.Features.Shape[1]) : 0;
        if (featureNames is not null && featureNames.Count != width)
        {
            throw new ArgumentException($"There must be {width} names of features, got {featureNames.Count}.", nameof(featureNames));
        }

        using var scope = new TensorScope();
        float[] features = width == 0 ? [] : graph.Features.ToDense().ToArray<float>();
        for (int place = 0; place < width; place++)
        {
            columns.Add(TableColumn.OfNumbers(featureNames is null ? $"x{place}" : featureNames[place], features, place, width));
        }

        return columns;
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

    private static TableColumn[] OfPairs(ReadOnlySpan<int> sourceSpan, ReadOnlySpan<int> targetSpan, bool isUndirected, ColumnTable table, IdMap ids)
    {
        int[] sources = sourceSpan.ToArray();
        int[] targets = targetSpan.ToArray();
        int[] edges = Rows(sources, targets, isUndirected);
        List<TableColumn> columns =
        [
            TableColumn.OfIds("source", ids, Array.ConvertAll(edges, edge => sources[edge])),
            TableColumn.OfIds("target", ids, Array.ConvertAll(edges, edge => targets[edge])),
        ];
        foreach (string name in (string[])[ColumnNames.EdgeWeights, EdgeTable.SignColumn])
        {
            if (table.TryGet(name, out Tensor? column))
            {
                float[] values = column.ToArray<float>();
                columns.Add(TableColumn.OfNumbers(name, Array.ConvertAll(edges, edge => values[edge])));
            }
        }

        if (table.TryGet(EdgeTable.TimeColumn, out Tensor? timeColumn))
        {
            long[] times = timeColumn.ToArray<long>();
            columns.Add(TableColumn.OfIntegers(EdgeTable.TimeColumn, Array.ConvertAll(edges, edge => times[edge])));
        }

        if (table.TryGet(ColumnNames.EdgeFeatures, out Tensor? features))
        {
            float[] values = features.ToArray<float>();
            int width = checked((int)features.Shape[1]);
            for (int place = 0; place < width; place++)
            {
                int start = place;
                columns.Add(TableColumn.OfNumbers($"e{place}", Array.ConvertAll(edges, edge => values[(edge * width) + start])));
            }
        }

        return [.. columns];
    }

    // The edges that have a row: of an undirected edge one of its directions.
    private static int[] Rows(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected)
    {
        List<int> rows = new(sources.Length);
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (!isUndirected || sources[edge] <= targets[edge])
            {
                rows.Add(edge);
            }
        }

        return [.. rows];
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
