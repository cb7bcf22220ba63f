using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Neighbors;

/// <summary>The entries of a structure that a batch must not see: a bit for each row that has some, and for those rows a table.</summary>
/// <remarks>A node is looked up for each edge count and each draw, and few nodes have hidden entries: one bit, mostly in the nearest cache, is all that the others
/// pay.</remarks>
internal sealed unsafe class EdgeMask : IDisposable
{
    private const uint Factor = 0x9E3779B1;

    private readonly SparseStructure _rows;
    private readonly NativeArray<ulong> _bits;
    private readonly List<ulong> _pairs = [];
    private readonly List<MaskedRow> _masked = [];
    private readonly List<int> _places = [];
    private int[] _slots = new int[64];

    /// <summary>Creates an empty mask.</summary>
    /// <param name="rows">The structure, which must live as long.</param>
    internal EdgeMask(SparseStructure rows)
    {
        _rows = rows;
        _bits = new NativeArray<ulong>((rows.RowCount / 64L) + 1);
        _bits.Span().Clear();
    }

    /// <summary>A bit for each row.</summary>
    internal ulong* Bits => _bits.Pointer;

    /// <summary>How many entries are hidden.</summary>
    internal int Count => _places.Count;

    /// <summary>Marks all entries of a row that have a column; nothing is hidden before <see cref="Build"/>.</summary>
    internal void Hide(int row, int column) => _pairs.Add(((ulong)(uint)row << 32) | (uint)column);

    /// <summary>Finds the entries of what was marked.</summary>
    internal void Build()
    {
        _pairs.Sort();
        for (int i = 0; i < _pairs.Count;)
        {
            int row = (int)(_pairs[i] >> 32);
            int first = _places.Count;
            ReadOnlySpan<int> columns = _rows.Row(row);
            for (; i < _pairs.Count && (int)(_pairs[i] >> 32) == row; i++)
            {
                if (i == 0 || _pairs[i] != _pairs[i - 1])
                {
                    Find(columns, (int)_pairs[i]);
                }
            }

            if (_places.Count > first)
            {
                _places.Sort(first, _places.Count - first, null);
                _masked.Add(new MaskedRow(row, _rows.RowPointers[row], first, _places.Count - first));
            }
        }

        Index();
    }

    /// <summary>Whether a row has hidden entries.</summary>
    internal bool Hides(int row) => ((Bits[row >> 6] >> row) & 1) != 0;

    /// <summary>The places in a row of its hidden entries, rising; of a row that has some.</summary>
    internal ReadOnlySpan<int> HiddenPlaces(int row)
    {
        MaskedRow masked = _masked[Find(row)];
        return CollectionsMarshal.AsSpan(_places).Slice(masked.First, masked.Count);
    }

    /// <summary>The number in this mask of a row whose bit is set.</summary>
    internal int Find(int row)
    {
        uint slot = Slot(row);
        while (_masked[_slots[slot]].Row != row)
        {
            slot = (slot + 1) & (uint)(_slots.Length - 1);
        }

        return _slots[slot];
    }

    /// <summary>How many entries of a row are hidden.</summary>
    internal int HiddenCount(int number) => _masked[number].Count;

    /// <summary>The entry at a place among those of a row that are not hidden.</summary>
    internal long Entry(int number, int place)
    {
        MaskedRow masked = _masked[number];

        // Before hidden place h[i] are h[i] - i that are not.
        int low = 0;
        int high = masked.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _places[masked.First + middle] - middle <= place ? (middle + 1, high) : (low, middle);
        }

        return masked.Start + place + low;
    }

    /// <summary>Hides nothing.</summary>
    internal void Clear()
    {
        foreach (MaskedRow masked in _masked)
        {
            Bits[masked.Row >> 6] = 0;
        }

        _pairs.Clear();
        _masked.Clear();
        _places.Clear();
    }

    public void Dispose() => _bits.Dispose();

    private void Find(ReadOnlySpan<int> columns, int column)
    {
        for (int start = 0; columns[start..].IndexOf(column) is >= 0 and int step; start += step + 1)
        {
            _places.Add(start + step);
        }
    }

    /// <summary>Sets the bits and fills the table from rows to their numbers, which is at most half full.</summary>
    private void Index()
    {
        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, 2 * _masked.Count));
        _slots = length > _slots.Length ? new int[length] : _slots;
        _slots.AsSpan().Fill(-1);
        for (int number = 0; number < _masked.Count; number++)
        {
            int row = _masked[number].Row;
            Bits[row >> 6] |= 1UL << row;
            uint slot = Slot(row);
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & (uint)(_slots.Length - 1);
            }

            _slots[slot] = number;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Slot(int row) => ((uint)row * Factor) >> (32 - BitOperations.Log2((uint)_slots.Length));

    /// <summary>A row with hidden entries: its first entry, and where its hidden places are in the list of all.</summary>
    private readonly record struct MaskedRow(int Row, long Start, int First, int Count);
}
