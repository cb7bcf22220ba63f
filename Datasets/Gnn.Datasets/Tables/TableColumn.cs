using System.Globalization;
using System.Text;

namespace Gnn.Datasets.Tables;

/// <summary>A column to be written: its name and a value for each row.</summary>
public sealed class TableColumn
{
    private readonly Action<int, TableText> _write;

    private TableColumn(string name, int rowCount, Action<int, TableText> write)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, RowCount, _write) = (name, rowCount, write);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number of rows, R.</summary>
    public int RowCount { get; }

    /// <summary>All ids of a map, in their order.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="ids">The ids.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIds(string name, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new TableColumn(name, ids.Count, (row, text) => text.Id(ids, row));
    }

    /// <summary>The ids of given nodes.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="nodes">The node of each row, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIds(string name, IdMap ids, ReadOnlyMemory<int> nodes)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new TableColumn(name, nodes.Length, (row, text) => text.Id(ids, nodes.Span[row]));
    }

    /// <summary>Numbers, written so that reading gives the same bits.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values.</param>
    /// <param name="start">The place of the first row's value.</param>
    /// <param name="stride">How far the next row's value is: the width of a row-major matrix of which this is a column.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not positive, or the start is negative.</exception>
    public static TableColumn OfNumbers(string name, ReadOnlyMemory<float> values, int start = 0, int stride = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        int rows = values.Length <= start ? 0 : ((values.Length - start - 1) / stride) + 1;
        return new TableColumn(name, rows, (row, text) => text.Number(values.Span[start + (row * stride)]));
    }

    /// <summary>Whole numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIntegers(string name, ReadOnlyMemory<long> values) =>
        new(name, values.Length, (row, text) => text.Text(values.Span[row].ToString(CultureInfo.InvariantCulture)));

    /// <summary>Classes by name; the empty field for a label of -1.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="labels">The label of each row, <c>[R]</c>.</param>
    /// <param name="classNames">The names of the classes; a label beyond them is written as a number.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfLabels(string name, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        return new TableColumn(name, labels.Length, (row, text) =>
        {
            int label = labels.Span[row];
            text.Text(label < 0 ? "" : label < classNames.Count ? classNames[label] : label.ToString(CultureInfo.InvariantCulture));
        });
    }

    /// <summary>Texts.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfTexts(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new TableColumn(name, values.Count, (row, text) => text.Text(values[row]));
    }

    internal void Write(int row, TableText text) => _write(row, text);
}
