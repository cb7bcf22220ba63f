using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>A file of features with its file of one-hot labels: x and y, allx and ally, or tx and ty.</summary>
internal sealed class PlanetoidTable
{
    private readonly string _labelPath;

    private PlanetoidTable(string featurePath, string labelPath, PickledCsr features, float[] values, int[] labels, int classCount)
    {
        FeaturePath = featurePath;
        _labelPath = labelPath;
        Features = features;
        Values = values;
        Labels = labels;
        ClassCount = classCount;
    }

    /// <summary>The file of features.</summary>
    public string FeaturePath { get; }

    /// <summary>The sparse features, columns rising in each row.</summary>
    public PickledCsr Features { get; }

    /// <summary>The value of each stored feature, finite.</summary>
    public float[] Values { get; }

    /// <summary>The class of each row.</summary>
    public int[] Labels { get; }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>Reads the two files and checks that they agree.</summary>
    /// <param name="featurePath">The file of features.</param>
    /// <param name="labelPath">The file of labels.</param>
    /// <returns>The table.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts the other.</exception>
    public static PlanetoidTable Read(string featurePath, string labelPath)
    {
        PickleValue matrix = PickleReader.Read(featurePath);
        if (!matrix.TryGet(out PickledCsr? features) || !features.IsSet)
        {
            throw new DataFormatException(featurePath, "", $"expected a CSR matrix of features, got {matrix}");
        }

        float[] values = features.Data.ToSingle();
        CsrRows.Sort(featurePath, features, values);
        (int[] labels, int classCount) = ReadLabels(labelPath);
        if (labels.Length != features.Rows)
        {
            throw new DataFormatException(labelPath, "", $"expected {features.Rows} rows for those of '{featurePath}', got {labels.Length}");
        }

        return new PlanetoidTable(featurePath, labelPath, features, values, labels, classCount);
    }

    /// <summary>Passes if another table has as many features and classes.</summary>
    /// <exception cref="DataFormatException">It has not.</exception>
    public void RequireSameColumns(PlanetoidTable other)
    {
        if (other.Features.Columns != Features.Columns)
        {
            throw new DataFormatException(other.FeaturePath, "", $"expected {Features.Columns} columns as in '{FeaturePath}', got {other.Features.Columns}");
        }

        if (other.ClassCount != ClassCount)
        {
            throw new DataFormatException(other._labelPath, "", $"expected {ClassCount} columns as in '{_labelPath}', got {other.ClassCount}");
        }
    }

    /// <summary>Passes if another table is the first rows of this one.</summary>
    /// <exception cref="DataFormatException">It is not.</exception>
    public void RequirePrefix(PlanetoidTable other)
    {
        for (int row = 0; row < other.Rows; row++)
        {
            if (row >= Rows || !RowEquals(other, row))
            {
                throw new DataFormatException(other.FeaturePath, $"row {row}", $"expected the features of the same row of '{FeaturePath}', got others");
            }

            if (Labels[row] != other.Labels[row])
            {
                throw new DataFormatException(
                    other._labelPath, $"row {row}", $"expected class {Labels[row]} as in '{_labelPath}', got {other.Labels[row]}");
            }
        }
    }

    private bool RowEquals(PlanetoidTable other, int row) =>
        Row(Features.Indices, row).SequenceEqual(other.Row(other.Features.Indices, row)) && Row(Values, row).SequenceEqual(other.Row(other.Values, row));

    private ReadOnlySpan<T> Row<T>(T[] entries, int row) => entries.AsSpan(Features.RowPointers[row]..Features.RowPointers[row + 1]);

    private static (int[] Labels, int ClassCount) ReadLabels(string path)
    {
        PickleValue value = PickleReader.Read(path);
        if (!value.TryGet(out PickledArray? array) || array.Shape.Length != 2 || !array.TryToInt32(out int[] cells))
        {
            throw new DataFormatException(path, "", $"expected an array of integers with a row for each node and a column for each class, got {value}");
        }

        int classes = array.Shape[1];
        if (classes == 0)
        {
            throw new DataFormatException(path, "", $"expected at least one class, got {value}");
        }

        var labels = new int[cells.Length / classes];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<int> cellsOfRow = cells.AsSpan(row * classes, classes);
            labels[row] = cellsOfRow.IndexOf(1);
            if (labels[row] < 0 || cellsOfRow.Count(0) != classes - 1)
            {
                throw new DataFormatException(path, $"row {row}", $"expected one 1 among zeros, got [{string.Join(", ", cellsOfRow.ToArray())}]");
            }
        }

        return (labels, classes);
    }
}
