using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;

namespace Gnn.Datasets.Tables;

public static partial class TableColumns
{
    private const string Label = "label";
    private const string GraphColumn = "graph";

    /// <summary>The edge table of a data set of any structure, with all its columns.</summary>
    /// <param name="dataset">The structure, with the names of its nodes under <c>node</c> if they have any.</param>
    /// <returns>The columns, of equal length.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentException">The structure is of a kind that is not known here, or two nodes have one name.</exception>
    /// <remarks>
    /// <para>Of a graph: <c>source</c>, <c>target</c>; of a signed one also <c>sign</c>, of a temporal one <c>time</c>; of a hypergraph: <c>hyperedge</c>,
    /// <c>node</c>, a row for each membership, and what is known of the hyperedge; of a set of graphs: <c>graph</c>, by the names under <c>graph</c> if there are any, <c>source</c>, <c>target</c> with nodes
    /// numbered within their graph; of a heterogeneous graph: <c>source_type</c>, <c>source</c>, <c>relation</c>, <c>target_type</c>, <c>target</c>, and no further
    /// columns, because what one type has another has not. Of an undirected structure each edge is a row once, from the end of the lower number.</para>
    /// <para><see cref="TableGraph"/>, <see cref="EdgeTable.ToSignedGraph"/>, <see cref="EventTable"/>, <see cref="IncidenceTable"/>, <see cref="GraphSetTable"/> and
    /// <see cref="HeteroTable"/> lead back.</para>
    /// <para>Further columns follow under their names; those of several numbers a row as <c>name0</c>, <c>name1</c>, ..., edge features as <c>e0</c>, <c>e1</c>, ...</para>
    /// </remarks>
    public static IReadOnlyList<TableColumn> OfEdges(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Structure switch
        {
            Graph graph => Ends(IdsOf(dataset, Node, graph.NodeCount), graph.Sources, graph.Targets, graph.IsUndirected, out int[] rows)
                .Concat(Columns(graph.Edges, rows)).ToArray(),
            SignedGraph signed => Ends(IdsOf(dataset, Node, signed.NodeCount), signed.Sources, signed.Targets, signed.IsUndirected, out int[] rows)
                .Append(TableColumn.OfIntegers(ColumnNames.EdgeSigns, Pick(signed.Signs, rows))).Concat(Columns(signed.Edges, rows)).ToArray(),
            TemporalGraph temporal => Ends(IdsOf(dataset, Node, temporal.NodeCount), temporal.Sources, temporal.Targets, isUndirected: false, out int[] rows)
                .Append(TableColumn.OfIntegers(ColumnNames.Times, temporal.Times.ToArray())).Concat(Columns(temporal.Events, rows)).ToArray(),
            Hypergraph hypergraph => Memberships(dataset, hypergraph),
            GraphSet set => GraphEdges(dataset, set),
            HeteroGraph hetero => Relations(dataset, hetero),
            _ => throw new ArgumentException($"'dataset' must hold one of this library's structures, got {dataset}.", nameof(dataset)),
        };
    }

    /// <summary>The node table of a data set of any structure, with all its columns.</summary>
    /// <param name="dataset">The structure, with the names of its nodes under <c>node</c> or, of a heterogeneous graph, under their types if they have any.</param>
    /// <returns>The columns, of equal length.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentException">The structure is of a kind that is not known here, or two nodes have one name.</exception>
    /// <remarks>
    /// <c>id</c>, before it <c>graph</c> or <c>type</c> where there are several, <c>label</c> by class name, and further columns under their names; features by the
    /// names under <c>feature</c> or as <c>x0</c>, <c>x1</c>, ...; sparse ones are made dense. Of a heterogeneous graph columns of types are left out.
    /// </remarks>
    public static IReadOnlyList<TableColumn> OfNodes(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Structure switch
        {
            Graph graph => [TableColumn.OfIds(Id, IdsOf(dataset, Node, graph.NodeCount)), .. Columns(graph.Nodes, null, null, graph.ClassNames, FeaturesOf(dataset))],
            SignedGraph signed => [TableColumn.OfIds(Id, IdsOf(dataset, Node, signed.NodeCount)), .. Columns(signed.Nodes, null, featureNames: FeaturesOf(dataset))],
            TemporalGraph temporal => [TableColumn.OfIds(Id, IdsOf(dataset, Node, temporal.NodeCount)), .. Columns(temporal.Nodes, null, null, temporal.ClassNames, FeaturesOf(dataset))],
            Hypergraph hypergraph => [TableColumn.OfIds(Id, IdsOf(dataset, Node, hypergraph.NodeCount)), .. Columns(hypergraph.Nodes, null, null, hypergraph.ClassNames, FeaturesOf(dataset))],
            GraphSet set => GraphNodes(dataset, set),
            HeteroGraph hetero => TypedNodes(dataset, hetero),
            _ => throw new ArgumentException($"'dataset' must hold one of this library's structures, got {dataset}.", nameof(dataset)),
        };
    }

