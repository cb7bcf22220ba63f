namespace Gnn.Datasets.Parsing;

/// <summary>A list, set or dictionary, which can grow while the file is read.</summary>
internal sealed class PickleContainer : PickleItems
{
    private readonly PickleHeap _heap;
    private ChunkedList<ulong> _slots;

    public PickleContainer(PickleHeap heap, PickleKind kind, PickleValues values)
    {
        _heap = heap;
        Kind = kind;
        Append(values);
    }

    /// <inheritdoc/>
    public override PickleKind Kind { get; }

    /// <inheritdoc/>
    public override PickleValues Values => new(_heap, _slots, 0, _slots.Count);

    /// <summary>Appends values, paying for new room.</summary>
    public void Append(PickleValues values) => values.AppendTo(ref _slots, _heap.Budget);

    /// <summary>Appends one value, paying for new room.</summary>
    public void Append(PickleValue value) => _slots.Add(value.Slot, _heap.Budget);
}
