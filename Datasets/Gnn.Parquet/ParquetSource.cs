using System.Globalization;
using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Meta;
using global::Parquet.Schema;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Parquet;

/// <summary>A Parquet file as a source of columns: a batch is a row group.</summary>
/// <remarks>Texts, whole numbers, numbers in single, double and decimal precision, truth values, dates and times are read, with or without nulls, in every
/// encoding that Parquet.Net reads and uncompressed or compressed by Snappy, Gzip, Brotli, LZ4 or Zstandard. A date or time without zone counts as UTC and
/// is rounded down to milliseconds. Columns that are not chosen are not read.</remarks>
public sealed class ParquetSource : ColumnSource
{
    private readonly GuardedStream _stream;
    private readonly FileCheck _check;
    private readonly ParquetReader _reader;
    private readonly IReadOnlyList<Field> _fields;
    private readonly long[] _groupStarts;
    private DataField[] _chosen = [];
    private int _group;

    private ParquetSource(string path)
    {
        Path = path;
        _stream = new GuardedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        try
        {
            _check = new FileCheck(path, _stream);
            (_reader, _fields, _groupStarts) = Guard("footer", () =>
            {
                _check.Footer();
                var options = new ParquetOptions { TreatByteArrayAsString = true };
                ParquetReader reader = ParquetReader.CreateAsync(_stream, options).GetAwaiter().GetResult();
                long[] starts = new long[reader.RowGroupCount + 1];
                for (int group = 0; group < reader.RowGroupCount; group++)
                {
                    long rows = reader.OpenRowGroupReader(group).RowCount;
                    starts[group + 1] = rows is >= 0 and <= int.MaxValue
                        ? starts[group] + rows
                        : throw new DataFormatException(path, $"row group {group + 1}", $"expected a number of rows up to {int.MaxValue}, got {rows}");
                }

                return (reader, reader.Schema.Fields, starts);
            });
            ColumnNames = [.. _fields.Select(field => field.Name)];
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Path { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames { get; }

    /// <inheritdoc/>
    public override long RowCount => _groupStarts[^1];

    /// <summary>The number of row groups.</summary>
    public int RowGroupCount => _groupStarts.Length - 1;

    /// <summary>Opens a file and reads its footer.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The source; the caller closes it.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="DataFormatException">The file is no Parquet file, damaged or encrypted.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static ParquetSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ParquetSource(path);
    }

    /// <inheritdoc/>
    public override void Select(IReadOnlyList<int> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _chosen = [.. columns.Select(column => Readable(_fields[column]))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnValues>? ReadBatch()
    {
        if (_group >= RowGroupCount)
        {
            return null;
        }

        int group = _group++;
        int rows = (int)(_groupStarts[group + 1] - _groupStarts[group]);
        ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
        return Array.ConvertAll(_chosen, field =>
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"row group {group + 1}, column '{field.Name}'");
            return Guard(place, () =>
            {
                ColumnChunk? chunk = reader.GetMetadata(field);
                _check.Column(chunk, rows, place);
                DataColumn column = reader.ReadColumnAsync(field).GetAwaiter().GetResult();
                return column.NumValues == rows
                    ? ParquetValues.Read(column, Path, place)
                    : throw new DataFormatException(Path, place, $"expected {rows} values, got {column.NumValues}", "The file is damaged: write it anew.");
            });
        });
    }

    /// <inheritdoc/>
    public override string PlaceOf(long row)
    {
        int group = 0;
        while (group + 1 < RowGroupCount && row >= _groupStarts[group + 1])
        {
            group++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"row group {group + 1}, row {row - _groupStarts[group] + 1}");
    }

    /// <summary>The row groups and the columns, for example <c>edges.parquet: 78 rows in 1 row group; source, target, weight</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Path}: {RowCount} rows in {RowGroupCount} row group{(RowGroupCount == 1 ? "" : "s")}; {string.Join(", ", ColumnNames)}");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
            _stream.Dispose();
        }
    }

    private DataField Readable(Field field)
    {
        if (field is not DataField data || data.IsArray)
        {
            string kind = field is DataField ? "list" : field.SchemaType.ToString().ToLowerInvariant();
            throw new DataFormatException(
                Path, $"schema, column '{field.Name}'", $"expected one value in each row, got a {kind} (a nested type)",
                "Flatten it into columns, or into rows of a table of its own, or give the column no role.");
        }

        return ParquetValues.CanRead(data.ClrType)
            ? data
            : throw new DataFormatException(
                Path, $"schema, column '{field.Name}'", $"expected texts, numbers, truth values or times, got values of type {data.ClrType.Name}",
                "Write them as texts or numbers, or give the column no role.");
    }

    // What the library throws at damage is of many types: one for its callers, which names the place.
    private T Guard<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (DataFormatException or OutOfMemoryException or OperationCanceledException))
        {
            Exception cause = exception is AggregateException { InnerException: { } inner } ? inner : exception;
            throw new DataFormatException(
                Path, place, $"expected Parquet data, got what cannot be read ({cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')})",
                "The file is damaged or of a kind that Parquet.Net does not read: write it anew.", exception);
        }
    }
}
