using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>What can be wrong with the columns of any table.</summary>
internal static class ColumnChecks
{
    // Columns of more elements than an array holds are read in runs of rows.
    private const long RunElements = 1 << 24;

    /// <summary>How a message names a column.</summary>
    public static string NameOf(ColumnTable table, string name) => $"{table.RowName} column '{name}'";

    /// <summary>Lists columns that were disposed by others, and values that are not finite.</summary>
    /// <returns>Whether no column was disposed, so that all can be read.</returns>
    public static bool AddDefects(List<GraphDefect> defects, params ReadOnlySpan<ColumnTable> tables)
    {
        bool isWhole = true;
        foreach (ColumnTable table in tables)
        {
            foreach (string name in table.Names)
            {
                isWhole &= AddDefects(defects, table, name);
            }
        }

        return isWhole;
    }

    /// <summary>Adds a defect if a column has wrong values.</summary>
    /// <param name="defects">The list.</param>
    /// <param name="kind">What is wrong.</param>
    /// <param name="table">The table.</param>
    /// <param name="name">The column, floating or Int32.</param>
    /// <param name="isWrong">Whether a value is wrong.</param>
    /// <param name="describe">Says where the first wrong value is, given it and its place among all values.</param>
    private static void Add(
        List<GraphDefect> defects, GraphDefectKind kind, ColumnTable table, string name, Predicate<double> isWrong, Func<double, long, string> describe)
    {
        (long count, long first, double value) = (0, -1, 0);
        foreach ((double element, long place) in Elements(Values(table, name)))
        {
            if (isWrong(element))
            {
                (first, value) = count == 0 ? (place, element) : (first, value);
                count++;
            }
        }

        if (count > 0)
        {
            defects.Add(new GraphDefect(kind, NameOf(table, name), count, describe(value, first)));
        }
    }

    /// <summary>Adds a defect if a dense column is not of the type and the number of axes that its name asks for.</summary>
    /// <returns>Whether the column is there and as it should be.</returns>
    private static bool CheckFormat(
        List<GraphDefect> defects, GraphDefectKind kind, ColumnTable table, string name, Func<Tensor, bool> isRight, string expected, bool allowsSparse = false)
    {
        if (!table.Contains(name) || (table.IsSparse(name) && allowsSparse))
        {
            return false;
        }

        if (table.TryGet(name, out Tensor? column) && isRight(column))
        {
            return true;
        }

        string got = column is null ? $"a sparse column {table.Sparse(name).Shape}" : $"{column.DataType} {column.Shape}";
        defects.Add(new GraphDefect(kind, NameOf(table, name), 1, $"expected {expected}, got {got}"));
        return false;
    }

    /// <summary>Node features must be a floating matrix, labels an Int32 vector from -1 to the number of classes, if that is known.</summary>
    public static void AddNodeFormatDefects(List<GraphDefect> defects, ColumnTable nodes, int classCount)
    {
        CheckFormat(
            defects, GraphDefectKind.FeatureFormat, nodes, ColumnNames.Features, IsFloatingMatrix, Text($"a floating matrix [{nodes.RowCount}, F]"), allowsSparse: true);
        AddLabelDefects(defects, nodes, classCount);
    }

    /// <summary>Labels must be an Int32 vector from -1 to the number of classes, if that is known.</summary>
    public static void AddLabelDefects(List<GraphDefect> defects, ColumnTable table, int classCount)
    {
        const string labels = ColumnNames.Labels;
        if (!CheckFormat(defects, GraphDefectKind.LabelFormat, table, labels, column => IsVector(column, DataType.Int32), Text($"Int32 [{table.RowCount}]")))
        {
            return;
        }

        Add(defects, GraphDefectKind.LabelOutOfRange, table, labels, label => label < -1, (label, row) => $"{At(table, label, row)}; labels are -1 for none, else 0 or more");
        if (classCount > 0)
        {
            Add(
                defects, GraphDefectKind.LabelWithoutName, table, labels, label => label >= classCount, (label, row) => Text($"{At(table, label, row)}; there are {classCount} class names"));
        }
    }

