using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Brings the rows of a pickled matrix of features into the order that sparse tensors want.</summary>
internal static class CsrRows
{
    /// <summary>Sorts each row by column, in place.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="features">The matrix.</param>
    /// <param name="values">The value of each entry.</param>
    /// <exception cref="DataFormatException">A value is not finite, or a row has a column twice.</exception>
    public static void Sort(string path, PickledCsr features, float[] values)
    {
        for (int row = 0; row < features.Rows; row++)
        {
            (int start, int end) = (features.RowPointers[row], features.RowPointers[row + 1]);
            Span<int> columns = features.Indices.AsSpan(start, end - start);
            columns.Sort(values.AsSpan(start, end - start));
            for (int i = 0; i < columns.Length; i++)
            {
                if (!float.IsFinite(values[start + i]))
                {
                    throw new DataFormatException(path, $"row {row}, column {columns[i]}", $"expected a finite feature, got {values[start + i]}");
                }

                if (i > 0 && columns[i] == columns[i - 1])
                {
                    throw new DataFormatException(path, $"row {row}", $"expected each column at most once, got column {columns[i]} twice");
                }
            }
        }
    }
}
