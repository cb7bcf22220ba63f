using System.Buffers;
using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Copies rows in order of their neighbours, with their weights, sees whether an entry is there twice, and notes every entry in the filter.</summary>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
internal unsafe struct RowOrderJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int ChunkRows = 4096;

    private int _hasRepeats;

    public required TIndex* Pointers;
    public required int* Source;
    public required int* Columns;

    /// <summary>The weights, put in order in place; null if there are none.</summary>
    public required float* Weights;
    public required int RowCount;
    public required EdgeFilter Filter;
    public required bool HasFilter;

    public readonly int ChunkCount => (int)((RowCount + (long)ChunkRows - 1) / ChunkRows);

    /// <summary>Whether two entries of a row lead to one neighbour.</summary>
    public readonly bool HasRepeats => _hasRepeats != 0;

    public void Execute(int chunk)
    {
        bool hasRepeats = false;
        int end = (int)Math.Min(RowCount, (chunk + 1L) * ChunkRows);
        for (int row = chunk * ChunkRows; row < end; row++)
        {
            long begin = long.CreateTruncating(Pointers[row]);
            int count = int.CreateChecked(long.CreateTruncating(Pointers[row + 1]) - begin);
            var columns = new Span<int>(Columns + begin, count);
            new ReadOnlySpan<int>(Source + begin, count).CopyTo(columns);
            if (!IsInOrder(columns))
            {
                if (Weights is null)
                {
                    columns.Sort();
                }
                else
                {
                    Sort(columns, new Span<float>(Weights + begin, count));
                }
            }

            for (int k = 0; k < count; k++)
            {
                hasRepeats |= k > 0 && columns[k] == columns[k - 1];
                if (HasFilter)
                {
                    Filter.Add(row, columns[k]);
                }
            }
        }

        if (hasRepeats)
        {
            Volatile.Write(ref _hasRepeats, 1);
        }
    }

    /// <summary>Entries by neighbour, those of one neighbour in the order in which they were.</summary>
    private static void Sort(Span<int> columns, Span<float> weights)
    {
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(columns.Length);
        float[] before = ArrayPool<float>.Shared.Rent(columns.Length);
        Span<ulong> keys = rented.AsSpan(0, columns.Length);
        weights.CopyTo(before);
        for (int k = 0; k < keys.Length; k++)
        {
            keys[k] = ((ulong)columns[k] << 32) | (uint)k;
        }

        keys.Sort();
        for (int k = 0; k < keys.Length; k++)
        {
            columns[k] = (int)(keys[k] >> 32);
            weights[k] = before[(uint)keys[k]];
        }

        ArrayPool<ulong>.Shared.Return(rented);
        ArrayPool<float>.Shared.Return(before);
    }

    private static bool IsInOrder(ReadOnlySpan<int> values)
    {
        for (int k = 1; k < values.Length; k++)
        {
            if (values[k] < values[k - 1])
            {
                return false;
            }
        }

        return true;
    }
}
