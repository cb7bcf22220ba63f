using Gnn.Graphs;
using Gnn.Tensors.Sparse;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>Reads a graph's edges from its own arrays, as the views offer them to QuikGraph.</summary>
/// <remarks>A row is walked by an iterator: one object a walk, and nothing an edge. The arrays check their bounds and whether they were disposed, so a graph
/// that ends in the middle of a walk ends it with an exception.</remarks>
internal sealed class GraphRows
{
    private readonly Graph _graph;
    private readonly SparseStructure _in;
    private readonly SparseStructure _out;

    public GraphRows(Graph graph)
    {
        _graph = graph;
        _in = graph.InEdges;
        _out = graph.OutEdges;
        NodeCount = graph.NodeCount;
        EdgeCount = graph.EdgeCount <= int.MaxValue
            ? (int)graph.EdgeCount
            : throw new NotSupportedException($"QuikGraph counts edges in 32 bits, at most {int.MaxValue}; the graph has {graph.EdgeCount}.");
    }

    public int NodeCount { get; }

    public int EdgeCount { get; }

    private SparseStructure In => _in.IsDisposed ? throw Disposed() : _in;

    private SparseStructure Out => _out.IsDisposed ? throw Disposed() : _out;

    public bool HasNode(int node) => (uint)node < (uint)NodeCount;

    public bool Has(GraphEdge edge)
    {
        _ = In;
        return (uint)edge.Id < (uint)EdgeCount && _graph.Sources[edge.Id] == edge.Source && _graph.Targets[edge.Id] == edge.Target;
    }

    public int InDegree(int node) => (int)In.RowLength(Checked(node));

    public int OutDegree(int node) => (int)Out.RowLength(Checked(node));

    public IEnumerable<GraphEdge> InEdges(int node) => WalkIn(In, Checked(node));

    public IEnumerable<GraphEdge> OutEdges(int node) => WalkOut(Out, Checked(node));

    public GraphEdge InEdge(int node, int index)
    {
        long entry = Entry(In, Checked(node), index);
        return new GraphEdge(_in.ColumnIndices[entry], node, (int)_in.EdgeIds[entry]);
    }

    public GraphEdge OutEdge(int node, int index)
    {
        long entry = Entry(Out, Checked(node), index);
        return new GraphEdge(node, _out.ColumnIndices[entry], (int)_out.EdgeIds[entry]);
    }

    /// <summary>All edges in the order of their ids.</summary>
    public IEnumerable<GraphEdge> Edges()
    {
        _ = In;
        return WalkEdges(_graph, EdgeCount);
    }

    /// <summary>The edge of the lowest id from one node to another.</summary>
    public bool TryFind(int source, int target, out GraphEdge edge)
    {
        edge = default;
        if (!HasNode(source) || Out.Row(source).IndexOf(target) is not (>= 0 and int index))
        {
            return false;
        }

        edge = OutEdge(source, index);
        return true;
    }

    /// <summary>Every edge from one node to another.</summary>
    public IEnumerable<GraphEdge> Between(int source, int target) => WalkBetween(Out, Checked(source), target);

    /// <summary>The edges at a node of an undirected graph, each once and from its lower node to its higher, which is the direction that stands for both.</summary>
    public IEnumerable<GraphEdge> AdjacentEdges(int node) => WalkAdjacent(In, Out, Checked(node));

    public int LoopCount(int node) => Out.Row(Checked(node)).Count(node);

    public int LoopCount()
    {
        ReadOnlySpan<int> sources = _graph.Sources;
        ReadOnlySpan<int> targets = _graph.Targets;
        int loops = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            loops += sources[edge] == targets[edge] ? 1 : 0;
        }

        return loops;
    }

    private static IEnumerable<GraphEdge> WalkIn(SparseStructure rows, int node)
    {
        long end = rows.RowPointers[node + 1L];
        for (long entry = rows.RowPointers[node]; entry < end; entry++)
        {
            yield return new GraphEdge(rows.ColumnIndices[entry], node, (int)rows.EdgeIds[entry]);
        }
    }

    private static IEnumerable<GraphEdge> WalkOut(SparseStructure rows, int node)
    {
        long end = rows.RowPointers[node + 1L];
        for (long entry = rows.RowPointers[node]; entry < end; entry++)
        {
            yield return new GraphEdge(node, rows.ColumnIndices[entry], (int)rows.EdgeIds[entry]);
        }
    }

    private static IEnumerable<GraphEdge> WalkBetween(SparseStructure rows, int source, int target)
    {
        long end = rows.RowPointers[source + 1L];
        for (long entry = rows.RowPointers[source]; entry < end; entry++)
        {
            if (rows.ColumnIndices[entry] == target)
            {
                yield return new GraphEdge(source, target, (int)rows.EdgeIds[entry]);
            }
        }
    }

    private static IEnumerable<GraphEdge> WalkAdjacent(SparseStructure inRows, SparseStructure outRows, int node)
    {
        long end = inRows.RowPointers[node + 1L];
        for (long entry = inRows.RowPointers[node]; entry < end; entry++)
        {
            if (inRows.ColumnIndices[entry] is int source && source <= node)
            {
                yield return new GraphEdge(source, node, (int)inRows.EdgeIds[entry]);
            }
        }

        end = outRows.RowPointers[node + 1L];
        for (long entry = outRows.RowPointers[node]; entry < end; entry++)
        {
            if (outRows.ColumnIndices[entry] is int target && target > node)
            {
                yield return new GraphEdge(node, target, (int)outRows.EdgeIds[entry]);
            }
        }
    }

    private static IEnumerable<GraphEdge> WalkEdges(Graph graph, int count)
    {
        for (int edge = 0; edge < count; edge++)
        {
            yield return new GraphEdge(graph.Sources[edge], graph.Targets[edge], edge);
        }
    }

    private static long Entry(SparseStructure rows, int node, int index)
    {
        long length = rows.RowLength(node);
        if ((uint)index >= length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Node {node} has {length} edges in this direction; an index must be in [0, {length}).");
        }

        return rows.RowPointers[node] + index;
    }

    private static ObjectDisposedException Disposed() => new(
        nameof(Graph), "The graph that this view reads was disposed: keep the graph until the algorithms that run on its view are done.");

    private int Checked(int node) => HasNode(node)
        ? node
        : throw new VertexNotFoundException($"The graph has no vertex {node}: its vertices are its nodes, 0 to {NodeCount - 1}.");
}
