using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>An immutable directed graph: N nodes with 32-bit ids, E edges that keep their input order as their ids, and named columns of data.</summary>
/// <remarks>
/// <para>An undirected graph holds both directions of every edge and says so; a self-loop is its own reverse. Repeated edges and self-loops are allowed.
/// In-edges and out-edges are one sparse structure and its transpose, made at first use.</para>
/// <para>Ownership: a graph that <c>With...</c> or <c>To</c> returns shares edges, structure and unchanged columns with the one it came from, by counting;
/// each is disposed on its own, in any order, and what they share ends with the last. A column given to a graph is kept beyond its scope and owned by the
/// graphs that have it.</para>
/// </remarks>
public sealed partial class Graph : IGraphStructure
{
    private readonly EdgeList _edgeList;
    private readonly Lazy<int[]> _labelArray;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    private Graph(EdgeList edgeList, bool isUndirected, ColumnTable nodes, ColumnTable edges, ColumnTable globals, IReadOnlyList<string> classNames)
    {
        _edgeList = edgeList;
        IsUndirected = isUndirected;
        Nodes = nodes;
        Edges = edges;
        Globals = globals;
        ClassNames = classNames;
        _contentHash = new Lazy<string>(HashContent);
        _labelArray = new Lazy<int[]>(() => Labels.ToArray<int>());
    }

    /// <summary>The edges, which the graph holds.</summary>
    internal EdgeList EdgeList => _edgeList;

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => _edgeList.TargetCount;

    /// <summary>The number of edges, E; of an undirected graph, both directions count.</summary>
    public long EdgeCount => _edgeList.Count;

    /// <summary>Whether the graph holds both directions of every edge.</summary>
    public bool IsUndirected { get; }

    /// <summary>The source of each edge, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Sources => _edgeList.Sources.Span();

    /// <summary>The target of each edge, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Targets => _edgeList.Targets.Span();

    /// <summary>The edges by target: row i holds the edges into node i, columns are their sources. Made at first use and owned by the graph.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public SparseStructure InEdges => _edgeList.InEdges;

    /// <summary>The edges by source: the transpose of <see cref="InEdges"/>.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public SparseStructure OutEdges => InEdges.Transpose;

    /// <summary>A graph from a list of edges.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sources">The source of each edge, in [0, N).</param>
    /// <param name="targets">The target of each edge, in [0, N).</param>
    /// <param name="isUndirected">Whether the list holds both directions of every edge; this is checked, and makes in-edges and out-edges.</param>
    /// <returns>The graph, without columns.</returns>
    /// <exception cref="ArgumentException">The two lists differ in length, or an undirected graph has an edge whose reverse is not there as often.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, or an id is out of range; the message names the edge.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the edges need.</exception>
    public static Graph FromEdges(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        EdgeChecks.CheckIds(nodeCount, sources, targets);
        return FromEdges(EdgeList.Copy(nodeCount, nodeCount, sources, targets), isUndirected);
    }

    /// <summary>The number of edges into a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>The in-degree; repeated edges and self-loops count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public long InDegree(int node)
    {
        CheckNode(node);
        return InEdges.RowLength(node);
    }

    /// <summary>The number of edges out of a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>The out-degree; repeated edges and self-loops count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public long OutDegree(int node)
    {
        CheckNode(node);
        return OutEdges.RowLength(node);
    }

    /// <summary>Drops this graph's hold on its edges and columns; what other graphs share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Nodes.Release();
            Edges.Release();
            Globals.Release();
            _edgeList.Dispose();
        }
    }

    /// <summary>The sizes and the names of the columns, for example <c>Graph: 34 nodes, 156 edges (undirected), nodes x y</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string direction = IsUndirected ? "undirected" : "directed";
        string sizes = string.Create(CultureInfo.InvariantCulture, $"Graph: {NodeCount} nodes, {EdgeCount} edges ({direction})");
        return sizes + Name("nodes", Nodes) + Name("edges", Edges) + Name("graph", Globals);

        static string Name(string rows, ColumnTable table) => table.Names.Count == 0 ? "" : $", {rows} {string.Join(' ', table.Names)}";
    }

    /// <summary>A graph that takes over checked edges of one set of nodes, of which there may be more than 2^31 - 1. If it cannot be made, they end.</summary>
    internal static Graph FromEdges(EdgeList edges, bool isUndirected)
    {
        try
        {
            if (isUndirected)
            {
                EdgeChecks.CheckReverses(edges);
            }
        }
        catch
        {
            edges.Dispose();
            throw;
        }

        return FromCheckedEdges(edges, isUndirected);
    }

    /// <summary>The same without a check of reverses.</summary>
    internal static Graph FromCheckedEdges(EdgeList edges, bool isUndirected)
    {
        return new Graph(
            edges, isUndirected, new ColumnTable("node", edges.TargetCount), new ColumnTable("edge", edges.Count), new ColumnTable("graph", 1), classNames: []);
    }

    /// <summary>A graph that shares everything with this one.</summary>
    internal Graph Share() => Derive();

    /// <summary>A graph of some of this one's edges, which it takes over, with the same node and graph columns and the rows of the edge columns that remain.</summary>
    internal Graph WithSomeEdges(EdgeList edges, ReadOnlySpan<long> ids)
    {
        using NoGrad noGrad = NoGrad.Open();
        var table = new ColumnTable("edge", ids.Length);
        foreach (string name in Edges.Names)
        {
            using Tensor index = Tensor.Create(ids, ids.Length, Edges[name].Engine);
            ColumnTable before = table;
            table = before.With(name, Edges[name].GatherRows(index), replace: false);
            before.Release();
        }

        return new Graph(edges, IsUndirected, Nodes.Share(), table, Globals.Share(), ClassNames);
    }

    private void CheckNode(int node)
    {
        if ((uint)node >= (uint)NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, $"A node must be in [0, {NodeCount}), got {node}.");
        }
    }
}