    private static IEnumerable<TableColumn> Ends(IdMap ids, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected, out int[] rows)
    {
        var kept = new List<int>(sources.Length);
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (!isUndirected || sources[edge] <= targets[edge])
            {
                kept.Add(edge);
            }
        }

        rows = [.. kept];
        return [TableColumn.OfIds("source", ids, Pick(sources, rows)), TableColumn.OfIds("target", ids, Pick(targets, rows))];
    }

    private static TableColumn[] Memberships(Dataset dataset, Hypergraph hypergraph)
    {
        IdMap nodes = IdsOf(dataset, Node, hypergraph.NodeCount);
        IdMap hyperedges = IdsOf(dataset, Hyperedge, hypergraph.HyperedgeCount);
        (int[] owners, int[] members) = Memberships(hypergraph);
        return [TableColumn.OfIds(Hyperedge, hyperedges, owners), TableColumn.OfIds(Node, nodes, members), .. Columns(hypergraph.Hyperedges, owners)];
    }

    private static (int[] Hyperedges, int[] Nodes) Memberships(Hypergraph hypergraph)
    {
        var (owners, members) = (new List<int>(), new List<int>());
        for (int hyperedge = 0; hyperedge < hypergraph.HyperedgeCount; hyperedge++)
        {
            foreach (int node in hypergraph.MembersOf(hyperedge))
            {
                owners.Add(hyperedge);
                members.Add(node);
            }
        }

        return ([.. owners], [.. members]);
    }

    private static TableColumn[] GraphEdges(Dataset dataset, GraphSet set)
    {
        var (graphs, sources, targets, rows) = (new List<int>(), new List<long>(), new List<long>(), new List<int>());
        for (int graph = 0; graph < set.Count; graph++)
        {
            ReadOnlySpan<int> from = set.SourcesOf(graph);
            ReadOnlySpan<int> to = set.TargetsOf(graph);
            for (int edge = 0; edge < from.Length; edge++)
            {
                if (!set.IsUndirected || from[edge] <= to[edge])
                {
                    graphs.Add(graph);
                    sources.Add(from[edge]);
                    targets.Add(to[edge]);
                    rows.Add(set.EdgeOffsets[graph] + edge);
                }
            }
        }

        return
        [
            TableColumn.OfIds(GraphColumn, IdsOf(dataset, GraphColumn, set.Count), graphs.ToArray()),
            TableColumn.OfIntegers("source", sources.ToArray()),
            TableColumn.OfIntegers("target", targets.ToArray()),
            .. Columns(set.Edges, [.. rows]),
        ];
    }

    private static TableColumn[] GraphNodes(Dataset dataset, GraphSet set)
    {
        var (graphs, nodes, labels) = (new int[set.NodeCount], new long[set.NodeCount], new int[set.NodeCount]);
        for (int graph = 0; graph < set.Count; graph++)
        {
            for (int node = set.NodeOffsets[graph]; node < set.NodeOffsets[graph + 1]; node++)
            {
                (graphs[node], nodes[node]) = (graph, node - set.NodeOffsets[graph]);
                labels[node] = set.HasLabels ? set.HostLabels[graph] : -1;
            }
        }

        TableColumn[] ofGraph = set.HasLabels ? [TableColumn.OfLabels("graph_label", labels, set.ClassNames)] : [];
        return [TableColumn.OfIds(GraphColumn, IdsOf(dataset, GraphColumn, set.Count), graphs), TableColumn.OfIntegers(Id, nodes), .. ofGraph, .. Columns(set.Nodes, null, null, set.NodeClassNames)];
    }

    private static TableColumn[] Relations(Dataset dataset, HeteroGraph hetero)
    {
        Dictionary<string, IdMap> ids = hetero.NodeTypes.ToDictionary(type => type, type => IdsOf(dataset, type, hetero.NodeCount(type)));
        var texts = (SourceTypes: new List<string>(), Sources: new List<string>(), Relations: new List<string>(), TargetTypes: new List<string>(), Targets: new List<string>());
        foreach (EdgeType type in hetero.EdgeTypes)
        {
            ReadOnlySpan<int> sources = hetero.Sources(type);
            ReadOnlySpan<int> targets = hetero.Targets(type);
            for (int edge = 0; edge < sources.Length; edge++)
            {
                texts.SourceTypes.Add(type.Source);
                texts.Sources.Add(ids[type.Source][sources[edge]]);
                texts.Relations.Add(type.Relation);
                texts.TargetTypes.Add(type.Target);
                texts.Targets.Add(ids[type.Target][targets[edge]]);
            }
        }

        return
        [
            TableColumn.OfTexts("source_type", texts.SourceTypes),
            TableColumn.OfTexts("source", texts.Sources),
            TableColumn.OfTexts("relation", texts.Relations),
            TableColumn.OfTexts("target_type", texts.TargetTypes),
            TableColumn.OfTexts("target", texts.Targets),
        ];
    }

    private static TableColumn[] TypedNodes(Dataset dataset, HeteroGraph hetero)
    {
        var (types, ids, labels) = (new List<string>(), new List<string>(), new List<int>());
        foreach (string type in hetero.NodeTypes)
        {
            IdMap names = IdsOf(dataset, type, hetero.NodeCount(type));
            int[] known = hetero.Nodes(type).TryGet(ColumnNames.Labels, out Tensor? column) && column.Shape.Rank == 1 ? column.ToArray<int>() : [];
            for (int node = 0; node < names.Count; node++)
            {
                types.Add(type);
                ids.Add(names[node]);
                labels.Add(node < known.Length ? known[node] : -1);
            }
        }

        TableColumn[] classes = labels.Exists(label => label >= 0) ? [TableColumn.OfLabels(Label, labels.ToArray(), [])] : [];
        return [TableColumn.OfTexts("type", types), TableColumn.OfTexts(Id, ids), .. classes];
    }

    /// <summary>The columns of a table, or of it those of given names that are there; rows are picked from it, all of them in their order if null.</summary>
    private static List<TableColumn> Columns(
        ColumnTable table, int[]? rows, IEnumerable<string>? names = null, IReadOnlyList<string>? classNames = null, IReadOnlyList<string>? featureNames = null)
    {
        using var scope = new TensorScope();
        var columns = new List<TableColumn>();
        foreach (string name in names?.Where(table.Contains) ?? table.Names)
        {
            Tensor values = table.IsSparse(name) ? table.Sparse(name).ToDense() : table[name];
            bool isSingle = values.Shape.Rank == 1;
            int width = 1;
            for (int axis = 1; axis < values.Shape.Rank; axis++)
            {
                width = checked(width * (int)values.Shape[axis]);
            }

            switch (values.DataType)
            {
                case DataType.Int32 when isSingle && name == ColumnNames.Labels:
                    columns.Add(TableColumn.OfLabels(Label, Gather(values.ToArray<int>(), rows, width), classNames ?? []));
                    break;
                case DataType.Float32 or DataType.Float64:
                    float[] numbers = Gather(values.ToArray<float>(), rows, width);
                    string prefix = name == ColumnNames.EdgeFeatures ? "e" : name;
                    IReadOnlyList<string>? given = name == ColumnNames.Features && featureNames?.Count == width ? featureNames : null;
                    columns.AddRange(Enumerable.Range(0, width).Select(
                        place => TableColumn.OfNumbers(given?[place] ?? (isSingle ? prefix : $"{prefix}{place}"), numbers, place, width)));
                    break;
                default:
                    long[] whole = Gather(Whole(values), rows, width);
                    columns.AddRange(Enumerable.Range(0, width).Select(place => TableColumn.OfIntegers(isSingle ? name : $"{name}{place}", Every(whole, place, width))));
                    break;
            }
        }

        return columns;
    }

    private static long[] Whole(Tensor values) => values.DataType switch
    {
        DataType.Int64 => values.ToArray<long>(),
        DataType.Int32 => Array.ConvertAll(values.ToArray<int>(), value => (long)value),
        _ => Array.ConvertAll(values.ToArray<bool>(), value => value ? 1L : 0L),
    };

    private static T[] Gather<T>(T[] values, int[]? rows, int width)
    {
        if (rows is null)
        {
            return values;
        }

        var gathered = new T[(long)rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            values.AsSpan(rows[i] * width, width).CopyTo(gathered.AsSpan(i * width));
        }

        return gathered;
    }

    private static long[] Every(long[] values, int start, int stride)
    {
        if (stride == 1)
        {
            return values;
        }

        long[] picked = new long[values.Length / stride];
        for (int row = 0; row < picked.Length; row++)
        {
            picked[row] = values[start + (row * stride)];
        }

        return picked;
    }

    private static IReadOnlyList<string>? FeaturesOf(Dataset dataset) => dataset.Names.GetValueOrDefault("feature");

    private static IdMap IdsOf(Dataset dataset, string kind, int count)
    {
        if (!dataset.Names.TryGetValue(kind, out IReadOnlyList<string>? names))
        {
            return IdMap.FromCount(count);
        }

        return names as IdMap ?? IdMap.FromIds(names);
    }

    private static int[] Pick<T>(ReadOnlySpan<T> values, int[] rows)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int[] picked = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = int.CreateChecked(values[rows[i]]);
        }

        return picked;
    }

    private static long[] Pick(ReadOnlySpan<sbyte> values, int[] rows)
    {
        long[] picked = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }
}
