using System.Runtime.InteropServices;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Features;

/// <summary>Rows of a table that are kept in memory, a bounded number of them: those that were asked for most often.</summary>
/// <remarks>
/// <para>Each row of the table has a count of how often it was asked for. A row that was read is admitted when there is room, or when its count exceeds the
/// least of eight that are kept, which then makes room; those eight are looked at in turn. Counts are halved after every sixteen requests for each row of the
/// table, so that what was in demand long ago is forgotten. Admission by frequency is that of Einziger, Friedman and Manes, "TinyLFU: a highly efficient cache
/// admission policy" (ACM Transactions on Storage, 2017), with exact counts instead of a sketch.</para>
/// <para>Readers take no lock: a slot has a version, odd while it is written, and a copy counts when the version before and after it is the same. Rows are
/// admitted by one thread at a time.</para>
/// </remarks>
internal sealed unsafe class RowCache : IDisposable
{
    /// <summary>What a kept row costs beside its content, in bytes.</summary>
    public const int SlotBytes = 16;

    private const int Candidates = 8;
    private const int RequestsPerRow = 16;

    private readonly Lock _lock = new();
    private readonly NativeArray<int> _places;
    private readonly NativeArray<Slot> _slots;
    private readonly NativeArray<byte> _rows;
    private readonly long _rowBytes;
    private readonly int _capacity;
    private long _requests;
    private int _used;
    private int _hand;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="rowCount">The rows of the table.</param>
    /// <param name="rowBytes">The bytes of a row.</param>
    /// <param name="capacity">The rows that are kept at most.</param>
    /// <exception cref="InsufficientMemoryException">The machine has not so much memory.</exception>
    public RowCache(int rowCount, long rowBytes, int capacity)
    {
        _rowBytes = rowBytes;
        _capacity = capacity;
        Bytes = BytesFor(rowCount, rowBytes, capacity);
        HostMemory.Require(Bytes, $"a cache of {capacity} rows");
        _places = new NativeArray<int>(rowCount);
        _slots = new NativeArray<Slot>(capacity);
        _rows = new NativeArray<byte>(capacity * rowBytes);
        new Span<int>(_places.Pointer, rowCount).Fill(-1);
        new Span<Slot>(_slots.Pointer, capacity).Clear();
    }

    /// <summary>The bytes of the cache when it is full.</summary>
    public long Bytes { get; }

    /// <summary>The bytes of a cache when it is full.</summary>
    public static long BytesFor(int rowCount, long rowBytes, long capacity) => (sizeof(int) * (long)rowCount) + (capacity * (rowBytes + SlotBytes));

    /// <summary>Asks for what says where a row is.</summary>
    public void AskForPlace(int row) => Prefetch.Line(_places.Pointer + row);

    /// <summary>Asks for a row, if it is there.</summary>
    public void AskForRow(int row)
    {
        int place = _places.Pointer[row];
        if (place >= 0)
        {
            Prefetch.Line(_slots.Pointer + place);
            Prefetch.Row((float*)(_rows.Pointer + (place * _rowBytes)), (int)Math.Min(_rowBytes / sizeof(float), 8 * Prefetch.LineFloats));
        }
    }

    /// <summary>Copies a row, if it is there.</summary>
    /// <param name="row">The row of the table.</param>
    /// <param name="destination">Receives the row; undefined where false is returned.</param>
    /// <param name="streams">Whether to store past the caches: the destination and the length are then multiples of 16 bytes.</param>
    public bool TryCopy(int row, byte* destination, bool streams)
    {
        int place = Volatile.Read(ref _places.Pointer[row]);
        if (place < 0)
        {
            return false;
        }

        ref Slot slot = ref _slots.Pointer[place];
        int version = Volatile.Read(ref slot.Version);
        if ((version & 1) != 0 || Volatile.Read(ref slot.Row) != row)
        {
            return false;
        }

        byte* source = _rows.Pointer + (place * _rowBytes);
        if (streams)
        {
            RowCopy.Stream(source, destination, _rowBytes);
        }
        else
        {
            RowCopy.Copy(source, destination, _rowBytes);
        }

        // A count that two threads raise at once may be one too low, which only concerns what is kept.
        slot.Count++;
        Volatile.ReadBarrier();
        return Volatile.Read(ref slot.Version) == version;
    }

    /// <summary>Counts requests and, in due course, forgets.</summary>
    public void Request(long rows)
    {
        if (Interlocked.Add(ref _requests, rows) > RequestsPerRow * _places.Length)
        {
            lock (_lock)
            {
                if (Interlocked.Read(ref _requests) > RequestsPerRow * _places.Length)
                {
                    Forget();
                    Interlocked.Exchange(ref _requests, 0);
                }
            }
        }
    }

    /// <summary>Offers rows that were not there.</summary>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="contents">Their contents, one after another.</param>
    public void Admit(ReadOnlySpan<int> rows, byte* contents)
    {
        lock (_lock)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (i + Prefetch.Ahead < rows.Length)
                {
                    AskForPlace(rows[i + Prefetch.Ahead]);
                }

                Admit(rows[i], contents + (i * _rowBytes));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _slots.Dispose();
        _rows.Dispose();
    }

    private void Admit(int row, byte* content)
    {
        ref int place = ref _places.Pointer[row];
        if (place >= 0)
        {
            // Another gather brought it meanwhile.
            return;
        }

        // A row that is not kept has minus one less its count; this request is one more.
        int count = -place;
        int at = _used < _capacity ? _used++ : LeastWanted();
        ref Slot slot = ref _slots.Pointer[at];
        if (slot.Version != 0)
        {
            if (slot.Count >= count)
            {
                place = -1 - count;
                return;
            }

            // Never a place, whatever a count that ran over is.
            Volatile.Write(ref _places.Pointer[slot.Row], -1 - Math.Max(0, slot.Count));
        }

        Volatile.Write(ref slot.Version, slot.Version + 1);
        Volatile.WriteBarrier();
        slot.Row = row;
        slot.Count = count;
        RowCopy.Copy(content, _rows.Pointer + (at * _rowBytes), _rowBytes);
        Volatile.Write(ref slot.Version, slot.Version + 1);
        Volatile.Write(ref place, at);
    }

    private int LeastWanted()
    {
        int least = _hand;
        for (int i = 0; i < Candidates; i++)
        {
            if (_slots.Pointer[_hand].Count < _slots.Pointer[least].Count)
            {
                least = _hand;
            }

            _hand = _hand + 1 == _capacity ? 0 : _hand + 1;
        }

        return least;
    }

    private void Forget()
    {
        for (long row = 0; row < _places.Length; row++)
        {
            int place = _places.Pointer[row];
            if (place < 0)
            {
                _places.Pointer[row] = -1 - ((-1 - place) >> 1);
            }
        }

        for (int slot = 0; slot < _used; slot++)
        {
            _slots.Pointer[slot].Count >>= 1;
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = SlotBytes)]
    private struct Slot
    {
        /// <summary>Raised by one before the slot is written and by one after; 0 while it is empty.</summary>
        internal int Version;

        /// <summary>The row of the table that is there.</summary>
        internal int Row;

        /// <summary>How often the row was asked for.</summary>
        internal int Count;
    }
}
