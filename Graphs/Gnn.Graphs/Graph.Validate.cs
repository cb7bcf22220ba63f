using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>Lists every defect of the graph's data: one line for each kind in each column, with the count and the first place.</summary>
    /// <returns>The defects; empty for sound data.</returns>
    /// <remarks>Node ids, lengths and the reverse edges of an undirected graph are checked when the graph is made and cannot be wrong here.</remarks>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        foreach (ColumnTable table in (ReadOnlySpan<ColumnTable>)[Nodes, Edges, Globals])
        {
            foreach (string name in table.Names)
            {
                AddNonFinite(defects, table, name);
            }
        }

        AddFeatureFormat(defects);
        AddLabels(defects);
        AddEdgeWeights(defects);
        return defects;
    }

    /// <summary>Throws if the graph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid()
    {
        IReadOnlyList<GraphDefect> defects = Validate();
        if (defects.Count > 0)
        {
            string list = string.Concat(defects.Select(defect => $"{Environment.NewLine}- {defect}"));
            throw new InvalidOperationException($"The graph has {defects.Count} {(defects.Count == 1 ? "defect" : "defects")}:{list}");
        }
    }

    private static string ColumnOf(ColumnTable table, string name) => $"{table.RowName} column '{name}'";

    private static void AddNonFinite(List<GraphDefect> defects, ColumnTable table, string name)
    {
        bool isSparse = table.IsSparse(name);
        Tensor values = isSparse ? table.Sparse(name).Values : table[name];
        if (!values.DataType.IsFloating() || values.AllFinite())
        {
            return;
        }

        double[] elements = values.ToArray<double>();
        int first = Array.FindIndex(elements, value => !double.IsFinite(value));
        long width = Math.Max(1, elements.LongLength / Math.Max(1, table.RowCount));
        (long row, long column) = isSparse ? EntryPlace(table, name, first) : (first / width, first % width);
        string place = string.Create(CultureInfo.InvariantCulture, $"{elements[first]} at row {row}, column {column}");
        defects.Add(new GraphDefect(GraphDefectKind.NonFiniteValue, ColumnOf(table, name), elements.LongCount(value => !double.IsFinite(value)), place));
    }

    private static (long Row, long Column) EntryPlace(ColumnTable table, string name, long entry)
    {
        SparseStructure structure = table.Sparse(name).Structure;
        int row = 0;
        while (structure.RowPointers[row + 1L] <= entry)
        {
            row++;
        }

        return (row, structure.ColumnIndices[entry]);
    }

    private void AddFeatureFormat(List<GraphDefect> defects)
    {
        if (Nodes.TryGet(ColumnNames.Features, out Tensor? x) && (!x.DataType.IsFloating() || x.Shape.Rank != 2))
        {
            string place = $"expected a floating matrix [{NodeCount}, F], got {x.DataType} {x.Shape}";
            defects.Add(new GraphDefect(GraphDefectKind.FeatureFormat, ColumnOf(Nodes, ColumnNames.Features), 1, place));
        }
    }

    private void AddLabels(List<GraphDefect> defects)
    {
        if (!HasLabels)
        {
            return;
        }

        string column = ColumnOf(Nodes, ColumnNames.Labels);
        if (!Nodes.TryGet(ColumnNames.Labels, out Tensor? labels) || labels.DataType != DataType.Int32 || labels.Shape.Rank != 1)
        {
            string found = labels is null ? "a sparse column" : $"{labels.DataType} {labels.Shape}";
            defects.Add(new GraphDefect(GraphDefectKind.LabelFormat, column, 1, $"expected Int32 [{NodeCount}], got {found}"));
            return;
        }

        Add(GraphDefectKind.LabelOutOfRange, label => label < -1, "labels are -1 for none, else 0 or more");
        if (ClassNames.Count > 0)
        {
            Add(GraphDefectKind.LabelWithoutName, label => label >= ClassNames.Count, $"there are {ClassNames.Count} class names");
        }

        void Add(GraphDefectKind kind, Predicate<int> isWrong, string rule)
        {
            int first = Array.FindIndex(_labelArray.Value, isWrong);
            if (first >= 0)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"{_labelArray.Value[first]} at node {first}; {rule}");
                defects.Add(new GraphDefect(kind, column, _labelArray.Value.LongCount(label => isWrong(label)), place));
            }
        }
    }

    private void AddEdgeWeights(List<GraphDefect> defects)
    {
        if (!Edges.TryGet(ColumnNames.EdgeWeights, out Tensor? weights))
        {
            return;
        }

        string column = ColumnOf(Edges, ColumnNames.EdgeWeights);
        if (!weights.DataType.IsFloating() || weights.Shape.Rank != 1)
        {
            defects.Add(new GraphDefect(
                GraphDefectKind.EdgeWeightFormat, column, 1, $"expected floating [{EdgeCount}], got {weights.DataType} {weights.Shape}"));
            return;
        }

        double[] values = weights.ToArray<double>();
        int first = Array.FindIndex(values, value => value < 0);
        if (first >= 0)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{values[first]} at edge {first} ({Sources[first]} -> {Targets[first]})");
            defects.Add(new GraphDefect(GraphDefectKind.NegativeEdgeWeight, column, values.LongCount(value => value < 0), place));
        }
    }
}
