using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One bit for each entry and column: whether the entry is the argument of its row's extreme there.</summary>
/// <remarks>An entry is compared with its row's arguments, a vector of them at a time, and its bits are written once. In a long row few bits are set:
/// there all are cleared, and each argument sets its own.</remarks>
internal unsafe struct MarkJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    // Entries of a row from which on it is long.
    private const long ManyEntries = 64;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>[rows, width].</summary>
    internal TIndex* Arg;

    /// <summary>[entries, bytes], in the order of the original structure's entries.</summary>
    internal byte* Marks;
    internal long Width;

    /// <summary>The bytes of an entry.</summary>
    internal static long BytesOf(long width) => (width + 7) >>> 3;

    /// <summary>Powers of 2, beginning with 1: from the n-th on they are the bits of neighbouring columns whose first has bit n.</summary>
    internal static uint* Powers => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(AllPowers));

    private static ReadOnlySpan<uint> AllPowers =>
    [
        1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11,
        1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 21, 1 << 22, 1 << 23,
    ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // In locals, since for all the compiler knows a store may change the fields.
        Csr<TIndex> csr = Csr;
        byte* marks = Marks;
        long width = Width;
        long bytes = BytesOf(width);
        int unit = Math.Max(8, TLanes.Count);
        (long row, long endRow) = Cut.Rows(csr, chunk);
        TIndex* arg = Arg + (row * width);
        for (; row < endRow; row++, arg += width)
        {
            long begin = csr.Begin(row);
            long end = csr.Begin(row + 1);
            if (TLanes.Count == 1 || sizeof(TIndex) != sizeof(float) || end - begin >= ManyEntries)
            {
                Scatter(begin, end, arg);
                continue;
            }

            long column = 0;
            for (; column <= width - (4 * unit); column += 4 * unit)
            {
                Compare<TLanes, TVector>(csr, begin, end, (float*)arg + column, marks + (column >>> 3), bytes, 4);
            }

            if (column <= width - (2 * unit))
            {
                Compare<TLanes, TVector>(csr, begin, end, (float*)arg + column, marks + (column >>> 3), bytes, 2);
                column += 2 * unit;
            }

            for (; column < width - (unit - 8); column += unit)
            {
                Compare<TLanes, TVector>(csr, begin, end, (float*)arg + column, marks + (column >>> 3), bytes, 1);
            }

            for (long place = begin; column < width && place < end; place++)
            {
                long entry = csr.EntryAt(place);
                marks[(entry * bytes) + (column >>> 3)] = (byte)Bits<TLanes, TVector>((float*)arg + column, TLanes.BroadcastBits((int)entry));
            }
        }
    }

    /// <summary>Marks the entries of a row in as many units of columns, those that are written at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compare<TLanes, TVector>(in Csr<TIndex> csr, long begin, long end, float* arg, byte* marks, long bytes, int units)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int unit = Math.Max(8, TLanes.Count);
        for (long place = begin; place < end; place++)
        {
            long entry = csr.EntryAt(place);
            byte* own = marks + (entry * bytes);
            TVector wanted = TLanes.BroadcastBits((int)entry);
            for (int i = 0; i < units; i++)
            {
                uint set = Bits<TLanes, TVector>(arg + (i * unit), wanted);
                if (TLanes.Count > 8)
                {
                    ((ushort*)own)[i] = (ushort)set;
                }
                else
                {
                    own[i] = (byte)set;
                }
            }
        }
    }

    /// <summary>Which of the next columns' arguments are the wanted entry: those of a vector, and at least 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits<TLanes, TVector>(float* arg, TVector wanted)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        uint set = TLanes.Bits(TLanes.EqualBits(TLanes.Load(arg), wanted));
        return TLanes.Count < 8 ? set | (TLanes.Bits(TLanes.EqualBits(TLanes.Load(arg + TLanes.Count), wanted)) << TLanes.Count) : set;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Scatter(long begin, long end, TIndex* arg)
    {
        byte* marks = Marks;
        long bytes = BytesOf(Width);
        if (Csr.Entries == null)
        {
            NativeMemory.Clear(marks + (begin * bytes), (nuint)((end - begin) * bytes));
        }
        else
        {
            for (long place = begin; place < end; place++)
            {
                NativeMemory.Clear(marks + (Csr.EntryAt(place) * bytes), (nuint)bytes);
            }
        }

        long width = begin < end ? Width : 0;
        for (long column = 0; column < width; column++)
        {
            marks[(long.CreateTruncating(arg[column]) * bytes) + (column >>> 3)] |= (byte)(1 << (int)(column & 7));
        }
    }
}
