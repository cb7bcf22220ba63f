using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>A column to be written: its name and a value for each row.</summary>
public sealed class TableColumn
{
    private readonly Action<int, TableText> _write;
    private readonly Func<int, int, ColumnValues> _take;

    private TableColumn(string name, ColumnType type, int rowCount, Action<int, TableText> write, Func<int, int, ColumnValues> take)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Type, RowCount, _write, _take) = (name, type, rowCount, write, take);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the values are. Ids are texts, or whole numbers where they are node numbers.</summary>
    public ColumnType Type { get; }

    /// <summary>The number of rows, R.</summary>
    public int RowCount { get; }

    /// <summary>All ids of a map, in their order.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="ids">The ids.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIds(string name, IdMap ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Ids(name, ids, ids.Count, row => row);
    }

    /// <summary>The ids of given nodes.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="nodes">The node of each row, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIds(string name, IdMap ids, ReadOnlyMemory<int> nodes)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Ids(name, ids, nodes.Length, row => nodes.Span[row]);
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
        return new TableColumn(
            name, ColumnType.Single, rows, (row, text) => text.Number(values.Span[start + (row * stride)]),
            (first, count) => ColumnValues.OfSingles(Fill(first, count, row => values.Span[start + (row * stride)])));
    }

    /// <summary>Whole numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfIntegers(string name, ReadOnlyMemory<long> values) =>
        new(name, ColumnType.Integer, values.Length, (row, text) => text.Text(values.Span[row].ToString(CultureInfo.InvariantCulture)),
            (first, count) => ColumnValues.OfIntegers(values.Span.Slice(first, count).ToArray()));

    /// <summary>Times, as text <c>2024-05-31T12:30:00.000Z</c>.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">Milliseconds since 1970-01-01 UTC, in the years 1 to 9999, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is in another year.</exception>
    public static TableColumn OfTimes(string name, ReadOnlyMemory<long> values)
    {
        foreach (long time in values.Span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, -62_135_596_800_000, nameof(values));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, 253_402_300_799_999, nameof(values));
        }

        return new TableColumn(
            name, ColumnType.Time, values.Length,
            (row, text) => text.Text(DateTime.UnixEpoch.AddMilliseconds(values.Span[row]).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)),
            (first, count) => ColumnValues.OfTimes(values.Span.Slice(first, count).ToArray()));
    }

    /// <summary>Classes by name; the empty field for a label of -1.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="labels">The label of each row, <c>[R]</c>.</param>
    /// <param name="classNames">The names of the classes; a label beyond them is written as a number.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfLabels(string name, ReadOnlyMemory<int> labels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        string? NameOf(int row)
        {
            int label = labels.Span[row];
            return label < 0 ? null : label < classNames.Count ? classNames[label] : label.ToString(CultureInfo.InvariantCulture);
        }

        return new TableColumn(
            name, ColumnType.Text, labels.Length, (row, text) => text.Text(NameOf(row) ?? ""), (first, count) => ColumnValues.OfTexts(Fill(first, count, NameOf)));
    }

    /// <summary>Texts.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values, <c>[R]</c>.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfTexts(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new TableColumn(name, ColumnType.Text, values.Count, (row, text) => text.Text(values[row]), (first, count) => ColumnValues.OfTexts(Fill(first, count, row => (string?)values[row])));
    }

    /// <summary>The values of some rows, for a writer of another format.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <returns>The values, of this column's <see cref="Type"/>; a label of -1 is missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many rows.</exception>
    public ColumnValues Take(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + count, RowCount, nameof(count));
        return _take(start, count);
    }

    internal void Write(int row, TableText text) => _write(row, text);

    private static TableColumn Ids(string name, IdMap ids, int rows, Func<int, int> nodeOf) => new(
        name, ids.Table is null ? ColumnType.Integer : ColumnType.Text, rows, (row, text) => text.Id(ids, nodeOf(row)),
        (first, count) => ids.Table is null
            ? ColumnValues.OfIntegers(Fill(first, count, row => (long)nodeOf(row)))
            : ColumnValues.OfTexts(Fill(first, count, row => (string?)ids[nodeOf(row)])));

    private static T[] Fill<T>(int start, int count, Func<int, T> valueOf)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = valueOf(start + i);
        }

        return values;
    }
}
