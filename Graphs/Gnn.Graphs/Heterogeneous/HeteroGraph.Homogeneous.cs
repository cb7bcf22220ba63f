using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph
{
    /// <summary>This graph with one type of nodes and one type of edges.</summary>
    /// <returns>The graph with the maps between nodes and the list of columns that could not be joined; owned by the caller.</returns>
    /// <remarks>Cost: O(N + E) and a copy of the columns. Node i of the k-th type is node n + i, where n nodes are of types before it; and so with edges.</remarks>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 nodes.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the edges need.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public HomogeneousGraph ToHomogeneous()
    {
        if (TotalNodeCount > int.MaxValue)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"A homogeneous graph has at most {int.MaxValue} nodes, and these are {TotalNodeCount}: leave out a node type."));
        }

        using NoGrad noGrad = NoGrad.Open();
        string[] nodeColumns = Joinable(Array.ConvertAll(_nodeTypes, type => type.Nodes), ColumnNames.NodeType);
        string[] edgeColumns = Joinable(Array.ConvertAll(_edgeTypes, type => type.Edges), ColumnNames.EdgeType);
        Graph graph = Graph.FromCheckedEdges(JoinEdges(), isUndirected: false);
        graph = Add(graph, nodeColumns, (before, name, column) => before.WithNodeColumn(name, column), name => Array.ConvertAll(_nodeTypes, type => type.Nodes[name]));
        graph = Add(graph, edgeColumns, (before, name, column) => before.WithEdgeColumn(name, column), name => Array.ConvertAll(_edgeTypes, type => type.Edges[name]));
        using (Graph before = graph)
        {
            using Graph typed = before.WithNodeColumn(ColumnNames.NodeType, TypeColumn(Array.ConvertAll(_nodeTypes, type => type.Nodes.RowCount)));
            graph = typed.WithEdgeColumn(ColumnNames.EdgeType, TypeColumn(Array.ConvertAll(_edgeTypes, type => type.List.Count)));
        }

        var leftOut = new HeteroGraph(
            Array.ConvertAll(_nodeTypes, type => (type.Name, Without(type.Nodes, nodeColumns))),
            Array.ConvertAll(_edgeTypes, type => (type.Type, type.List.Share(), Without(type.Edges, edgeColumns))));
        return new HomogeneousGraph(graph, leftOut);
    }

    /// <summary>The heterogeneous graph that a homogeneous one describes by its columns <c>node_type</c> and <c>edge_type</c>.</summary>
    /// <param name="graph">The graph; its nodes and edges may be of the types in any order, and keep their order within a type.</param>
    /// <param name="nodeTypes">The node types, named by <c>node_type</c>.</param>
    /// <param name="edgeTypes">The edge types, named by <c>edge_type</c>.</param>
    /// <returns>The graph, in which every type has each dense column of the nodes, or of the edges; owned by the caller.</returns>
    /// <exception cref="ArgumentException">A type column is missing or not Int32 with one axis, a type is not in its list or is there twice, an edge joins nodes
    /// of other types than its own says, or a column is sparse; the message names the node or edge.</exception>
    public static HeteroGraph FromHomogeneous(Graph graph, IReadOnlyList<string> nodeTypes, IReadOnlyList<EdgeType> edgeTypes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(nodeTypes);
        ArgumentNullException.ThrowIfNull(edgeTypes);
        int[][] nodes = Split(TypesOf(graph.Nodes, ColumnNames.NodeType, nameof(graph)), nodeTypes.Count, "node");
        int[][] edges = Split(TypesOf(graph.Edges, ColumnNames.EdgeType, nameof(graph)), edgeTypes.Count, "edge");
        int[] places = new int[graph.NodeCount];
        int[] typeOf = new int[graph.NodeCount];
        for (int type = 0; type < nodes.Length; type++)
        {
            for (int i = 0; i < nodes[type].Length; i++)
            {
                (places[nodes[type][i]], typeOf[nodes[type][i]]) = (i, type);
            }
        }

        using NoGrad noGrad = NoGrad.Open();
        HeteroGraph result = Create([.. nodeTypes.Select((name, type) => (name, nodes[type].Length))]);
        for (int type = 0; type < edgeTypes.Count; type++)
        {
            using HeteroGraph before = result;
            (int[] sources, int[] targets) = Ends(graph, edges[type], edgeTypes[type]);
            result = before.WithEdges(edgeTypes[type], sources, targets);
        }

        foreach (string name in graph.Nodes.Names.Where(name => name != ColumnNames.NodeType))
        {
            for (int type = 0; type < nodes.Length; type++)
            {
                using HeteroGraph before = result;
                result = before.WithNodeColumn(nodeTypes[type], name, Rows(graph.Nodes, name, nodes[type]));
            }
        }

        foreach (string name in graph.Edges.Names.Where(name => name != ColumnNames.EdgeType))
        {
            for (int type = 0; type < edges.Length; type++)
            {
                using HeteroGraph before = result;
                result = before.WithEdgeColumn(edgeTypes[type], name, Rows(graph.Edges, name, edges[type]));
            }
        }

        return result;

        (int[] Sources, int[] Targets) Ends(Graph graph, int[] ids, EdgeType type)
        {
            int[] sources = new int[ids.Length], targets = new int[ids.Length];
            for (int i = 0; i < ids.Length; i++)
            {
                (int source, int target) = (graph.Sources[ids[i]], graph.Targets[ids[i]]);
                (string from, string to) = (nodeTypes[typeOf[source]], nodeTypes[typeOf[target]]);
                if (from != type.Source || to != type.Target)
                {
                    throw new ArgumentException(
                        $"Edge {ids[i]} ({source} -> {target}) is {type}, but leads from a node of '{from}' to one of '{to}': correct 'edge_type' or 'node_type'.", nameof(graph));
                }

                (sources[i], targets[i]) = (places[source], places[target]);
            }

            return (sources, targets);
        }
    }

    /// <summary>This graph with the columns of another of the same types, and an end to this one.</summary>
    internal HeteroGraph WithColumnsOf(HeteroGraph other)
    {
        using HeteroGraph before = this;
        return new HeteroGraph(
            Array.ConvertAll(_nodeTypes, type => (type.Name, type.Nodes.Joined(other.Nodes(type.Name)))),
            Array.ConvertAll(_edgeTypes, type => (type.Type, type.List.Share(), type.Edges.Joined(other.Edges(type.Type)))));
    }

    // Columns that every table has, of one type, one width and on one engine.
    private static string[] Joinable(ColumnTable[] tables, string taken) => tables.Length == 0
        ? []
        : [.. tables[0].Names.Where(name => name != taken && Array.TrueForAll(tables, table => Fits(tables[0], table, name)))];

    private static bool Fits(ColumnTable first, ColumnTable other, string name) =>
        first.TryGet(name, out Tensor? one) && other.TryGet(name, out Tensor? two)
        && ReferenceEquals(one.Engine, two.Engine) && one.DataType == two.DataType && one.Shape.Rank == two.Shape.Rank && one.Shape.With(0, 0) == two.Shape.With(0, 0);

    private static Graph Add(Graph graph, string[] names, Func<Graph, string, Tensor, Graph> with, Func<string, Tensor[]> parts)
    {
        foreach (string name in names)
        {
            using Graph before = graph;
            graph = with(before, name, Tensor.Concatenate(parts(name), axis: 0));
        }

        return graph;
    }

    private static ColumnTable Without(ColumnTable table, string[] names)
    {
        ColumnTable rest = table.Share();
        foreach (string name in names)
        {
            ColumnTable before = rest;
            rest = before.Without(name);
            before.Release();
        }

        return rest;
    }

    private static Tensor TypeColumn(long[] counts)
    {
        int[] types = new int[counts.Sum()];
        long start = 0;
        for (int type = 0; type < counts.Length; type++)
        {
            types.AsSpan(checked((int)start), checked((int)counts[type])).Fill(type);
            start += counts[type];
        }

        return Tensor.Create(types, types.Length);
    }

    private static int[] TypesOf(ColumnTable table, string name, string parameter) =>
        table.TryGet(name, out Tensor? types) && types.DataType == DataType.Int32 && types.Shape.Rank == 1
            ? types.ToArray<int>()
            : throw new ArgumentException(
                $"The graph needs a {table.RowName} column '{name}', Int32 [{table.RowCount}], which {(table.Contains(name) ? "is of another form" : "is not there")}.", parameter);

    private static int[][] Split(int[] types, int count, string what)
    {
        var rows = new List<int>[count];
        for (int type = 0; type < count; type++)
        {
            rows[type] = [];
        }

        for (int row = 0; row < types.Length; row++)
        {
            if ((uint)types[row] >= (uint)count)
            {
                throw new ArgumentException($"The type of {what} {row} must be in [0, {count}), a place among the {what} types, got {types[row]}.", $"{what}Types");
            }

            rows[types[row]].Add(row);
        }

        return Array.ConvertAll(rows, list => list.ToArray());
    }

    private static Tensor Rows(ColumnTable table, string name, int[] rows)
    {
        if (table.IsSparse(name))
        {
            throw new ArgumentException($"The {ColumnChecks.NameOf(table, name)} is sparse and cannot be cut by type: make it dense, or take it off the graph.", nameof(name));
        }

        Tensor column = table[name];
        using Tensor index = Tensor.Create(rows, rows.Length, column.Engine);
        return column.GatherRows(index);
    }

    private EdgeList JoinEdges()
    {
        EdgeList.RequireMemory(TotalEdgeCount);
        var sources = new NativeArray<int>(TotalEdgeCount);
        var targets = new NativeArray<int>(TotalEdgeCount);
        Dictionary<string, int> starts = [];
        int nodeCount = 0;
        foreach ((string name, ColumnTable nodes) in _nodeTypes)
        {
            starts[name] = nodeCount;
            nodeCount += (int)nodes.RowCount;
        }

        long place = 0;
        foreach ((EdgeType type, EdgeList list, _) in _edgeTypes)
        {
            (int source, int target) = (starts[type.Source], starts[type.Target]);
            unsafe
            {
                for (long edge = 0; edge < list.Count; edge++, place++)
                {
                    sources.Pointer[place] = source + list.Sources.Pointer[edge];
                    targets.Pointer[place] = target + list.Targets.Pointer[edge];
                }
            }
        }

        return new EdgeList(nodeCount, nodeCount, sources, targets);
    }
}
