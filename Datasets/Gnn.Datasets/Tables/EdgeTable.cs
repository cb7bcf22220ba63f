using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

/// <summary>Edges read from a table: their ends as dense node numbers, and the columns that were asked for, in the order of the rows.</summary>
public sealed partial class EdgeTable
{
    /// <summary>The name of the edge column of times, Int64 <c>[E]</c>.</summary>
    public const string TimeColumn = "time";

    /// <summary>The name of the edge column of signs, 1 or -1, floating <c>[E]</c>.</summary>
    public const string SignColumn = "sign";

    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private readonly long[] _times;
    private readonly float[] _signs;
    private readonly float[] _features;
    private readonly bool[]? _featureMask;

    private EdgeTable(
        IdMap nodes, bool isUndirected, int[] sources, int[] targets, float[] weights, long[] times, float[] signs, float[] features, bool[]? featureMask,
        string[] featureNames)
    {
        (Nodes, IsUndirected, FeatureNames) = (nodes, isUndirected, featureNames);
        (_sources, _targets, _weights, _times, _signs, _features, _featureMask) = (sources, targets, weights, times, signs, features, featureMask);
    }

    /// <summary>The nodes: those of the node table, if one went before, then those that the edges added, in the order of the rows, sources first.</summary>
    public IdMap Nodes { get; }

    /// <summary>Whether a row is an edge in both directions.</summary>
    public bool IsUndirected { get; }

    /// <summary>The number of rows that count, R.</summary>
    public int RowCount => _sources.Length;

    /// <summary>The source of each row, <c>[R]</c>.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The target of each row, <c>[R]</c>.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The weight of each row, <c>[R]</c>; empty if there is no column of weights.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The time of each row, <c>[R]</c>, as its notation says; empty if there is no column of times.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>The sign of each row, 1 or -1, <c>[R]</c>; empty if there is no column of signs.</summary>
    public ReadOnlySpan<float> Signs => _signs;

    /// <summary>The names of the features, D.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features of each row, <c>[R, D]</c>, row-major.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>Where features were known, <c>[R, D]</c>; empty if none was missing.</summary>
    public ReadOnlySpan<bool> FeatureMask => _featureMask;

    /// <summary>The rows left out because a value was missing.</summary>
    public long DroppedCount { get; private init; }

    /// <summary>The rows left out because they named a node that is not known.</summary>
    public long UnknownCount { get; private init; }

    /// <summary>The rows left out because they repeated an edge.</summary>
    public long DuplicateCount { get; private init; }

    /// <summary>The graph of the edges: weights, times, signs and features become the edge columns <c>weight</c>, <c>time</c>, <c>sign</c> and <c>edge_attr</c>.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph of <c>Nodes.Count</c> nodes, owned by the caller. Directed: edge i is row i. Undirected: the edges of a row follow each other, the second
    /// its reverse; a self-loop is one edge.</returns>
    public Graph ToGraph(Engine? engine = null)
    {
        (int[] sources, int[] targets, int[]? rows) = ToEdges();
        Graph graph = Graph.FromEdges(Nodes.Count, sources, targets, IsUndirected);
        foreach ((string name, Tensor column) in ColumnsOf(rows, hasSigns: true, engine))
        {
            using Graph bare = graph;
            graph = bare.WithEdgeColumn(name, column);
        }

        return graph;
    }

    /// <summary>The signed graph of the edges: weights, times and features become the edge columns <c>weight</c>, <c>time</c> and <c>edge_attr</c>.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph of <c>Nodes.Count</c> nodes, owned by the caller, with its edges in the order of <see cref="ToGraph"/>.</returns>
    /// <exception cref="InvalidOperationException">The table was read without a column of signs.</exception>
    public SignedGraph ToSignedGraph(Engine? engine = null)
    {
        if (_signs.Length != _sources.Length)
        {
            throw new InvalidOperationException("The edges have no signs: name their column when the table is read, for example Sign = \"sign\".");
        }

        (int[] sources, int[] targets, int[]? rows) = ToEdges();
        int[] signs = new int[sources.Length];
        for (int edge = 0; edge < signs.Length; edge++)
        {
            signs[edge] = (int)_signs[rows?[edge] ?? edge];
        }

        SignedGraph graph = SignedGraph.FromEdges(Nodes.Count, sources, targets, signs, IsUndirected);
        foreach ((string name, Tensor column) in ColumnsOf(rows, hasSigns: false, engine))
        {
            using SignedGraph bare = graph;
            graph = bare.WithEdgeColumn(name, column);
        }

        return graph;
    }

    /// <summary>The ends of edges, and the row of each if it is not its own.</summary>
    internal (int[] Sources, int[] Targets, int[]? Rows) ToEdges()
    {
        if (!IsUndirected)
        {
            return (_sources, _targets, null);
        }

        int loops = 0;
        for (int row = 0; row < _sources.Length; row++)
        {
            loops += _sources[row] == _targets[row] ? 1 : 0;
        }

        int edges = checked((2 * _sources.Length) - loops);
        (int[] sources, int[] targets, int[] rows) = (new int[edges], new int[edges], new int[edges]);
        int edge = 0;
        for (int row = 0; row < _sources.Length; row++)
        {
            (sources[edge], targets[edge], rows[edge++]) = (_sources[row], _targets[row], row);
            if (_sources[row] != _targets[row])
            {
                (sources[edge], targets[edge], rows[edge++]) = (_targets[row], _sources[row], row);
            }
        }

        return (sources, targets, rows);
    }

    /// <summary>What is known of the edges, as columns.</summary>
    /// <param name="rows">The row of each edge; null if row i is edge i.</param>
    /// <param name="hasSigns">Whether signs are among them.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    internal IEnumerable<(string Name, Tensor Column)> ColumnsOf(int[]? rows, bool hasSigns, Engine? engine)
    {
        if (_weights.Length > 0)
        {
            yield return (ColumnNames.EdgeWeights, Column(_weights, rows, width: 1, isMatrix: false, engine));
        }

        if (_times.Length > 0)
        {
            yield return (TimeColumn, Column(_times, rows, width: 1, isMatrix: false, engine));
        }

        if (hasSigns && _signs.Length > 0)
        {
            yield return (SignColumn, Column(_signs, rows, width: 1, isMatrix: false, engine));
        }

        if (_features.Length > 0)
        {
            yield return (ColumnNames.EdgeFeatures, Column(_features, rows, FeatureNames.Count, isMatrix: true, engine));
        }
    }

    /// <summary>The counts, for example <c>EdgeTable: 78 rows (undirected), 34 nodes; left out: 0 with missing values, 0 with unknown nodes, 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"EdgeTable: {RowCount} rows ({(IsUndirected ? "undirected" : "directed")}), {Nodes.Count} nodes; left out: {DroppedCount} with missing values, {UnknownCount} with unknown nodes, {DuplicateCount} duplicates");

    private static Tensor Column<T>(T[] values, int[]? rows, int width, bool isMatrix, Engine? engine)
        where T : unmanaged
    {
        T[] byEdge = rows is null ? values : Pick(values, rows, width);
        return Tensor.Create(byEdge, isMatrix ? new Shape(byEdge.Length / width, width) : new Shape(byEdge.Length), engine);
    }
}
