using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

public sealed partial class NodeTable
{
    /// <summary>Adds features and labels to a graph of these nodes, or of these and others after them.</summary>
    /// <param name="graph">A graph whose first N nodes are these; further ones get features of 0 and no label.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with the given one; the caller disposes both.</returns>
    /// <exception cref="ArgumentException">The graph has fewer nodes.</exception>
    public Graph AddTo(Graph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckCount(graph.NodeCount, nameof(graph));
        Graph result = Add(graph.To(engine ?? Engine.Default), ColumnsOf(graph.NodeCount, places: null, engine), (to, name, column) => to.WithNodeColumn(name, column, replace: true));
        return _labels.Length == 0 ? result : Replace(result, result.WithLabels(LabelsOf(graph.NodeCount, places: null), ClassNames, engine));
    }

    /// <summary>Adds features and labels to a signed graph of these nodes, or of these and others after them; such a graph keeps no names of classes.</summary>
    /// <param name="graph">A graph whose first N nodes are these; further ones get features of 0 and no label.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with the given one; the caller disposes both.</returns>
    /// <exception cref="ArgumentException">The graph has fewer nodes.</exception>
    public SignedGraph AddTo(SignedGraph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckCount(graph.NodeCount, nameof(graph));
        return Add(graph.To(engine ?? Engine.Default), AllColumnsOf(graph.NodeCount, engine), (to, name, column) => to.WithNodeColumn(name, column, replace: true));
    }

    /// <summary>Adds features and labels to a temporal graph of these nodes, or of these and others after them.</summary>
    /// <param name="graph">A graph whose first N nodes are these; further ones get features of 0 and no label.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with the given one; the caller disposes both.</returns>
    /// <exception cref="ArgumentException">The graph has fewer nodes.</exception>
    public TemporalGraph AddTo(TemporalGraph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckCount(graph.NodeCount, nameof(graph));
        TemporalGraph result = Add(graph.To(engine ?? Engine.Default), ColumnsOf(graph.NodeCount, places: null, engine), (to, name, column) => to.WithNodeColumn(name, column, replace: true));
        return _labels.Length == 0 ? result : Replace(result, result.WithLabels(LabelsOf(graph.NodeCount, places: null), ClassNames, engine));
    }

    /// <summary>Adds features and labels to a hypergraph of these nodes, or of these and others after them.</summary>
    /// <param name="graph">A hypergraph whose first N nodes are these; further ones get features of 0 and no label.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>A hypergraph that shares everything else with the given one; the caller disposes both.</returns>
    /// <exception cref="ArgumentException">The hypergraph has fewer nodes.</exception>
    public Hypergraph AddTo(Hypergraph graph, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckCount(graph.NodeCount, nameof(graph));
        Hypergraph result = Add(graph.To(engine ?? Engine.Default), ColumnsOf(graph.NodeCount, places: null, engine), (to, name, column) => to.WithNodeColumn(name, column, replace: true));
        return _labels.Length == 0 ? result : Replace(result, result.WithLabels(LabelsOf(graph.NodeCount, places: null), ClassNames, engine));
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

    private void CheckCount(int nodes, string argument)
    {
        if (nodes < Ids.Count)
        {
            throw new ArgumentException($"The node table has {Ids.Count} nodes, the graph only {nodes}.", argument);
        }
    }

    private static T Add<T>(T structure, IEnumerable<(string Name, Tensor Column)> columns, Func<T, string, Tensor, T> with)
        where T : IDisposable
    {
        foreach ((string name, Tensor column) in columns)
        {
            structure = Replace(structure, with(structure, name, column));
        }

        return structure;
    }

    private static T Replace<T>(T old, T changed)
        where T : IDisposable
    {
        old.Dispose();
        return changed;
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
