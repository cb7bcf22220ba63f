namespace Gnn.Datasets.Parsing;

/// <summary>A run of the values of a pickle, in file order; nothing is copied.</summary>
internal readonly struct PickleValues
{
    private readonly PickleHeap _heap;
    private readonly ChunkedList<ulong> _slots;
    private readonly int _start;

    public PickleValues(PickleHeap heap, in ChunkedList<ulong> slots, int start, int length)
    {
        _heap = heap;
        _slots = slots;
        _start = start;
        Length = length;
    }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>A value.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not below <see cref="Length"/>.</exception>
    public PickleValue this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));
            return new PickleValue(_heap, _slots[_start + index]);
        }
    }

    /// <summary>Some of the values, for ranges.</summary>
    public PickleValues Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Length, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - start), nameof(length));
        return new PickleValues(_heap, _slots, _start + start, length);
    }

    /// <summary>The values as an array of their own.</summary>
    public PickleValue[] ToArray()
    {
        var values = new PickleValue[Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this[i];
        }

        return values;
    }

    /// <summary>Goes through the values.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Appends the values to a list of slots.</summary>
    internal void AppendTo(ref ChunkedList<ulong> target, PickleBudget budget) => target.AddRange(_slots, _start, Length, budget);

    /// <summary>Goes through values.</summary>
    internal struct Enumerator
    {
        private readonly PickleValues _values;
        private int _index;

        public Enumerator(PickleValues values)
        {
            _values = values;
            _index = -1;
        }

        /// <summary>The current value.</summary>
        public readonly PickleValue Current => _values[_index];

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext() => ++_index < _values.Length;
    }
}
