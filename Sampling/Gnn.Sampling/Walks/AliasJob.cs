using System.Buffers;
using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Makes the alias table of each row.</summary>
/// <remarks>
/// Walker, An efficient method for generating discrete random variables with general distributions, 1977, in the linear form of Vose, A linear algorithm for
/// generating random numbers with a given distribution, 1991. In 64-bit arithmetic, and rounded to 2^-32 of a slot; a weight of zero is never drawn.
/// </remarks>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
internal unsafe struct AliasJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    public const int ChunkRows = 4096;

    public required TIndex* Pointers;
    public required int* Columns;

    /// <summary>The weight of each entry.</summary>
    public required float* Weights;
    public required int RowCount;
    public required AliasEntry* Entries;

    public readonly int ChunkCount => (int)((RowCount + (long)ChunkRows - 1) / ChunkRows);

    public readonly void Execute(int chunk)
    {
        int first = chunk * ChunkRows, end = (int)Math.Min(RowCount, first + (long)ChunkRows);
        int longest = 0;
        for (int row = first; row < end; row++)
        {
            longest = Math.Max(longest, int.CreateChecked(Pointers[row + 1] - Pointers[row]));
        }

        double[] parts = ArrayPool<double>.Shared.Rent(longest);
        int[] order = ArrayPool<int>.Shared.Rent(longest);
        for (int row = first; row < end; row++)
        {
            long begin = long.CreateTruncating(Pointers[row]);
            Fill(begin, (int)(long.CreateTruncating(Pointers[row + 1]) - begin), parts, order);
        }

        ArrayPool<double>.Shared.Return(parts);
        ArrayPool<int>.Shared.Return(order);
    }

    private readonly void Fill(long begin, int count, double[] parts, int[] order)
    {
        float* weights = Weights + begin;
        double total = 0;
        int heaviest = 0;
        for (int k = 0; k < count; k++)
        {
            total += weights[k];
            heaviest = weights[k] > weights[heaviest] ? k : heaviest;
        }

        if (!(total > 0))
        {
            for (int k = 0; k < count; k++)
            {
                Entries[begin + k] = new AliasEntry { Own = -1, Alias = -1 };
            }

            return;
        }

        // Slots with less than a full share are stacked from the front, the others from the back.
        int small = 0, large = count;
        for (int k = 0; k < count; k++)
        {
            parts[k] = weights[k] / total * count;
            order[parts[k] < 1 ? small++ : --large] = k;
        }

        while (small > 0 && large < count)
        {
            int taker = order[--small], giver = order[large];
            Write(begin, taker, giver, parts[taker]);
            parts[giver] -= 1 - parts[taker];
            if (parts[giver] < 1)
            {
                large++;
                order[small++] = giver;
            }
        }

        // A full share but for rounding is left to each; a slot without weight is not its own even then.
        while (small > 0)
        {
            int k = order[--small];
            Write(begin, k, weights[k] > 0 ? k : heaviest, part: 0);
        }

        for (; large < count; large++)
        {
            Write(begin, order[large], order[large], part: 0);
        }
    }

    private readonly void Write(long begin, int slot, int alias, double part) => Entries[begin + slot] = new AliasEntry
    {
        Threshold = (uint)Math.Min(Math.Round(part * (1L << 32)), uint.MaxValue),
        Own = Columns[begin + slot],
        Alias = Columns[begin + alias],
        Weight = Weights[begin + slot],
    };
}
