namespace Gnn.Datasets.Parsing;

/// <summary>A real matrix of a MAT file, dense or sparse, checked when it is read; its numbers stay as they are stored until they are asked for.</summary>
internal sealed class MatVariable
{
    private readonly MatNumbers _values;
    private readonly MatNumbers _rowIndices;
    private readonly MatNumbers _columnPointers;

    /// <summary>A dense matrix, column by column.</summary>
    public MatVariable(string name, int rows, int columns, MatNumbers values)
    {
        (Name, Rows, Columns, _values) = (name, rows, columns, values);
    }

    /// <summary>A sparse matrix in compressed column form; the caller has checked it.</summary>
    public MatVariable(string name, int rows, int columns, MatNumbers values, MatNumbers rowIndices, MatNumbers columnPointers)
        : this(name, rows, columns, values)
    {
        (_rowIndices, _columnPointers, IsSparse) = (rowIndices, columnPointers, true);
    }

    /// <summary>The name of the variable.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Whether the matrix is stored as sparse.</summary>
    public bool IsSparse { get; }

    /// <summary>The number of stored entries: of a dense matrix all.</summary>
    public int EntryCount => _values.Count;

    /// <summary>The entries of a dense matrix row by row, zeros where a sparse one has none.</summary>
    /// <returns>The entries, <c>[rows * columns]</c>.</returns>
    /// <exception cref="OverflowException">The matrix is too large to be dense.</exception>
    public double[] ToDense()
    {
        var dense = new double[checked(Rows * Columns)];
        for (int column = 0; column < Columns; column++)
        {
            if (!IsSparse)
            {
                for (int row = 0; row < Rows; row++)
                {
                    dense[(row * Columns) + column] = _values[(column * Rows) + row];
                }

                continue;
            }

            for (int entry = _columnPointers.Int32(column); entry < _columnPointers.Int32(column + 1); entry++)
            {
                dense[(_rowIndices.Int32(entry) * Columns) + column] += _values[entry];
            }
        }

        return dense;
    }

    /// <summary>The matrix in compressed sparse row form, columns rising in each row: the stored entries of a sparse matrix, the entries that are not 0 of a dense one.</summary>
    /// <returns>Where each row starts, <c>[rows + 1]</c>; the column and the value of each entry. An entry that is stored twice comes twice.</returns>
    public (int[] RowPointers, int[] ColumnIndices, double[] Values) ToCsr()
    {
        var rowPointers = new int[Rows + 1];
        ForEachEntry((row, _, _) => rowPointers[row + 1]++);
        for (int row = 0; row < Rows; row++)
        {
            rowPointers[row + 1] += rowPointers[row];
        }

        int[] next = rowPointers[..Rows];
        int[] columns = new int[rowPointers[Rows]];
        double[] values = new double[columns.Length];
        ForEachEntry((row, column, value) =>
        {
            int at = next[row]++;
            (columns[at], values[at]) = (column, value);
        });
        return (rowPointers, columns, values);
    }

    /// <summary>The shape, for example <c>the sparse matrix 'net' [332, 332] of 4252 entries</c>.</summary>
    public override string ToString() => IsSparse
        ? $"the sparse matrix '{Name}' [{Rows}, {Columns}] of {EntryCount} entries"
        : $"the matrix '{Name}' [{Rows}, {Columns}]";

    // Column by column.
    private void ForEachEntry(Action<int, int, double> use)
    {
        for (int column = 0; column < Columns; column++)
        {
            int start = IsSparse ? _columnPointers.Int32(column) : column * Rows;
            int end = IsSparse ? _columnPointers.Int32(column + 1) : start + Rows;
            for (int entry = start; entry < end; entry++)
            {
                double value = _values[entry];
                if (IsSparse || value != 0)
                {
                    use(IsSparse ? _rowIndices.Int32(entry) : entry - start, column, value);
                }
            }
        }
    }
}
