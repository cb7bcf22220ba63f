namespace Gnn.Sampling.Negatives;

/// <summary>A set of pairs by row: columns in rising order, each once. Whatever is not in it is free, and can be counted and found by its rank.</summary>
internal sealed class PairRows
{
    private readonly long[] _starts;
    private readonly int[] _columns;

    private PairRows(int columnCount, long[] starts, int[] columns) => (ColumnCount, _starts, _columns) = (columnCount, starts, columns);

    internal int RowCount => _starts.Length - 1;

    internal int ColumnCount { get; }

    /// <summary>How many pairs are free.</summary>
    internal long FreeTotal => FreeBefore(RowCount);

    /// <summary>Sorts pairs into rows. O(E log d).</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <param name="rows">The row of each pair.</param>
    /// <param name="columns">The column of each pair.</param>
    /// <param name="isSymmetric">Whether each pair's reverse is added.</param>
    /// <param name="withDiagonal">Whether all (i, i) are added.</param>
    internal static PairRows Create(int rowCount, int columnCount, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, bool isSymmetric, bool withDiagonal)
    {
        long[] starts = new long[rowCount + 1L];
        for (int i = 0; i < rows.Length; i++)
        {
            starts[rows[i] + 1L]++;
            if (isSymmetric)
            {
                starts[columns[i] + 1L]++;
            }
        }

        for (int row = 0; row < rowCount; row++)
        {
            starts[row + 1L] += starts[row] + (withDiagonal ? 1 : 0);
        }

        int[] sorted = new int[starts[rowCount]];
        long[] next = [.. starts];
        for (int i = 0; i < rows.Length; i++)
        {
            sorted[next[rows[i]]++] = columns[i];
            if (isSymmetric)
            {
                sorted[next[columns[i]]++] = rows[i];
            }
        }

        for (int row = 0; row < rowCount && withDiagonal; row++)
        {
            sorted[next[row]] = row;
        }

        return new PairRows(columnCount, starts, Distinct(starts, sorted));
    }

    /// <summary>The columns of a row.</summary>
    internal ReadOnlySpan<int> Row(int row) => _columns.AsSpan((int)_starts[row], Count(row));

    /// <summary>How many columns a row has.</summary>
    internal int Count(int row) => (int)(_starts[row + 1] - _starts[row]);

    /// <summary>How many rows each column is in.</summary>
    internal int[] ColumnCounts()
    {
        int[] counts = new int[ColumnCount];
        foreach (int column in _columns)
        {
            counts[column]++;
        }

        return counts;
    }

    /// <summary>How many columns are free in a row.</summary>
    internal int FreeCount(int row) => ColumnCount - Count(row);

    internal bool Contains(int row, int column) => Row(row).BinarySearch(column) >= 0;

    /// <summary>The free column of a row with a rank, from 0 to the number of free ones - 1: the one that so many free ones come before.</summary>
    internal int FreeAt(int row, int rank) => FreeAt(Row(row), rank);

    /// <summary>The free pair with a rank, by row and column.</summary>
    internal (int Row, int Column) FreeAt(long rank)
    {
        // The last row that no more than so many come before; of rows with nothing free, the one after them.
        int low = 0;
        int high = RowCount - 1;
        while (low < high)
        {
            int middle = low + ((high - low + 1) >> 1);
            (low, high) = FreeBefore(middle) <= rank ? (middle, high) : (low, middle - 1);
        }

        return (low, FreeAt(low, (int)(rank - FreeBefore(low))));
    }

    private static int FreeAt(ReadOnlySpan<int> row, int rank)
    {
        // Before row[i] are row[i] - i free columns.
        int low = 0;
        int high = row.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = row[middle] - middle <= rank ? (middle + 1, high) : (low, middle);
        }

        return rank + low;
    }

    /// <summary>Sorts each row and drops repeats; moves the starts along.</summary>
    private static int[] Distinct(long[] starts, int[] columns)
    {
        int count = 0;
        int first = 0;
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            int end = (int)starts[row + 1];
            Span<int> unsorted = columns.AsSpan(first, end - first);
            unsorted.Sort();
            int start = count;
            foreach (int column in unsorted)
            {
                if (count == start || columns[count - 1] != column)
                {
                    columns[count++] = column;
                }
            }

            (first, starts[row + 1]) = (end, count);
        }

        return columns[..count];
    }

    /// <summary>How many free pairs the rows before one have.</summary>
    private long FreeBefore(int row) => ((long)row * ColumnCount) - _starts[row];
}
