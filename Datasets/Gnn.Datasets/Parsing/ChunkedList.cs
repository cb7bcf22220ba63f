using System.Runtime.CompilerServices;

namespace Gnn.Datasets.Parsing;

/// <summary>A list that pays for its room from a budget: exact for what comes first, doubled while it is small, then grown by chunks without a copy.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal struct ChunkedList<T>
{
    private const int ChunkLength = 256;
    private const int SmallestGrown = 4;

    private T[]? _first;
    private List<T[]>? _rest;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>A value, <paramref name="index"/> below <see cref="Count"/>.</summary>
    public readonly ref T this[int index]
    {
        get
        {
            int beyond = index - _first!.Length;
            return ref beyond < 0 ? ref _first[index] : ref _rest![beyond / ChunkLength][beyond % ChunkLength];
        }
    }

    /// <summary>Appends a value.</summary>
    public void Add(T value, PickleBudget budget)
    {
        Reserve(Count + 1L, budget);
        this[Count++] = value;
    }

    /// <summary>Appends a run of another list.</summary>
    public void AddRange(in ChunkedList<T> source, int start, int count, PickleBudget budget)
    {
        Reserve((long)Count + count, budget);
        for (int i = 0; i < count; i++)
        {
            this[Count++] = source[start + i];
        }
    }

    /// <summary>Sets a value at any place; what lies between is left as the default.</summary>
    public void Set(int index, T value, PickleBudget budget)
    {
        Reserve(index + 1L, budget);
        Count = Math.Max(Count, index + 1);
        this[index] = value;
    }

    /// <summary>Drops the values from <paramref name="count"/> on and keeps their room.</summary>
    public void Truncate(int count) => Count = count;

    private void Reserve(long needed, PickleBudget budget)
    {
        if (_first is null && needed > 0)
        {
            budget.ChargeArray(needed, Unsafe.SizeOf<T>());
            _first = new T[needed];
        }
        else if (_rest is null && needed > (_first?.Length ?? 0) && _first!.Length < ChunkLength)
        {
            long length = Math.Max(needed, Math.Max(SmallestGrown, 2 * _first.Length));
            budget.ChargeArray(length, Unsafe.SizeOf<T>());
            Array.Resize(ref _first, (int)length);
        }

        while (_first is not null && needed > _first.Length + ((_rest?.Count ?? 0) * (long)ChunkLength))
        {
            budget.ChargeObject();
            budget.ChargeArray(ChunkLength, Unsafe.SizeOf<T>());
            _rest ??= [];
            _rest.Add(new T[ChunkLength]);
        }
    }
}