    /// <summary>Edge features must be a floating matrix, weights a floating vector without negative values.</summary>
    public static void AddEdgeFormatDefects(List<GraphDefect> defects, ColumnTable edges, EdgeList list)
    {
        CheckFormat(
            defects, GraphDefectKind.EdgeFeatureFormat, edges, ColumnNames.EdgeFeatures, IsFloatingMatrix, Text($"a floating matrix [{edges.RowCount}, D]"), allowsSparse: true);
        AddWeightDefects(
            defects,
            edges,
            GraphDefectKind.EdgeWeightFormat,
            GraphDefectKind.NegativeEdgeWeight,
            (weight, edge) => Text($"{weight} at edge {edge} ({list.Sources[edge]} -> {list.Targets[edge]})"));
    }

    /// <summary>Weights must be a floating vector without negative values.</summary>
    public static void AddWeightDefects(
        List<GraphDefect> defects, ColumnTable table, GraphDefectKind format, GraphDefectKind negative, Func<double, long, string>? describe = null)
    {
        const string weights = ColumnNames.EdgeWeights;
        if (CheckFormat(
            defects, format, table, weights, column => column.DataType.IsFloating() && column.Shape.Rank == 1, Text($"floating [{table.RowCount}]")))
        {
            Add(defects, negative, table, weights, weight => weight < 0, describe ?? ((weight, row) => $"{At(table, weight, row)}; weights are 0 or more"));
        }
    }

    /// <summary>Times must be an Int64 vector.</summary>
    public static void AddTimeDefects(List<GraphDefect> defects, ColumnTable table) => CheckFormat(
        defects, GraphDefectKind.TimeFormat, table, ColumnNames.Times, column => IsVector(column, DataType.Int64), Text($"Int64 [{table.RowCount}]"));

    private static bool AddDefects(List<GraphDefect> defects, ColumnTable table, string name)
    {
        Tensor values = Values(table, name);
        if (values.IsDisposed || (table.IsSparse(name) && table.Sparse(name).Structure.IsDisposed))
        {
            defects.Add(new GraphDefect(GraphDefectKind.DisposedColumn, NameOf(table, name), 1, "its memory was ended by other than the graphs that own it"));
            return false;
        }

        if (values.DataType.IsFloating() && !values.AllFinite())
        {
            Add(defects, GraphDefectKind.NonFiniteValue, table, name, value => !double.IsFinite(value), (value, place) => NonFinitePlace(table, name, value, place));
        }

        return true;
    }

    // A row of a table of one type's nodes is a node.
    private static string At(ColumnTable table, double value, long row) => Text($"{value} at {table.RowName[(table.RowName.LastIndexOf(' ') + 1)..]} {row}");

    private static bool IsVector(Tensor column, DataType dataType) => column.DataType == dataType && column.Shape.Rank == 1;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool IsFloatingMatrix(Tensor tensor) => tensor.DataType.IsFloating() && tensor.Shape.Rank == 2;

    /// <summary>The elements of a floating or Int32 tensor with their places.</summary>
    private static IEnumerable<(double Value, long Place)> Elements(Tensor tensor)
    {
        long width = tensor.Shape.Count / Math.Max(1, tensor.Shape[0]);
        long rows = Math.Max(1, RunElements / Math.Max(1, width));
        for (long start = 0; start < tensor.Shape[0]; start += rows)
        {
            using Tensor run = tensor.Rows(start, Math.Min(rows, tensor.Shape[0] - start));
            double[] values = run.DataType.IsFloating() ? run.ToArray<double>() : Array.ConvertAll(run.ToArray<int>(), value => (double)value);
            for (int i = 0; i < values.Length; i++)
            {
                yield return (values[i], (start * width) + i);
            }
        }
    }

    private static string NonFinitePlace(ColumnTable table, string name, double value, long place)
    {
        long width = Math.Max(1, Values(table, name).Shape.Count / Math.Max(1, table.RowCount));
        (long row, long column) = table.IsSparse(name) ? EntryPlace(table.Sparse(name).Structure, place) : (place / width, place % width);
        return string.Create(CultureInfo.InvariantCulture, $"{value} at row {row}, column {column}");
    }

    private static (long Row, long Column) EntryPlace(SparseStructure structure, long entry)
    {
        int row = 0;
        while (structure.RowPointers[row + 1L] <= entry)
        {
            row++;
        }

        return (row, structure.ColumnIndices[entry]);
    }

    private static Tensor Values(ColumnTable table, string name) => table.IsSparse(name) ? table.Sparse(name).Values : table[name];
}
