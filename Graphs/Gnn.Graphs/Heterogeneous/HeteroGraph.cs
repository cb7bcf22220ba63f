using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Heterogeneous;

/// <summary>An immutable graph of several types of nodes and several types of edges, each type with a table of columns of its own.</summary>
/// <remarks>
/// <para>Nodes of a type are numbered from 0. Edges of a type lead from nodes of one type to nodes of one type, which may be the same, and keep their order as
/// their ids. Types keep the order in which they were added.</para>
/// <para>Ownership is that of <see cref="Graph"/>: what <c>With...</c> returns shares everything else by counting, and each graph is disposed on its own.</para>
/// </remarks>
/// <example><code>
/// using HeteroGraph empty = HeteroGraph.Create([("author", 3), ("paper", 5)]);
/// using HeteroGraph graph = empty.WithEdges(new EdgeType("author", "writes", "paper"), [0, 1, 2], [4, 0, 0]);
/// </code></example>
public sealed partial class HeteroGraph : IGraphStructure
{
    private readonly (string Name, ColumnTable Nodes)[] _nodeTypes;
    private readonly (EdgeType Type, EdgeList List, ColumnTable Edges)[] _edgeTypes;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    private HeteroGraph((string Name, ColumnTable Nodes)[] nodeTypes, (EdgeType Type, EdgeList List, ColumnTable Edges)[] edgeTypes)
    {
        _nodeTypes = nodeTypes;
        _edgeTypes = edgeTypes;
        NodeTypes = Array.AsReadOnly(Array.ConvertAll(nodeTypes, type => type.Name));
        EdgeTypes = Array.AsReadOnly(Array.ConvertAll(edgeTypes, type => type.Type));
        _contentHash = new Lazy<string>(HashContent);
    }

    /// <summary>The node types, in the order in which they were given.</summary>
    public IReadOnlyList<string> NodeTypes { get; }

    /// <summary>The edge types, in the order in which they were added.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <summary>The nodes of all types.</summary>
    public long TotalNodeCount => _nodeTypes.Sum(type => type.Nodes.RowCount);

    /// <summary>The edges of all types.</summary>
    public long TotalEdgeCount => _edgeTypes.Sum(type => type.List.Count);

    /// <summary>A graph of nodes without edges.</summary>
    /// <param name="nodeTypes">The types of nodes, each with its number of nodes.</param>
    /// <returns>The graph, without columns.</returns>
    /// <exception cref="ArgumentException">A name is empty or there twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of nodes is negative.</exception>
    public static HeteroGraph Create(params ReadOnlySpan<(string Name, int Count)> nodeTypes)
    {
        var tables = new (string Name, ColumnTable Nodes)[nodeTypes.Length];
        var names = new HashSet<string>();
        for (int i = 0; i < tables.Length; i++)
        {
            (string name, int count) = nodeTypes[i];
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(nodeTypes));
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(nodeTypes));
            if (!names.Add(name))
            {
                throw new ArgumentException($"The node type '{name}' is given twice: give each type once, with all its nodes.", nameof(nodeTypes));
            }

