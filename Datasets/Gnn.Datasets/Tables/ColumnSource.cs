using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>A table that is kept by columns, such as a Parquet file, and is read a batch of rows at a time.</summary>
/// <remarks>What the columns mean is said by the same options as for a text, and gives the same table: a value counts as its text would, a missing one as the
/// empty field. Of <see cref="TableFormat"/> only the missing markers and <see cref="TableFormat.AllowsNonFinite"/> matter. A source is read once.</remarks>
public abstract class ColumnSource : IDisposable
{
    /// <summary>The file, for messages.</summary>
    public abstract string Path { get; }

    /// <summary>The names of the columns.</summary>
    public abstract IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The number of rows, or about that, R.</summary>
    public abstract long RowCount { get; }

    /// <summary>Chooses the columns that <see cref="ReadBatch"/> gives. Called once, before the first batch.</summary>
    /// <param name="columns">Their places among <see cref="ColumnNames"/>, ascending.</param>
    /// <exception cref="DataFormatException">A column's values are of no <see cref="ColumnType"/>; the message names the column and the cure.</exception>
    public abstract void Select(IReadOnlyList<int> columns);

    /// <summary>Reads the next rows.</summary>
    /// <returns>The values of the chosen columns, in their order, each as long as the others; null after the last batch.</returns>
    /// <exception cref="DataFormatException">The file is damaged; the message names the place.</exception>
    public abstract IReadOnlyList<ColumnValues>? ReadBatch();

    /// <summary>The place of a row in words, for messages: <c>row group 2, row 17</c>.</summary>
    /// <param name="row">The row, counted from 0 over all batches.</param>
    /// <returns>The place.</returns>
    public abstract string PlaceOf(long row);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Whether managed objects are to be closed too.</param>
    protected abstract void Dispose(bool disposing);
}
