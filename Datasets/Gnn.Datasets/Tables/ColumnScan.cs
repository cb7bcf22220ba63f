using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads the rows of a table that is kept by columns: a batch is cut into blocks, and its values are taken as their texts would be.</summary>
internal sealed unsafe class ColumnScan : RowSource
{
    private const int BlockRows = 8192;

    private readonly ColumnSource _source;

    internal ColumnScan(ColumnSource source, TableFormat format)
        : base(source.Path, format with { HasHeader = true }) => _source = source;

    internal override ColumnPlan Plan(MissingValues missing = MissingValues.Error, TimeNotation times = TimeNotation.Integer) =>
        new(Path, Format, [.. _source.ColumnNames], missing, times, "schema");

    internal override void Run(ColumnPlan plan, IRowSink sink, CancellationToken cancellation)
    {
        int[] columns = [.. Enumerable.Range(0, plan.Names.Count).Where(column => plan.Kinds[column] != ColumnKind.Skip)];
        _source.Select(columns.Length > 0 ? columns : [0]);
        var fields = new FieldParser(plan, this);
        var block = new TableBlock();
        long read = 0;
        while (_source.ReadBatch() is { } batch)
        {
            int rows = batch[0].RowCount;
            if (batch.Count != Math.Max(1, columns.Length) || batch.Any(values => values.RowCount != rows))
            {
                throw new DataFormatException(Path, _source.PlaceOf(read), $"expected {columns.Length} columns of {rows} rows, got {string.Join(", ", batch.Select(values => values.RowCount))} rows");
            }

            for (int start = 0; start < rows; start += BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                block.Clear();
                block.FirstLine = read;
                int count = Math.Min(BlockRows, rows - start);
                for (int row = 0; row < count; row++)
                {
                    TakeRow(plan, fields, block, columns, batch, start + row, at: row);
                }

                read += count;
                DroppedCount += block.DroppedCount;
                sink.Add(block, Math.Max(_source.RowCount, read));
            }
        }
    }

    internal override long PlaceAt(TableBlock block, int at) => block.FirstLine + at;

    internal override void PlacesOf(TableBlock block, ReadOnlySpan<int> rows, Span<long> places)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            places[i] = block.FirstLine + block.RowStarts[rows[i]];
        }
    }

    internal override string NameOf(long place) => _source.PlaceOf(place);

    // The source is its opener's to close.
    public override void Dispose()
    {
    }

    private static void TakeRow(ColumnPlan plan, FieldParser fields, TableBlock block, int[] columns, IReadOnlyList<ColumnValues> batch, int row, int at)
    {
        block.EnsureRow(plan.KeyCount, plan.NumberCount, plan.WholeCount);
        block.RowStarts[block.RowCount] = at;
        bool isKept = true;
        for (int i = 0; i < columns.Length; i++)
        {
            ColumnValues values = batch[i];
            isKept &= values.IsMissing(row)
                ? fields.TakeNull(block, columns[i], at)
                : TryTakeTyped(plan, fields, block, values, row, columns[i]) || TakeText(plan, fields, block, values, row, columns[i], at);
        }

        block.RowCount += isKept ? 1 : 0;
        block.DroppedCount += isKept ? 0 : 1;
    }

    // Values whose text would be read as themselves; all others go by their text.
    private static bool TryTakeTyped(ColumnPlan plan, FieldParser fields, TableBlock block, ColumnValues values, int row, int field)
    {
        switch (plan.Kinds[field])
        {
            case ColumnKind.Number:
                return values.Type switch
                {
                    ColumnType.Single => fields.TryTakeNumber(block, values.Singles[row], field),
                    ColumnType.Double => fields.TryTakeNumber(block, (float)values.Doubles[row], field),
                    ColumnType.Integer => fields.TryTakeNumber(block, (float)(double)values.Integers[row], field),
                    ColumnType.Boolean => fields.TryTakeNumber(block, values.Booleans[row] ? 1 : 0, field),
                    _ => false,
                };
            case ColumnKind.Time:
                bool isWhole = values.Type == ColumnType.Time
                    || (values.Type == ColumnType.Integer && plan.Times is TimeNotation.Integer or TimeNotation.EpochMilliseconds);
                if (isWhole)
                {
                    fields.SetWhole(block, values.Integers[row], field);
                }

                return isWhole;
            case ColumnKind.Index:
                bool isIndex = values.Type == ColumnType.Integer && values.Integers[row] is >= 0 and < int.MaxValue;
                if (isIndex)
                {
                    fields.SetWhole(block, values.Integers[row], field);
                }

                return isIndex;
            default:
                return false;
        }
    }

    private static bool TakeText(ColumnPlan plan, FieldParser fields, TableBlock block, ColumnValues values, int row, int field, int at)
    {
        int start = block.Length;
        long needed = (long)start + values.TextBound(row);
        if (needed > Array.MaxLength - TableBlock.Padding)
        {
            throw fields.At(block, at, field, string.Create(CultureInfo.InvariantCulture, $"expected ids of at most {IdTable.MaxIdBytes} bytes, got longer ones"), "");
        }

        if (block.Text.Length < needed + TableBlock.Padding)
        {
            block.EnsureText((int)Math.Min(Array.MaxLength - TableBlock.Padding, Math.Max(needed, 2L * block.Text.Length)));
        }

        int end = start + values.WriteText(row, block.Text.AsSpan(start));
        bool isKept;
        fixed (byte* text = block.Text)
        {
            isKept = fields.Take(block, text, start, end, field, at);
        }

        bool isKey = plan.Kinds[field] is ColumnKind.TextId or ColumnKind.IntegerId or ColumnKind.Category;
        block.Length = isKey ? end : start;
        return isKept;
    }
}
