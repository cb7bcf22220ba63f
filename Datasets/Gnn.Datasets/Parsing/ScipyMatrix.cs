using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A sparse matrix that <c>scipy.sparse.save_npz</c> wrote, in any of its forms csr, csc and coo, as compressed sparse rows.</summary>
/// <remarks>Entries of a row lie by rising column; entries of one place are added, as scipy does (bools by or). Zeros that are stored stay.</remarks>
internal sealed class ScipyMatrix
{
    // Rows without entries cost memory that the file does not pay for: so many are free, beyond that one for each byte.
    private const int FreeRows = 16 * 1024;

    private ScipyMatrix(int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values)
    {
        (Rows, Columns, RowPointers, ColumnIndices, Values) = (rows, columns, rowPointers, columnIndices, values);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Where each row begins, <c>[rows + 1]</c>.</summary>
    public int[] RowPointers { get; }

    /// <summary>The column of each entry, rising in a row.</summary>
    public int[] ColumnIndices { get; }

    /// <summary>The value of each entry.</summary>
    public float[] Values { get; }

    /// <summary>Reads a file of <c>scipy.sparse.save_npz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged or holds no such matrix.</exception>
    public static ScipyMatrix Read(string path)
    {
        using NpzFile file = NpzFile.Open(path);
        return Read(file);
    }

    /// <summary>Reads the matrix of a file of <c>scipy.sparse.save_npz</c> that is open.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="DataFormatException">The file is damaged or holds no such matrix.</exception>
    public static ScipyMatrix Read(NpzFile file)
    {
        NpyArray format = file.Read("format");
        string name = format.Count == 1 ? format.ToTexts()[0] : "several formats";
        return name switch
        {
            "csr" => ReadCompressed(file, "", isByRow: true),
            "csc" => ReadCompressed(file, "", isByRow: false),
            "coo" => ReadCoordinates(file),
            _ => throw new DataFormatException(file.Path, "format.npy", $"expected the format csr, csc or coo, got '{name}'", "Save the matrix with scipy.sparse.save_npz(path, m.tocsr())."),
        };
    }

    /// <summary>Reads a CSR matrix whose arrays lie under a prefix.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">The prefix without the underscore: <c>adj</c> for <c>adj_data</c>, <c>adj_indices</c>, <c>adj_indptr</c> and <c>adj_shape</c>.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="DataFormatException">An array is missing or damaged, or they do not fit together.</exception>
    public static ScipyMatrix Read(NpzFile file, string prefix) => ReadCompressed(file, prefix + "_", isByRow: true);

    private static ScipyMatrix ReadCompressed(NpzFile file, string prefix, bool isByRow)
    {
        string place = prefix.Length == 0 ? file.Path : $"{file.Path}/{prefix}*.npy";
        (int rows, int columns) = ReadShape(file, prefix);
        int[] pointers = ReadIndices(file, prefix + "indptr");
        int[] indices = ReadIndices(file, prefix + "indices");
        (double[] values, bool isBoolean) = ReadValues(file, prefix, indices.Length);
        (int lines, int across) = isByRow ? (rows, columns) : (columns, rows);
        if (pointers.Length != lines + 1L || pointers[0] != 0 || pointers[^1] != indices.Length)
        {
            string got = pointers.Length == 0 ? "none" : $"{pointers.Length} from {pointers[0]} to {pointers[^1]}";
            throw new DataFormatException(place, "indptr", $"expected {lines + 1L} pointers from 0 to the {indices.Length} entries, got {got}");
        }

        for (int line = 0; line < lines; line++)
        {
            if (pointers[line + 1] < pointers[line])
            {
                throw new DataFormatException(place, "indptr", $"expected pointers that never fall, got {pointers[line + 1]} after {pointers[line]} at {line}");
            }
        }

        CheckIndices(indices, across, place, "indices");
        if (isByRow)
        {
            return Order(rows, columns, pointers, indices, values, isBoolean);
        }

        var entryColumns = new int[indices.Length];
        for (int column = 0; column < columns; column++)
        {
            entryColumns.AsSpan(pointers[column], pointers[column + 1] - pointers[column]).Fill(column);
        }

        return FromCoordinates(rows, columns, indices, entryColumns, values, isBoolean, place);
    }

    private static ScipyMatrix ReadCoordinates(NpzFile file)
    {
        (int rows, int columns) = ReadShape(file, "");
        int[] entryRows = ReadIndices(file, "row");
        int[] entryColumns = ReadIndices(file, "col");
        (double[] values, bool isBoolean) = ReadValues(file, "", entryRows.Length);
        if (entryColumns.Length != entryRows.Length)
        {
            throw new DataFormatException(file.Path, "col", $"expected {entryRows.Length} columns for as many rows, got {entryColumns.Length}");
        }

        CheckIndices(entryRows, rows, file.Path, "row");
        CheckIndices(entryColumns, columns, file.Path, "col");
        return FromCoordinates(rows, columns, entryRows, entryColumns, values, isBoolean, file.Path);
    }

    private static (int Rows, int Columns) ReadShape(NpzFile file, string prefix)
    {
        NpyArray shape = file.Read(prefix + "shape");
        int[] sizes = shape.Count == 2 ? shape.ToInt32() : [];
        return sizes.Length == 2 && sizes[0] >= 0 && sizes[1] >= 0 && sizes[0] < Array.MaxLength
            ? (sizes[0], sizes[1])
            : throw new DataFormatException(file.Path, prefix + "shape", $"expected the numbers of rows and columns, got {(sizes.Length == 2 ? $"{sizes[0]} and {sizes[1]}" : $"{shape.Count} numbers")}");
    }

    private static int[] ReadIndices(NpzFile file, string name)
    {
        NpyArray array = file.Read(name);
        return array is { Letter: 'i', ElementBytes: 4 or 8, Shape.Count: 1 }
            ? array.ToInt32()
            : throw new DataFormatException(file.Path, name, $"expected one axis of i4 or i8, got {array.Shape.Count} of {array.Letter}{array.ElementBytes}");
    }

    private static (double[] Values, bool IsBoolean) ReadValues(NpzFile file, string prefix, int count)
    {
        NpyArray data = file.Read(prefix + "data");
        return data.Count == count && data.Shape.Count == 1
            ? (data.ToDouble(), data.Letter == 'b')
            : throw new DataFormatException(file.Path, prefix + "data", $"expected {count} values for as many entries, got {data.Count}");
    }

    private static void CheckIndices(int[] indices, int limit, string place, string name)
    {
        for (int e = 0; e < indices.Length; e++)
        {
            if ((uint)indices[e] >= (uint)limit)
            {
                throw new DataFormatException(place, $"{name} {e}", $"expected an index of 0 to {limit - 1}, got {indices[e]}");
            }
        }
    }

    private static ScipyMatrix FromCoordinates(int rows, int columns, int[] entryRows, int[] entryColumns, double[] values, bool isBoolean, string path)
    {
        if (rows > FreeRows + (8L * values.Length))
        {
            throw new DataFormatException(path, "shape", $"expected at most {FreeRows + (8L * values.Length)} rows for {values.Length} entries, got {rows}", "Save the matrix with scipy.sparse.save_npz(path, m.tocsr()).");
        }

        var pointers = new int[rows + 1];
        foreach (int row in entryRows)
        {
            pointers[row + 1]++;
        }

        for (int row = 0; row < rows; row++)
        {
            pointers[row + 1] += pointers[row];
        }

        var columnIndices = new int[values.Length];
        var ordered = new double[values.Length];
        for (int e = 0; e < values.Length; e++)
        {
            int to = pointers[entryRows[e]]++;
            (columnIndices[to], ordered[to]) = (entryColumns[e], values[e]);
        }

        pointers.AsSpan(0, rows).CopyTo(pointers.AsSpan(1));
        pointers[0] = 0;
        return Order(rows, columns, pointers, columnIndices, ordered, isBoolean);
    }

    /// <summary>Sorts each row by column and adds entries of one place, in the arrays that are given.</summary>
    private static ScipyMatrix Order(int rows, int columns, int[] pointers, int[] columnIndices, double[] values, bool isBoolean)
    {
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            (int first, int last) = (pointers[row], pointers[row + 1]);
            Span<int> indices = columnIndices.AsSpan(first, last - first);
            if (!IsRising(indices))
            {
                indices.Sort(values.AsSpan(first, last - first));
            }

            pointers[row] = kept;
            for (int e = first; e < last; e++)
            {
                if (e > first && columnIndices[e] == columnIndices[kept - 1])
                {
                    values[kept - 1] = isBoolean ? Math.Max(values[kept - 1], values[e]) : values[kept - 1] + values[e];
                }
                else
                {
                    (columnIndices[kept], values[kept]) = (columnIndices[e], values[e]);
                    kept++;
                }
            }
        }

        pointers[rows] = kept;
        var singles = new float[kept];
        for (int e = 0; e < kept; e++)
        {
            singles[e] = (float)values[e];
        }

        return new ScipyMatrix(rows, columns, pointers, kept == columnIndices.Length ? columnIndices : columnIndices[..kept], singles);
    }

    private static bool IsRising(ReadOnlySpan<int> indices)
    {
        for (int e = 1; e < indices.Length; e++)
        {
            if (indices[e] <= indices[e - 1])
            {
                return false;
            }
        }

        return true;
    }
}
