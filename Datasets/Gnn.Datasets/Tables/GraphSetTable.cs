using System.Globalization;
using System.Text;
using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

/// <summary>A set of graphs read from an edge table and, if there is one, a node table, whose rows say which graph they are of.</summary>
/// <remarks>
/// <para>Graphs are numbered by first appearance, those of the node table first, and the nodes of each graph likewise; where ids are node numbers
/// (<see cref="IdKind.Index"/>), graphs and nodes have the numbers that the tables say, and a graph that no row names has no nodes. Rows may be in any order:
/// the edges of a graph keep theirs.</para>
/// <para>What <see cref="TableColumns.OfEdges(Gnn.Graphs.Dataset)"/> and <see cref="TableColumns.OfNodes(Gnn.Graphs.Dataset)"/> write of a set is read as an
/// equal set, but for what such tables cannot say: graphs without nodes, unless graphs are numbers and others follow; without a node table also nodes after the
/// last that has an edge, labels and features; the order of the two directions of an undirected edge, and columns that differ between them; classes without
/// members and their order, which is that of their names; the types of columns, which are read as features in single precision; and columns of graphs other
/// than the label.</para>
/// </remarks>
public sealed partial class GraphSetTable
{
    private readonly ScopedIds _ids;
    private readonly EdgeTable _edges;
    private readonly NodeTable? _nodes;
    private readonly int[] _places;
    private readonly int[] _nodeOffsets;
    private readonly int[] _rowCounts;
    private readonly int[] _labels;
    private readonly Lazy<int[]> _rowOfNode;

    private GraphSetTable(ScopedIds ids, IdMap graphs, EdgeTable edges, NodeTable? nodes, int[] places, int[] nodeOffsets, int[] rowCounts, int[] labels)
    {
        (_ids, Graphs, _edges, _nodes, _places, _nodeOffsets, _rowCounts, _labels) = (ids, graphs, edges, nodes, places, nodeOffsets, rowCounts, labels);
        _rowOfNode = new Lazy<int[]>(FindRows);
    }

    /// <summary>The graphs, G.</summary>
    public IdMap Graphs { get; }

    /// <summary>The number of nodes of all graphs together, N.</summary>
    public int NodeCount => _nodeOffsets[^1];

    /// <summary>The number of rows of the edge table that count, R.</summary>
    public int RowCount => _edges.RowCount;

    /// <summary>Whether a row is an edge in both directions.</summary>
    public bool IsUndirected => _edges.IsUndirected;

    /// <summary>The class of each graph, <c>[G]</c>, -1 for none; empty if there is no column of such labels.</summary>
    public ReadOnlySpan<int> GraphLabels => _labels;

    /// <summary>The names of the classes of graphs: by value if all are whole numbers, else in the order of their characters.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>The names of the classes of nodes, in the same order.</summary>
    public IReadOnlyList<string> NodeClassNames => _nodes?.ClassNames ?? [];

    /// <summary>The names of the node features, F.</summary>
    public IReadOnlyList<string> FeatureNames => _nodes?.FeatureNames ?? [];

    /// <summary>The rows of both tables left out because a value was missing.</summary>
    public long DroppedCount => _edges.DroppedCount + (_nodes?.DroppedCount ?? 0);

    /// <summary>The rows of the edge table left out because they named a node that is not known.</summary>
    public long UnknownCount => _edges.UnknownCount;

    /// <summary>The rows of both tables left out because they repeated an edge or a node.</summary>
    public long DuplicateCount => _edges.DuplicateCount + (_nodes?.DuplicateCount ?? 0);

    /// <summary>The id of a node, made anew as a string.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <param name="node">The node's number in its graph.</param>
    /// <returns>The id, as the tables have it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph or node.</exception>
    public string IdOf(int graph, int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graph);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(graph, Graphs.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, _nodeOffsets[graph + 1] - _nodeOffsets[graph]);
        return _ids.Kind == IdKind.Index
            ? node.ToString(CultureInfo.InvariantCulture)
            : Encoding.UTF8.GetString(_ids.IdOf(_rowOfNode.Value[_nodeOffsets[graph] + node]));
    }

    /// <summary>The set of the graphs: weights, times, signs and features of edges become the edge columns <c>weight</c>, <c>time</c>, <c>sign</c> and
    /// <c>edge_attr</c>, features of nodes the node column <c>x</c> and their labels <c>y</c>, labels of graphs the graph column <c>y</c>.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The set, owned by the caller. Directed: the edges of a graph are its rows. Undirected: the edges of a row follow each other, the second its
    /// reverse; a self-loop is one edge.</returns>
    public GraphSet ToGraphSet(Engine? engine = null)
    {
        (int[] sources, int[] targets, int[]? rows) = _edges.ToEdges();
        int[] nodeCounts = [.. Enumerable.Range(0, Graphs.Count).Select(graph => _nodeOffsets[graph + 1] - _nodeOffsets[graph])];
        GraphSet set = GraphSet.FromEdges(nodeCounts, EdgeCounts(sources, targets), sources, targets, IsUndirected);
        foreach ((string name, Tensor column) in _edges.ColumnsOf(rows, hasSigns: true, engine))
        {
            set = Replace(set, set.WithEdgeColumn(name, column));
        }

        foreach ((string name, Tensor column) in _nodes?.ColumnsOf(set.NodeCount, _places, engine) ?? [])
        {
            set = Replace(set, set.WithNodeColumn(name, column));
        }

        if (NodeClassNames.Count > 0)
        {
            set = Replace(set, set.WithNodeLabels(_nodes!.LabelsOf(set.NodeCount, _places), NodeClassNames, engine));
        }

        return _labels.Length == 0 ? set : Replace(set, set.WithLabels(_labels, ClassNames, engine));
    }

    /// <summary>The counts, for example <c>GraphSetTable: 188 graphs, 3371 nodes, 3721 rows (undirected); left out: 0 with missing values, 0 with unknown nodes,
    /// 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"GraphSetTable: {Graphs.Count} graphs, {NodeCount} nodes, {RowCount} rows ({(IsUndirected ? "undirected" : "directed")}); left out: {DroppedCount} with missing values, {UnknownCount} with unknown nodes, {DuplicateCount} duplicates");

    // The edges of a graph: of an undirected one two a row, but for self-loops.
    private int[] EdgeCounts(int[] sources, int[] targets)
    {
        int[] counts = new int[_rowCounts.Length];
        for (int graph = 0, edge = 0; graph < counts.Length; graph++)
        {
            int start = edge;
            for (int row = 0; row < _rowCounts[graph]; row++)
            {
                edge += IsUndirected && sources[edge] != targets[edge] ? 2 : 1;
            }

            counts[graph] = edge - start;
        }

        return counts;
    }

    private int[] FindRows()
    {
        int[] rows = new int[NodeCount];
        for (int row = 0; row < _places.Length; row++)
        {
            rows[_places[row]] = row;
        }

        return rows;
    }

    private static GraphSet Replace(GraphSet old, GraphSet changed)
    {
        old.Dispose();
        return changed;
    }
}
