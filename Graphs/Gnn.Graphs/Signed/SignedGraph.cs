using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Signed;

/// <summary>An immutable graph whose edges are positive or negative: trust and distrust, friend and foe.</summary>
/// <remarks>
/// <para>Edges keep their input order as their ids, whatever their sign; no edge is without one. An undirected graph holds both directions of every edge with
/// one sign. The structure of either sign is made at first use.</para>
/// <para>Ownership is that of <see cref="Graph"/>: what <c>With...</c> and <c>To...</c> return shares by counting, and each is disposed on its own.</para>
/// </remarks>
public sealed partial class SignedGraph : IGraphStructure
{
    private readonly Graph _graph;
    private readonly SignList _signs;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    /// <summary>Takes over a graph and its signs.</summary>
    internal SignedGraph(Graph graph, SignList signs)
    {
        _graph = graph;
        _signs = signs;
        _contentHash = new Lazy<string>(HashContent);
    }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => _graph.NodeCount;

    /// <summary>The number of edges, E, of both signs; of an undirected graph, both directions count.</summary>
    public long EdgeCount => _graph.EdgeCount;

    /// <summary>Whether the graph holds both directions of every edge.</summary>
    public bool IsUndirected => _graph.IsUndirected;

    /// <summary>The source of each edge, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Sources => _graph.Sources;

    /// <summary>The target of each edge, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Targets => _graph.Targets;

    /// <summary>The sign of each edge, 1 or -1, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<sbyte> Signs => _signs.Signs.Span();

    /// <summary>The positive edges by target, made at first use and owned by the graph. Its edge k is edge <see cref="PositiveIds"/>[k] of the graph.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public SparseStructure PositiveEdges => Part(isPositive: true).List.InEdges;

    /// <summary>The negative edges by target, made at first use and owned by the graph. Its edge k is edge <see cref="NegativeIds"/>[k] of the graph.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public SparseStructure NegativeEdges => Part(isPositive: false).List.InEdges;

    /// <summary>Which edges are positive, ascending.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<long> PositiveIds => Part(isPositive: true).Ids;

    /// <summary>Which edges are negative, ascending.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<long> NegativeIds => Part(isPositive: false).Ids;

    /// <summary>The columns with a row for each node.</summary>
    public ColumnTable Nodes => _graph.Nodes;

    /// <summary>The columns with a row for each edge, by edge id.</summary>
    public ColumnTable Edges => _graph.Edges;

    /// <summary>The columns of the graph as a whole, with one row.</summary>
    public ColumnTable Globals => _graph.Globals;

    /// <summary>A signed graph from a list of edges.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sources">The source of each edge, in [0, N).</param>
    /// <param name="targets">The target of each edge, in [0, N).</param>
    /// <param name="signs">The sign of each edge, 1 or -1.</param>
    /// <param name="isUndirected">Whether the list holds both directions of every edge, with one sign; this is checked, and makes the structures.</param>
    /// <returns>The graph, without columns.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or an undirected graph has an edge whose reverse is not there as often with its sign.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, an id is out of range, or a sign is neither 1 nor -1; the message names the
    /// edge.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the edges need.</exception>
    public static SignedGraph FromEdges(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<int> signs, bool isUndirected = false)
    {
        if (signs.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge needs a sign: got {signs.Length} signs for {sources.Length} edges.", nameof(signs));
        }

        for (int edge = 0; edge < signs.Length; edge++)
        {
            if (signs[edge] is not (1 or -1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(signs), signs[edge], $"The sign of edge {edge} must be 1 or -1, got {signs[edge]}: leave out edges without a sign.");
            }
        }

        using Graph graph = Graph.FromEdges(nodeCount, sources, targets, isUndirected);
        return WithSigns(graph, signs, nameof(signs));
    }

    /// <summary>This graph with one more node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public SignedGraph WithNodeColumn(string name, Tensor column, bool replace = false) => new(_graph.WithNodeColumn(name, column, replace), _signs.Share());

    /// <summary>This graph with one more node column, a sparse one.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows; owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public SignedGraph WithNodeColumn(string name, SparseTensor column, bool replace = false) => new(_graph.WithNodeColumn(name, column, replace), _signs.Share());

    /// <summary>This graph with one more edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">E rows by edge id, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have E rows, or the name is empty or taken.</exception>
    public SignedGraph WithEdgeColumn(string name, Tensor column, bool replace = false) => new(_graph.WithEdgeColumn(name, column, replace), _signs.Share());

    /// <summary>This graph with one more column of the graph as a whole.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">One row, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have one row, or the name is empty or taken.</exception>
    public SignedGraph WithGlobalColumn(string name, Tensor column, bool replace = false) => new(_graph.WithGlobalColumn(name, column, replace), _signs.Share());

    /// <summary>This graph without a node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public SignedGraph WithoutNodeColumn(string name) => new(_graph.WithoutNodeColumn(name), _signs.Share());

    /// <summary>This graph without an edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public SignedGraph WithoutEdgeColumn(string name) => new(_graph.WithoutEdgeColumn(name), _signs.Share());

    /// <summary>This graph with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A graph of its own to dispose, which shares edges and the columns that are there already.</returns>
    public SignedGraph To(Engine engine) => new(_graph.To(engine), _signs.Share());

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    /// <summary>Drops this graph's hold on its edges, signs and columns; what other graphs share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _graph.Dispose();
            _signs.Dispose();
        }
    }

    /// <summary>The sizes and the names of the columns, for example <c>SignedGraph: 4 nodes, 3 positive and 2 negative edges (directed), nodes x</c>.</summary>
    /// <returns>One line.</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public override string ToString()
    {
        string graph = _graph.ToString();
        string signs = string.Create(
            CultureInfo.InvariantCulture, $"SignedGraph: {NodeCount} nodes, {PositiveIds.Length} positive and {NegativeIds.Length} negative edges (");
        return signs + graph[(graph.IndexOf('(', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>A graph that takes over edges and signs that are known to be sound, with both directions of each edge if it is undirected.</summary>
    internal static SignedGraph FromCheckedEdges(EdgeList edges, NativeArray<sbyte> signs, bool isUndirected) =>
        new(Graph.FromCheckedEdges(edges, isUndirected), new SignList(signs));

    private static SignedGraph WithSigns(Graph graph, ReadOnlySpan<int> signs, string name)
    {
        var narrow = new NativeArray<sbyte>(signs.Length);
        Span<sbyte> span = narrow.Span();
        for (int edge = 0; edge < signs.Length; edge++)
        {
            span[edge] = (sbyte)signs[edge];
        }

        var signed = new SignedGraph(graph.Share(), new SignList(narrow));
        if (signed.FirstWithoutReverse() is { } first)
        {
            using (signed)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Both directions of an undirected edge have one sign, but edge {first} ({signed.Sources[(int)first]} -> {signed.Targets[(int)first]}) has no ")
                    + $"reverse of its own with the sign {signs[(int)first]}: correct the signs, or make the graph directed.",
                    name);
            }
        }

        return signed;
    }

    private (EdgeList List, long[] Ids) Part(bool isPositive) => _signs.Part(isPositive, _graph.EdgeList);
}
