using System.Buffers;
using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Sets the uppermost bit of each entry whose two nodes have a neighbour in common.</summary>
/// <remarks>
/// Of the two rows the shorter is looked through, and not more than <see cref="MostLooks"/> entries of it: a longer one counts as having such a neighbour,
/// which costs a walk time and nothing else. So at most that many looks an entry, and fewer in most graphs: rows of neighbours are read in order, against a bit
/// for each node that the row at hand leads to.
/// </remarks>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
internal unsafe struct SharedNeighborJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>Entries of a row that are looked at.</summary>
    public const int MostLooks = 512;

    private const int ChunkRows = 1024;

    public required SecondOrderRows<TIndex> Rows;
    public required int RowCount;

    /// <summary>A byte for each entry, set to 1 where there is one.</summary>
    public required byte* Shared;

    public readonly int ChunkCount => (int)((RowCount + (long)ChunkRows - 1) / ChunkRows);

    public readonly void Execute(int chunk)
    {
        ulong[] marks = ArrayPool<ulong>.Shared.Rent((RowCount >> 6) + 1);
        Array.Clear(marks);
        int end = (int)Math.Min(RowCount, (chunk + 1L) * ChunkRows);
        for (int row = chunk * ChunkRows; row < end; row++)
        {
            long first = Rows.Begin(row), last = Rows.Begin(row + 1);
            for (long at = first; at < last; at++)
            {
                marks[Rows.Columns[at] >> 6] |= 1UL << Rows.Columns[at];
            }

            for (long at = first; at < last; at++)
            {
                Shared[at] = Meets(row, Rows.Columns[at], marks) ? (byte)1 : (byte)0;
            }

            for (long at = first; at < last; at++)
            {
                marks[Rows.Columns[at] >> 6] = 0;
            }
        }

        ArrayPool<ulong>.Shared.Return(marks);
    }

    /// <summary>Whether a row, whose neighbours are marked, and another have a neighbour in common.</summary>
    private readonly bool Meets(int row, int other, ulong[] marks)
    {
        long first = Rows.Begin(row), count = Rows.Begin(row + 1) - first;
        long otherFirst = Rows.Begin(other), otherCount = Rows.Begin(other + 1) - otherFirst;
        if (Math.Min(count, otherCount) > MostLooks)
        {
            return true;
        }

        if (otherCount <= count)
        {
            for (int k = 0; k < otherCount; k++)
            {
                int node = Rows.Columns[otherFirst + k];
                if ((marks[node >> 6] & (1UL << node)) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        for (int k = 0; k < count; k++)
        {
            int node = Rows.Columns[first + k];
            if (Rows.Filter.MayContain(EdgeFilter.Hash(other, node)) && Rows.Contains(otherFirst, (int)otherCount, node))
            {
                return true;
            }
        }

        return false;
    }
}
