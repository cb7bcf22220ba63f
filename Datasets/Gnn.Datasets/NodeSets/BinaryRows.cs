using Gnn.Datasets.Parsing;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.NodeSets;

/// <summary>Collects rows of features that are 0 or 1, of which few are 1, such as bags of words.</summary>
internal sealed class BinaryRows
{
    private readonly int[] _columns;
    private readonly int[] _starts;
    private int _end;
    private byte[] _zeros = [];

    /// <summary>Makes room.</summary>
    /// <param name="rows">The most rows there can be.</param>
    /// <param name="ones">The most times that a 1 can be put in.</param>
    public BinaryRows(int rows, int ones) => (_starts, _columns) = (new int[rows + 1], new int[ones]);

    /// <summary>The number of rows that were ended.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a 1 into the current row; the columns of a row may come in any order and more than once.</summary>
    public void Add(int column) => _columns[_end++] = column;

    /// <summary>Ends the current row.</summary>
    public void EndRow()
    {
        Span<int> row = _columns.AsSpan(_starts[Count].._end);
        row.Sort();
        _end = _starts[Count] + PublishedIds.Distinct(row);
        _starts[++Count] = _end;
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
        var columns = new NativeArray<int>(_end);
        if (order.IsEmpty)
        {
            _columns.AsSpan(0, _end).CopyTo(columns.Span());
            return Make(width, _starts.AsSpan(0, Count + 1), columns);
        }

        int[] pointers = new int[Count + 1];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<int> row = _columns.AsSpan(_starts[order[i]].._starts[order[i] + 1]);
            row.CopyTo(columns.Span(pointers[i], row.Length));
            pointers[i + 1] = pointers[i] + row.Length;
        }

        return Make(width, pointers, columns);
    }

    private static SparseTensor Make(int width, ReadOnlySpan<int> pointers, NativeArray<int> columns)
    {
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
