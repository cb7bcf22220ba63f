namespace Gnn.Datasets.Parsing;

/// <summary>A tuple, list, set or dictionary: values in file order; a dictionary alternates keys and values.</summary>
/// <remarks>
/// Nothing is hashed: a set or dictionary keeps repeated keys, and <see cref="TryFind"/> takes the last, as Python does. A hostile file
/// may make a list hold itself, so readers of these values must not recurse without a bound.
/// </remarks>
internal sealed class PickleItems : PickleObject
{
    private PickleValue[] _values;

    public PickleItems(PickleKind kind, PickleValue[] values)
    {
        Kind = kind;
        _values = values;
        Count = values.Length;
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }

    /// <summary>The number of values: for a dictionary, twice the number of its entries.</summary>
    public int Count { get; private set; }

    /// <summary>The values in file order.</summary>
    public ReadOnlySpan<PickleValue> Values => _values.AsSpan(0, Count);

    /// <summary>Finds the last value of a dictionary under a text key.</summary>
    /// <param name="key">The key in ASCII.</param>
    /// <param name="value">The value, or None if the key is absent.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryFind(ReadOnlySpan<byte> key, out PickleValue value)
    {
        for (int i = Count - 2; i >= 0; i -= 2)
        {
            if (_values[i].HasText(key))
            {
                value = _values[i + 1];
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Appends values, paying for new room from the budget.</summary>
    internal void Append(ReadOnlySpan<PickleValue> values, PickleBudget budget)
    {
        int needed = Count + values.Length;
        if (needed > _values.Length)
        {
            int capacity = Count == 0 ? needed : Math.Max(needed, Count + (Count / 2));
            budget.Charge(capacity, PickleBudget.ValueBytes);
            Array.Resize(ref _values, capacity);
        }

        values.CopyTo(_values.AsSpan(Count));
        Count = needed;
    }
}
