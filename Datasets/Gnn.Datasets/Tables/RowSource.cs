using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Where the rows of a table come from: a text, or the columns of another format. What the rows mean is the same for all.</summary>
internal abstract class RowSource : IDisposable
{
    internal RowSource(string path, TableFormat format) => (Path, Format) = (path, format);

    internal string Path { get; }

    internal TableFormat Format { get; }

    /// <summary>The rows that were left out because a value was missing.</summary>
    internal long DroppedCount { get; private protected set; }

    /// <summary>The columns, none of which has a role yet; the first thing to ask for.</summary>
    internal abstract ColumnPlan Plan(MissingValues missing = MissingValues.Error, TimeNotation times = TimeNotation.Integer);

    /// <summary>Reads the rows and hands them on in the order of the file.</summary>
    internal abstract void Run(ColumnPlan plan, IRowSink sink, CancellationToken cancellation);

    /// <summary>The place in the file of a place in a block, such as its line.</summary>
    internal abstract long PlaceAt(TableBlock block, int at);

    /// <summary>The places of a block's rows, which are ascending.</summary>
    internal abstract void PlacesOf(TableBlock block, ReadOnlySpan<int> rows, Span<long> places);

    /// <summary>A place in words, such as <c>line 12</c>.</summary>
    internal abstract string NameOf(long place);

    /// <summary>An error at a place of a block.</summary>
    internal DataFormatException At(TableBlock block, int at, string? column, string problem, string cure) =>
        new(Path, NameOf(PlaceAt(block, at)) + (column is null ? "" : $", {column}"), problem, cure);

    /// <summary>An error at a row of a block, for what shows only when rows come together.</summary>
    internal DataFormatException AtRow(TableBlock block, int row, string column, string problem, string cure) =>
        At(block, block.RowStarts[row], $"column '{column}'", problem, cure);

    public abstract void Dispose();
}
