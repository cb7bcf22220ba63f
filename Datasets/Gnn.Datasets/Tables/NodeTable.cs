using System.Globalization;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

/// <summary>Nodes read from a table: their ids, features and labels. Rows are in the order of the file, or of the node numbers where ids are those.</summary>
public sealed partial class NodeTable
{
    /// <summary>The name of the node column that is true where a feature was known, Bool <c>[N, F]</c>.</summary>
    public const string FeatureMaskColumn = "x_known";

    private readonly float[] _features;
    private readonly bool[]? _featureMask;
    private readonly int[] _labels;

    private NodeTable(IdMap ids, float[] features, bool[]? featureMask, string[] featureNames, int[] labels, string[] classNames)
    {
        (Ids, FeatureNames, ClassNames) = (ids, featureNames, classNames);
        (_features, _featureMask, _labels) = (features, featureMask, labels);
    }

    /// <summary>The ids, N.</summary>
    public IdMap Ids { get; }

    /// <summary>The names of the features, F.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features, <c>[N, F]</c>, row-major.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>Where features were known, <c>[N, F]</c>; empty if none was missing.</summary>
    public ReadOnlySpan<bool> FeatureMask => _featureMask;

    /// <summary>The class of each node, <c>[N]</c>, -1 for none; empty if there is no column of labels.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The names of the classes: by value if all are whole numbers, else in the order of their characters.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The rows left out because a value was missing.</summary>
    public long DroppedCount { get; private init; }

    /// <summary>The rows left out because they repeated an id.</summary>
    public long DuplicateCount { get; private init; }

    /// <summary>Adds features and labels to a graph of these nodes, or of these and others after them.</summary>
    /// <param name="graph">A graph whose first N nodes are these; further ones get features of 0 and no label.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with the given one; the caller disposes both.</returns>
    /// <exception cref="ArgumentException">The graph has fewer nodes.</exception>
    public Graph AddTo(Graph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.NodeCount < Ids.Count)
        {
            throw new ArgumentException($"The node table has {Ids.Count} nodes, the graph only {graph.NodeCount}.", nameof(graph));
        }

        Graph result = graph.To(engine ?? Engine.Default);
        foreach ((string name, Tensor column) in ColumnsOf(graph.NodeCount, places: null, engine))
        {
            result = Replace(result, bare => bare.WithNodeColumn(name, column, replace: true));
        }

        return _labels.Length == 0 ? result : Replace(result, bare => bare.WithLabels(LabelsOf(graph.NodeCount, places: null), ClassNames, engine));
    }

    /// <summary>The features and their mask, for a structure of at least these nodes.</summary>
    /// <param name="nodes">The number of its nodes; those without a row get features of 0.</param>
    /// <param name="places">The node of each row; null if row i is node i.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    internal IEnumerable<(string Name, Tensor Column)> ColumnsOf(int nodes, int[]? places, Engine? engine)
    {
        int width = FeatureNames.Count;
        if (width > 0)
        {
            yield return (ColumnNames.Features, Tensor.Create(Placed(_features, nodes, width, places, 0), new Shape(nodes, width), engine));
        }

        if (_featureMask is not null)
        {
            yield return (FeatureMaskColumn, Tensor.Create(Placed(_featureMask, nodes, width, places, false), new Shape(nodes, width), engine));
        }
    }

    /// <summary>The features, their mask and the labels, for a structure whose first nodes are these.</summary>
    internal IEnumerable<(string Name, Tensor Column)> AllColumnsOf(int nodes, Engine? engine)
    {
        IEnumerable<(string, Tensor)> columns = ColumnsOf(nodes, places: null, engine);
        return _labels.Length == 0 ? columns : columns.Append((ColumnNames.Labels, Tensor.Create(LabelsOf(nodes, places: null), new Shape(nodes), engine)));
    }

    /// <summary>The table of some of the rows: of features those that any of them has, of classes those of their labels.</summary>
    internal NodeTable Part(int[] rows, IdMap ids)
    {
        int width = FeatureNames.Count;
        int[] kept = [.. Enumerable.Range(0, width).Where(column => _featureMask is null || Array.Exists(rows, row => _featureMask[(row * width) + column]))];
        bool[]? mask = _featureMask is null ? null : Cut(_featureMask, rows, kept, width);
        int[] labels = _labels.Length == 0 ? [] : Array.ConvertAll(rows, row => _labels[row]);
        int[] used = [.. labels.Where(label => label >= 0).Distinct().Order()];
        labels = used.Length == 0 ? [] : Array.ConvertAll(labels, label => label < 0 ? -1 : Array.BinarySearch(used, label));
        string[] classes = ClassOrder.Apply(Array.ConvertAll(used, label => ClassNames[label]), labels);
        return new NodeTable(ids, Cut(_features, rows, kept, width), mask?.Contains(false) == true ? mask : null, Array.ConvertAll(kept, column => FeatureNames[column]), labels, classes);
    }

    private static T[] Cut<T>(T[] values, int[] rows, int[] columns, int width)
    {
        var cut = new T[checked(rows.Length * columns.Length)];
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            foreach (int column in columns)
            {
                cut[at++] = values[(rows[i] * width) + column];
            }
        }

        return cut;
    }

    /// <summary>The labels, for a structure of at least these nodes; those without a row get none.</summary>
    internal int[] LabelsOf(int nodes, int[]? places) => Placed(_labels, nodes, 1, places, -1);

    /// <summary>The counts, for example <c>NodeTable: 34 nodes, 2 features, 2 classes; left out: 0 with missing values, 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NodeTable: {Ids.Count} nodes, {FeatureNames.Count} features, {ClassNames.Count} classes; left out: {DroppedCount} with missing values, {DuplicateCount} duplicates");

    private static Graph Replace(Graph graph, Func<Graph, Graph> change)
    {
        using (graph)
        {
            return change(graph);
        }
    }

    private static T[] Placed<T>(T[] values, int nodes, int width, int[]? places, T padding)
    {
        if (places is null && values.Length == (long)nodes * width)
        {
            return values;
        }

        var placed = new T[checked(nodes * width)];
        Array.Fill(placed, padding);
        for (int row = 0; row < values.Length / width; row++)
        {
            Array.Copy(values, row * width, placed, (places?[row] ?? row) * width, width);
        }

        return placed;
    }
}