            tables[i] = (name, new ColumnTable($"{name} node", count));
        }

        return new HeteroGraph(tables, []);
    }

    /// <summary>The number of nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public int NodeCount(string nodeType) => (int)Nodes(nodeType).RowCount;

    /// <summary>The number of edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public long EdgeCount(EdgeType edgeType) => List(edgeType).Count;

    /// <summary>The columns of the nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>A table with a row for each node.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public ColumnTable Nodes(string nodeType) => _nodeTypes[IndexOf(nodeType)].Nodes;

    /// <summary>The columns of the edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>A table with a row for each edge, by edge id.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public ColumnTable Edges(EdgeType edgeType) => _edgeTypes[IndexOf(edgeType)].Edges;

    /// <summary>The source of each edge of a type; valid while the graph lives.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>Nodes of the type's source type.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges of the type.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Sources(EdgeType edgeType) => List(edgeType).Sources.Span();

    /// <summary>The target of each edge of a type; valid while the graph lives.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>Nodes of the type's target type.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges of the type.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Targets(EdgeType edgeType) => List(edgeType).Targets.Span();

    /// <summary>The edges of a type by target, made at first use and owned by the graph: rows are nodes of the target type, columns of the source type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>The structure; its transpose has the edges by source.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public SparseStructure InEdges(EdgeType edgeType) => List(edgeType).InEdges;

    /// <summary>This graph with edges of one more type.</summary>
    /// <param name="edgeType">The type, whose node types are there.</param>
    /// <param name="sources">The source of each edge, a node of the source type.</param>
    /// <param name="targets">The target of each edge, a node of the target type.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such node type.</exception>
    /// <exception cref="ArgumentException">The edge type is there already or its relation has no name, or the two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range; the message names the edge.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the edges need.</exception>
    public HeteroGraph WithEdges(EdgeType edgeType, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        CheckNew(edgeType, [.. EdgeTypes]);
        return WithEdges(edgeType, Checked(edgeType, sources, targets));
    }

    /// <summary>This graph with edges of more types, in time in proportion to the types and the edges: with one type after the other it is the square of the
    /// types.</summary>
    /// <param name="edges">The types, whose node types are there, each with the source and the target of each of its edges.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentNullException">The list or a type is null.</exception>
    /// <exception cref="KeyNotFoundException">There is no such node type.</exception>
    /// <exception cref="ArgumentException">An edge type is there already or twice, or its relation has no name, or two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range; the message names the edge.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the edges need.</exception>
    public HeteroGraph WithEdges(IReadOnlyList<(EdgeType Type, ReadOnlyMemory<int> Sources, ReadOnlyMemory<int> Targets)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        HashSet<EdgeType> known = [.. EdgeTypes];
        foreach ((EdgeType type, _, _) in edges)
        {
            CheckNew(type, known);
            known.Add(type);
        }

        var added = new List<(EdgeType Type, EdgeList List, ColumnTable Edges)>(edges.Count);
        try
        {
            foreach ((EdgeType type, ReadOnlyMemory<int> sources, ReadOnlyMemory<int> targets) in edges)
            {
                EdgeList list = Checked(type, sources.Span, targets.Span);
                added.Add((type, list, new ColumnTable($"{type} edge", list.Count)));
            }
        }
        catch
        {
            added.ForEach(type => type.List.Dispose());
            throw;
        }

        return new HeteroGraph(ShareNodes(), [.. ShareEdges(), .. added]);
    }

    /// <summary>This graph without the edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    public HeteroGraph WithoutEdges(EdgeType edgeType)
    {
        int at = IndexOf(edgeType);
        return new HeteroGraph(ShareNodes(), [.. _edgeTypes.Where((_, i) => i != at).Select(type => (type.Type, type.List.Share(), type.Edges.Share()))]);
    }

    /// <summary>Drops this graph's hold on its edges and columns; what other graphs share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Array.ForEach(_nodeTypes, type => type.Nodes.Release());
            foreach ((_, EdgeList list, ColumnTable edges) in _edgeTypes)
            {
                edges.Release();
                list.Dispose();
            }
        }
    }

    /// <summary>The types with their sizes, for example <c>HeteroGraph: 3 author, 5 paper nodes; 3 author-writes-paper edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string nodes = Sizes(_nodeTypes.Select(type => (type.Name, type.Nodes.RowCount)));
        return $"HeteroGraph: {nodes} nodes; {Sizes(_edgeTypes.Select(type => (type.Type.ToString(), type.List.Count)))} edges";

        static string Sizes(IEnumerable<(string Name, long Count)> types) =>
            string.Join(", ", types.Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Count} {type.Name}")).DefaultIfEmpty("no"));
    }

    internal EdgeList List(EdgeType edgeType) => _edgeTypes[IndexOf(edgeType)].List;

    /// <summary>Takes over checked edges of a new type.</summary>
    internal HeteroGraph WithEdges(EdgeType edgeType, EdgeList list) =>
        new(ShareNodes(), [.. ShareEdges(), (edgeType, list, new ColumnTable($"{edgeType} edge", list.Count))]);

    private static void CheckNew(EdgeType edgeType, HashSet<EdgeType> known)
    {
        ArgumentNullException.ThrowIfNull(edgeType);
        ArgumentException.ThrowIfNullOrWhiteSpace(edgeType.Relation, nameof(edgeType));
        if (known.Contains(edgeType))
        {
            throw new ArgumentException($"There are edges of the type {edgeType} already: give all of a type at once, or name another relation.", nameof(edgeType));
        }
    }

    private EdgeList Checked(EdgeType edgeType, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        (int sourceCount, int targetCount) = (NodeCount(edgeType.Source), NodeCount(edgeType.Target));
        EdgeChecks.CheckIds(sourceCount, targetCount, sources, targets);
        return EdgeList.Copy(sourceCount, targetCount, sources, targets);
    }

    private (string Name, ColumnTable Nodes)[] ShareNodes() => Array.ConvertAll(_nodeTypes, type => (type.Name, type.Nodes.Share()));

    private (EdgeType Type, EdgeList List, ColumnTable Edges)[] ShareEdges() =>
        Array.ConvertAll(_edgeTypes, type => (type.Type, type.List.Share(), type.Edges.Share()));

    internal int IndexOf(string nodeType) => TypeList.IndexOf(NodeTypes, nodeType);

    internal int IndexOf(EdgeType edgeType) => TypeList.IndexOf(EdgeTypes, edgeType);
}
