using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One bit for each entry and column: whether the entry is the argument of its row's extreme there.</summary>
internal unsafe struct MarkJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    // Rows with more entries are done column by column.
    private const long FewEntries = 16;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>[rows, width].</summary>
    internal TIndex* Arg;

    /// <summary>[entries, bytes], in the order of the original structure's entries.</summary>
    internal byte* Marks;
    internal long Width;

    /// <summary>The bytes of an entry.</summary>
    internal static long BytesOf(long width) => (width + 7) / 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long bytes = BytesOf(Width);
        for (; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            long end = Csr.Begin(row + 1);
            TIndex* arg = Arg + (row * Width);
            bool comparesVectors = sizeof(TIndex) == sizeof(float) && TLanes.Count >= 8 && end - begin <= FewEntries;
            for (long place = begin; place < end; place++)
            {
                long entry = Csr.EntryAt(place);
                byte* marks = Marks + (entry * bytes);
                if (!comparesVectors)
                {
                    new Span<byte>(marks, (int)bytes).Clear();
                    continue;
                }

                TVector wanted = TLanes.BroadcastBits((int)entry);
                for (long column = 0; column < Width; column += TLanes.Count)
                {
                    uint set = TLanes.Bits(TLanes.EqualBits(TLanes.Load((float*)arg + column), wanted));
                    marks[column / 8] = (byte)set;
                    if (TLanes.Count > 8 && column + 8 < Width)
                    {
                        marks[(column / 8) + 1] = (byte)(set >> 8);
                    }
                }
            }

            for (long column = 0; !comparesVectors && begin < end && column < Width; column++)
            {
                Marks[(long.CreateTruncating(arg[column]) * bytes) + (column / 8)] |= (byte)(1 << (int)(column % 8));
            }
        }
    }
}
