using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>What is looked for in the columns of every structure when it is validated.</summary>
internal static class ColumnDefects
{
    /// <summary>A column in words, for example <c>node column 'x'</c>.</summary>
    public static string NameOf(ColumnTable table, string name) => $"{table.RowName} column '{name}'";

    public static void AddNonFinite(List<GraphDefect> defects, params ReadOnlySpan<ColumnTable> tables)
    {
        foreach (ColumnTable table in tables)
        {
            foreach (string name in table.Names)
            {
                AddNonFinite(defects, table, name);
            }
        }
    }

    public static void AddFeatures(List<GraphDefect> defects, ColumnTable table)
    {
        if (table.TryGet(ColumnNames.Features, out Tensor? x) && (!x.DataType.IsFloating() || x.Shape.Rank != 2))
        {
            Add(defects, GraphDefectKind.FeatureFormat, table, ColumnNames.Features, $"a floating matrix [{table.RowCount}, F]", $"{x.DataType} {x.Shape}");
        }
    }

    public static void AddLabels(List<GraphDefect> defects, ColumnTable table, IReadOnlyList<string> classNames)
    {
        if (!table.Contains(ColumnNames.Labels))
        {
            return;
        }

        if (!table.TryGet(ColumnNames.Labels, out Tensor? y) || y.DataType != DataType.Int32 || y.Shape.Rank != 1)
        {
            string found = y is null ? "a sparse column" : $"{y.DataType} {y.Shape}";
            Add(defects, GraphDefectKind.LabelFormat, table, ColumnNames.Labels, $"Int32 [{table.RowCount}]", found);
            return;
        }

        int[] labels = y.ToArray<int>();
        AddWrong(defects, GraphDefectKind.LabelOutOfRange, table, ColumnNames.Labels, labels, label => label < -1, "labels are -1 for none, else 0 or more");
        if (classNames.Count > 0)
        {
            AddWrong(
                defects, GraphDefectKind.LabelWithoutName, table, ColumnNames.Labels, labels, label => label >= classNames.Count, $"there are {classNames.Count} class names");
        }
    }

    public static void AddWeights(List<GraphDefect> defects, ColumnTable table, GraphDefectKind format, GraphDefectKind negative)
    {
        if (!table.Contains(ColumnNames.EdgeWeights))
        {
            return;
        }

        if (!table.TryGet(ColumnNames.EdgeWeights, out Tensor? weights) || !weights.DataType.IsFloating() || weights.Shape.Rank != 1)
        {
            string found = weights is null ? "a sparse column" : $"{weights.DataType} {weights.Shape}";
            Add(defects, format, table, ColumnNames.EdgeWeights, $"floating [{table.RowCount}]", found);
            return;
        }

        AddWrong(defects, negative, table, ColumnNames.EdgeWeights, weights.ToArray<double>(), weight => weight < 0, "weights are 0 or more");
    }

    public static void AddTimes(List<GraphDefect> defects, ColumnTable table)
    {
        if (table.Contains(ColumnNames.Times)
            && (!table.TryGet(ColumnNames.Times, out Tensor? times) || times.DataType != DataType.Int64 || times.Shape.Rank != 1))
        {
            string found = times is null ? "a sparse column" : $"{times.DataType} {times.Shape}";
            Add(defects, GraphDefectKind.TimeFormat, table, ColumnNames.Times, $"Int64 [{table.RowCount}]", found);
        }
    }

    /// <summary>Throws if there are defects, with the list of them.</summary>
    public static void ThrowIfAny(string structure, IReadOnlyList<GraphDefect> defects)
    {
        if (defects.Count > 0)
        {
            string list = string.Concat(defects.Select(defect => $"{Environment.NewLine}- {defect}"));
            throw new InvalidOperationException($"The {structure} has {defects.Count} {(defects.Count == 1 ? "defect" : "defects")}:{list}");
        }
    }

    private static void AddNonFinite(List<GraphDefect> defects, ColumnTable table, string name)
    {
        SparseTensor? sparse = table.IsSparse(name) ? table.Sparse(name) : null;
        Tensor values = sparse?.Values ?? table[name];
        if (!values.DataType.IsFloating() || values.AllFinite())
        {
            return;
        }

        double[] elements = values.ToArray<double>();
        int first = Array.FindIndex(elements, value => !double.IsFinite(value));
        long width = values.Shape.With(0, 1).Count;
        (long row, long column) = (first / width, first % width);
        if (sparse is not null)
        {
            row = 0;
            while (sparse.Structure.RowPointers[row + 1] <= first)
            {
                row++;
            }

            column = sparse.Structure.ColumnIndices[first];
        }

        string place = string.Create(CultureInfo.InvariantCulture, $"{elements[first]} at row {row}, column {column}");
        defects.Add(new GraphDefect(GraphDefectKind.NonFiniteValue, NameOf(table, name), elements.LongCount(value => !double.IsFinite(value)), place));
    }

    private static void Add(List<GraphDefect> defects, GraphDefectKind kind, ColumnTable table, string name, string expected, string found) =>
        defects.Add(new GraphDefect(kind, NameOf(table, name), 1, $"expected {expected}, got {found}"));

    private static void AddWrong<T>(
        List<GraphDefect> defects, GraphDefectKind kind, ColumnTable table, string name, T[] values, Predicate<T> isWrong, string rule)
    {
        int first = Array.FindIndex(values, isWrong);
        if (first >= 0)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{values[first]} at {table.RowName} {first}; {rule}");
            defects.Add(new GraphDefect(kind, NameOf(table, name), values.LongCount(value => isWrong(value)), place));
        }
    }
}
