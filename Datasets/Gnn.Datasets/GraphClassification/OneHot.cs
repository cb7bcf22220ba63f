using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Makes rows of features that labels are written into as ones.</summary>
internal static class OneHot
{
    /// <summary>A matrix of zeros, unless it is out of proportion to the text that it comes from.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="textBytes">The length of the text that gave the rows.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The cells, row after row.</returns>
    /// <exception cref="DataFormatException">The matrix would be a thousand times as long as the text, or longer than an array.</exception>
    public static float[] Zeros(int rows, long columns, long textBytes, string path)
    {
        long most = Math.Min(Array.MaxLength, Expansion.MostTimes * Math.Max(1, textBytes) / sizeof(float));
        return rows == 0 || columns <= most / rows
            ? new float[rows * columns]
            : throw new DataFormatException(
                path,
                "",
                $"expected labels of a range that can be one-hot, got {columns} columns for {rows} rows from {textBytes} bytes",
                "The numbers are no labels, or the file is made to exhaust memory.");
    }
}
