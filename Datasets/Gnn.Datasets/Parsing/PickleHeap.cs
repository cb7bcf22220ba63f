namespace Gnn.Datasets.Parsing;

/// <summary>Where the values of one pickle lie: the bytes of the file, the items of tuples, the numbers that do not fit a slot, and the objects.</summary>
/// <remarks>A value is a slot of eight bytes: four bits say what it is, sixty hold it or where it lies. So a list costs eight bytes an item, and a tuple no object.</remarks>
internal sealed class PickleHeap
{
    /// <summary>The bits of a slot that hold the value.</summary>
    public const int PayloadBits = 60;

    private const int TagBits = 64 - PayloadBits;
    private const ulong TagMask = (1 << TagBits) - 1;

    // A run of the file, or of the items of tuples: 31 bits of start, 29 of length.
    private const int LengthBits = 29;
    private const int LongestRun = (1 << LengthBits) - 1;

    private ChunkedList<ulong> _tupleItems;
    private ChunkedList<long> _wides;
    private ChunkedList<PickleObject> _objects;

    public PickleHeap(byte[] bytes, PickleBudget budget)
    {
        Bytes = bytes;
        Budget = budget;
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Bytes { get; }

    /// <summary>What pays for room.</summary>
    public PickleBudget Budget { get; }

    public static PickleTag TagOf(ulong slot) => (PickleTag)(slot & TagMask);

    public PickleValue None => new(this, (ulong)PickleTag.None);

    public PickleValue From(bool value) => Pack(PickleTag.Bool, value ? 1UL : 0);

    public PickleValue From(PickleCallable value) => Pack(PickleTag.Callable, (ulong)value);

    public PickleValue From(long value)
    {
        if (value << TagBits >> TagBits == value)
        {
            return Pack(PickleTag.Int, (ulong)value);
        }

        _wides.Add(value, Budget);
        return Pack(PickleTag.WideInt, (ulong)(_wides.Count - 1));
    }

    public PickleValue From(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        if (((ulong)bits & TagMask) == 0)
        {
            return new PickleValue(this, (ulong)bits | (ulong)PickleTag.Float);
        }

        _wides.Add(bits, Budget);
        return Pack(PickleTag.WideFloat, (ulong)(_wides.Count - 1));
    }

    /// <summary>A string: a run of the file.</summary>
    public PickleValue FromRun(PickleKind kind, int start, int length)
    {
        if (length > LongestRun)
        {
            return From(new PickleBuffer(kind, Bytes.AsMemory(start, length)));
        }

        PickleTag tag = kind == PickleKind.Text ? PickleTag.Text : kind == PickleKind.Bytes ? PickleTag.Bytes : PickleTag.ByteString;
        return Pack(tag, ((ulong)start << LengthBits) | (uint)length);
    }

    /// <summary>An object; its own room is paid for here, what it holds is not.</summary>
    public PickleValue From(PickleObject value)
    {
        Budget.ChargeObject();
        _objects.Add(value, Budget);
        return Pack(PickleTag.Object, (ulong)(_objects.Count - 1));
    }

    /// <summary>A tuple of the values.</summary>
    public PickleValue FromTuple(PickleValues items)
    {
        if (items.Length > LongestRun)
        {
            return From(new PickleContainer(this, PickleKind.Tuple, items));
        }

        int start = _tupleItems.Count;
        items.AppendTo(ref _tupleItems, Budget);
        return Pack(PickleTag.Tuple, ((ulong)start << LengthBits) | (uint)items.Length);
    }

    public static long Integer(ulong slot) => (long)slot >> TagBits;

    public long Wide(ulong slot) => _wides[(int)(slot >> TagBits)];

    public static double Float(ulong slot) => BitConverter.UInt64BitsToDouble(slot & ~TagMask);

    public PickleObject Object(ulong slot) => _objects[(int)(slot >> TagBits)];

    public ReadOnlyMemory<byte> Run(ulong slot) => Bytes.AsMemory((int)(slot >> (TagBits + LengthBits)), RunLength(slot));

    public PickleValues TupleItems(ulong slot) => new(this, _tupleItems, (int)(slot >> (TagBits + LengthBits)), RunLength(slot));

    private static int RunLength(ulong slot) => (int)(slot >> TagBits) & LongestRun;

    private PickleValue Pack(PickleTag tag, ulong payload) => new(this, (payload << TagBits) | (ulong)tag);
}
