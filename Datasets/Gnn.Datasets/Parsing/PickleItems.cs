namespace Gnn.Datasets.Parsing;

/// <summary>A tuple, list, set or dictionary: values in file order; a dictionary alternates keys and values.</summary>
/// <remarks>
/// Nothing is hashed: a set or dictionary keeps repeated keys, and <see cref="TryFind"/> takes the last, as Python does. A hostile file
/// may make a list hold itself, so readers of these values must not recurse without a bound.
/// </remarks>
internal sealed class PickleItems : PickleObject
{
    private const int LongestChunk = 1024;

    // Full chunks, then the chunk that is being filled: growing copies nothing until the values are asked for.
    private List<PickleValue[]>? _full;
    private PickleValue[] _tail;
    private int _tailCount;

    public PickleItems(PickleKind kind, PickleValue[] values)
    {
        Kind = kind;
        _tail = values;
        _tailCount = values.Length;
        Count = values.Length;
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }

    /// <summary>The number of values: for a dictionary, twice the number of its entries.</summary>
    public int Count { get; private set; }

    /// <summary>The values in file order.</summary>
    public ReadOnlySpan<PickleValue> Values
    {
        get
        {
            if (_full is not null)
            {
                Join();
            }

            return _tail.AsSpan(0, _tailCount);
        }
    }

    /// <summary>Finds the last value of a dictionary under a text key.</summary>
    /// <param name="key">The key in ASCII.</param>
    /// <param name="value">The value, or None if the key is absent.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryFind(ReadOnlySpan<byte> key, out PickleValue value)
    {
        ReadOnlySpan<PickleValue> values = Values;
        for (int i = values.Length - 2; i >= 0; i -= 2)
        {
            if (values[i].HasText(key))
            {
                value = values[i + 1];
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Appends values, paying for new room from the budget.</summary>
    internal void Append(ReadOnlySpan<PickleValue> values, PickleBudget budget)
    {
        int fitting = Math.Min(values.Length, _tail.Length - _tailCount);
        values[..fitting].CopyTo(_tail.AsSpan(_tailCount));
        _tailCount += fitting;
        Count += fitting;
        values = values[fitting..];
        if (values.Length == 0)
        {
            return;
        }

        if (Count > 0 && _full is null)
        {
            budget.ChargeObject();
            _full = [];
        }

        int capacity = Math.Max(values.Length, Math.Min(Count, LongestChunk));
        budget.ChargeArray(capacity, PickleBudget.ValueBytes);
        _full?.Add(_tail);
        _tail = new PickleValue[capacity];
        values.CopyTo(_tail);
        _tailCount = values.Length;
        Count += values.Length;
    }

    private void Join()
    {
        var joined = new PickleValue[Count];
        int at = 0;
        foreach (PickleValue[] chunk in _full!)
        {
            chunk.CopyTo(joined, at);
            at += chunk.Length;
        }

        _tail.AsSpan(0, _tailCount).CopyTo(joined.AsSpan(at));
        _full = null;
        _tail = joined;
        _tailCount = Count;
    }
}
