namespace Gnn.Datasets.Tables;

/// <summary>The numbers of a table, row-major, and which of them were missing.</summary>
internal sealed class NumberRows(int width)
{
    private readonly Column<float> _values = new();
    private bool[]? _mask;

    internal int Width => width;

    internal void Add(TableBlock block, ReadOnlySpan<int> keptRows, long expectedRows)
    {
        if (width == 0)
        {
            return;
        }

        Span<float> added = _values.Extend(checked(keptRows.Length * width), (long)Math.Min((double)expectedRows * width, long.MaxValue / 2));
        for (int i = 0; i < keptRows.Length; i++)
        {
            block.Numbers.AsSpan(keptRows[i] * width, width).CopyTo(added.Slice(i * width, width));
        }
    }

    /// <summary>Adds rows whose numbers are all missing.</summary>
    internal void AddMissing(int rows, float value)
    {
        _values.Extend(checked(rows * width), 0).Fill(value);
    }

    /// <summary>Puts numbers where some were missing; the mask has them then.</summary>
    internal void FillMissing(MissingValues missing)
    {
        Span<float> values = _values.Values;
        int first = -1;
        for (int i = 0; i < values.Length && first < 0; i++)
        {
            first = NumberField.IsMissing(values[i]) ? i : -1;
        }

        if (first < 0)
        {
            return;
        }

        var sums = new double[width];
        var counts = new long[width];
        for (int i = 0; i < values.Length && missing == MissingValues.Mean; i++)
        {
            bool isKnown = !NumberField.IsMissing(values[i]);
            sums[i % width] += isKnown ? values[i] : 0;
            counts[i % width] += isKnown ? 1 : 0;
        }

        _mask = new bool[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            _mask[i] = !NumberField.IsMissing(values[i]);
            if (!_mask[i])
            {
                values[i] = counts[i % width] == 0 ? 0 : (float)(sums[i % width] / counts[i % width]);
            }
        }
    }

    /// <summary>One column.</summary>
    internal float[] TakeColumn(int slot)
    {
        Span<float> values = _values.Values;
        if (width == 1)
        {
            return _values.ToArray();
        }

        var column = new float[values.Length / width];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = values[(i * width) + slot];
        }

        return column;
    }

    /// <summary>A run of columns, row-major, and where its numbers were known, or null if all were.</summary>
    internal (float[] Values, bool[]? Mask) TakeColumns(int slot, int count)
    {
        if (count == width)
        {
            return (_values.ToArray(), _mask);
        }

        ReadOnlySpan<float> values = _values.Values;
        int rows = width == 0 ? 0 : values.Length / width;
        var taken = new float[rows * count];
        bool[]? mask = _mask is null ? null : new bool[taken.Length];
        for (int i = 0; i < rows && count > 0; i++)
        {
            values.Slice((i * width) + slot, count).CopyTo(taken.AsSpan(i * count, count));
            _mask?.AsSpan((i * width) + slot, count).CopyTo(mask.AsSpan(i * count, count));
        }

        return (taken, mask is not null && mask.Contains(false) ? mask : null);
    }
}
