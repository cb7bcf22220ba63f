namespace Gnn.Datasets.Tables;

/// <summary>A growing array, sized once by an estimate where that is good.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    private T[] _values = [];

    internal int Count { get; private set; }

    internal Span<T> Values => _values.AsSpan(0, Count);

    /// <summary>Makes room for more values at the end.</summary>
    internal Span<T> Extend(int count, long expectedTotal)
    {
        long needed = (long)Count + count;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A table read into memory has at most {Array.MaxLength} values of a sort: read it in parts.");
        }

        if (needed > _values.Length)
        {
            long wanted = Math.Max(needed + (_values.Length / 4L), Math.Min(expectedTotal, Array.MaxLength));
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, wanted));
        }

        Span<T> added = _values.AsSpan(Count, count);
        Count = (int)needed;
        return added;
    }

    /// <summary>Drops values at the end.</summary>
    internal void Shorten(int count) => Count = count;

    internal T[] ToArray()
    {
        if (_values.Length - Count > _values.Length / 16)
        {
            return Values.ToArray();
        }

        Array.Resize(ref _values, Count);
        return _values;
    }
}
