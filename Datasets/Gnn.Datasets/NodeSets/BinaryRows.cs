using Gnn.Datasets.Parsing;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.NodeSets;

/// <summary>Collects rows of features that are 0 or 1, of which few are 1, such as bags of words.</summary>
internal sealed class BinaryRows
{
    private readonly List<int> _columns = [];
    private readonly List<int> _starts = [0];
    private byte[] _zeros = [];

    /// <summary>The number of rows that were ended.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Puts a 1 into the current row; the columns of a row may come in any order and more than once.</summary>
    public void Add(int column) => _columns.Add(column);

    /// <summary>Ends the current row.</summary>
    public void EndRow()
    {
        int start = _starts[^1];
        _columns.Sort(start, _columns.Count - start, null);
        int end = start;
        for (int i = start; i < _columns.Count; i++)
        {
            if (end == start || _columns[i] != _columns[end - 1])
            {
                _columns[end++] = _columns[i];
            }
        }

        _columns.RemoveRange(end, _columns.Count - end);
        _starts.Add(end);
    }

    /// <summary>Reads a row that lists every cell, such as <c>0,0,1,0</c>, and ends it.</summary>
    /// <param name="cells">The cells, single digits with a separator between them.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="scanner">Where the text comes from, for messages.</param>
    /// <returns>The number of cells.</returns>
    /// <exception cref="DataFormatException">The text is another thing.</exception>
    public int AddCells(ReadOnlySpan<byte> cells, byte separator, TextScanner scanner)
    {
        ReadOnlySpan<byte> zeros = Zeros(cells.Length, separator);
        int at = 0;

        // Nearly all is like a row of zeros, which is compared many bytes at a time.
        while ((at += cells[at..].CommonPrefixLength(zeros[at..])) < cells.Length)
        {
            if (at % 2 != 0 || cells[at] != (byte)'1')
            {
                throw scanner.Bad($"expected 0 or 1 as feature {at / 2}, got '{TextScanner.Show(cells[(at - (at % 2))..])}'");
            }

            Add(at++ / 2);
        }

        if (cells.Length % 2 == 0)
        {
            throw scanner.Bad($"expected 0 or 1 as feature {cells.Length / 2}, got the end of the features");
        }

        EndRow();
        return (cells.Length / 2) + 1;
    }

    /// <summary>The rows as a matrix.</summary>
    /// <param name="width">The number of columns, more than any that was put in.</param>
    /// <param name="order">The row that comes first, second, ...: each row once; null for the order they were read in.</param>
    /// <returns><c>[rows, width]</c>, owned by the caller.</returns>
    public SparseTensor ToTensor(int width, ReadOnlySpan<int> order = default)
    {
        int[] pointers = new int[Count + 1];
        int[] columns = new int[_columns.Count];
        for (int i = 0; i < Count; i++)
        {
            int row = order.IsEmpty ? i : order[i];
            int length = _starts[row + 1] - _starts[row];
            _columns.CopyTo(_starts[row], columns, pointers[i], length);
            pointers[i + 1] = pointers[i] + length;
        }

        using SparseStructure structure = SparseStructure.FromRows(width, pointers, columns);
        return new SparseTensor(structure, Tensor.Ones(columns.Length));
    }

    private ReadOnlySpan<byte> Zeros(int length, byte separator)
    {
        if (_zeros.Length < length || (length > 1 && _zeros[1] != separator))
        {
            _zeros = new byte[length];
            for (int i = 0; i < length; i++)
            {
                _zeros[i] = i % 2 == 0 ? (byte)'0' : separator;
            }
        }

        return _zeros.AsSpan(0, length);
    }
}
