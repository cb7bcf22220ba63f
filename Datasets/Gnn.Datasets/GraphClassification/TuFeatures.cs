using System.Globalization;

namespace Gnn.Datasets.GraphClassification;

/// <summary>The features of nodes or edges: attributes first and then labels, one-hot, in the order of PyTorch Geometric.</summary>
/// <param name="Cells">The features, row after row.</param>
/// <param name="Columns">The number of features.</param>
/// <param name="Names">What each is, for example <c>attribute 0</c> or <c>label 3</c>.</param>
internal sealed record TuFeatures(float[] Cells, int Columns, IReadOnlyList<string> Names)
{
    /// <summary>Joins attributes and labels; a column of labels takes as many features as the range of its numbers.</summary>
    /// <param name="attributes">The attributes, or null.</param>
    /// <param name="labels">The labels, or null.</param>
    /// <param name="textBytes">The length of the texts that gave the rows.</param>
    /// <returns>The features, or null if there are neither.</returns>
    /// <exception cref="Tensors.Files.DataFormatException">Labels range too far.</exception>
    public static TuFeatures? Join(TuTable<float>? attributes, TuTable<int>? labels, long textBytes)
    {
        if ((attributes?.Rows ?? labels?.Rows ?? 0) == 0)
        {
            return null;
        }

        int rows = attributes?.Rows ?? labels!.Rows, attributeColumns = attributes?.Columns ?? 0;
        (int[] least, long[] starts) = labels is null ? ([], [attributeColumns]) : Place(labels, attributeColumns);
        float[] cells = OneHot.Zeros(rows, starts[^1], textBytes, labels?.Path ?? attributes!.Path);
        int columns = (int)starts[^1];
        for (int row = 0; row < rows; row++)
        {
            attributes?.Cells.AsSpan(row * attributeColumns, attributeColumns).CopyTo(cells.AsSpan(row * columns));
            for (int column = 0; column < least.Length; column++)
            {
                cells[(row * columns) + starts[column] + (labels!.Cells[(row * least.Length) + column] - least[column])] = 1;
            }
        }

        return new TuFeatures(cells, columns, NamesOf(attributeColumns, least, starts));
    }

    // The least number of each column of labels, and where its features begin and the last one's end.
    private static (int[] Least, long[] Starts) Place(TuTable<int> labels, int first)
    {
        int[] least = labels.Cells[..labels.Columns], most = labels.Cells[..labels.Columns];
        for (int i = 0; i < labels.Cells.Length; i++)
        {
            int column = i % labels.Columns;
            least[column] = Math.Min(least[column], labels.Cells[i]);
            most[column] = Math.Max(most[column], labels.Cells[i]);
        }

        long[] starts = new long[labels.Columns + 1];
        starts[0] = first;
        for (int column = 0; column < least.Length; column++)
        {
            starts[column + 1] = starts[column] + most[column] - least[column] + 1;
        }

        return (least, starts);
    }

    private static List<string> NamesOf(int attributeColumns, int[] least, long[] starts)
    {
        List<string> names = [];
        for (int column = 0; column < attributeColumns; column++)
        {
            names.Add(string.Create(CultureInfo.InvariantCulture, $"attribute {column}"));
        }

        for (int column = 0; column < least.Length; column++)
        {
            string prefix = least.Length == 1 ? "label" : string.Create(CultureInfo.InvariantCulture, $"label {column}:");
            for (int value = 0; value < starts[column + 1] - starts[column]; value++)
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"{prefix} {least[column] + value}"));
            }
        }

        return names;
    }
}
