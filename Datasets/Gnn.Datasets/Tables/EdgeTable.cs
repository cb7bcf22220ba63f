using System.Globalization;
using Gnn.Graphs;
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
        if (!IsUndirected)
        {
            return WithColumns(Graph.FromEdges(Nodes.Count, _sources, _targets), rows: null, engine);
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

        return WithColumns(Graph.FromEdges(Nodes.Count, sources, targets, isUndirected: true), rows, engine);
    }

    /// <summary>The counts, for example <c>EdgeTable: 78 rows (undirected), 34 nodes; left out: 0 with missing values, 0 with unknown nodes, 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"EdgeTable: {RowCount} rows ({(IsUndirected ? "undirected" : "directed")}), {Nodes.Count} nodes; left out: {DroppedCount} with missing values, {UnknownCount} with unknown nodes, {DuplicateCount} duplicates");

    private Graph WithColumns(Graph graph, int[]? rows, Engine? engine)
    {
        graph = _weights.Length == 0 ? graph : Add(graph, ColumnNames.EdgeWeights, _weights, width: 1, isMatrix: false);
        graph = _times.Length == 0 ? graph : Add(graph, TimeColumn, _times, width: 1, isMatrix: false);
        graph = _signs.Length == 0 ? graph : Add(graph, SignColumn, _signs, width: 1, isMatrix: false);
        return _features.Length == 0 ? graph : Add(graph, ColumnNames.EdgeFeatures, _features, FeatureNames.Count, isMatrix: true);

        Graph Add<T>(Graph bare, string name, T[] values, int width, bool isMatrix)
            where T : unmanaged
        {
            T[] byEdge = rows is null ? values : new T[checked(rows.Length * width)];
            for (int edge = 0; rows is not null && edge < rows.Length; edge++)
            {
                values.AsSpan(rows[edge] * width, width).CopyTo(byEdge.AsSpan(edge * width));
            }

            using (bare)
            {
                Shape shape = isMatrix ? new Shape(byEdge.Length / width, width) : new Shape(byEdge.Length);
                return bare.WithEdgeColumn(name, Tensor.Create(byEdge, shape, engine));
            }
        }
    }
}
