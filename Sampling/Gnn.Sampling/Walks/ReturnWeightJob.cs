using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Of each row the heaviest neighbour, repeated entries together, in average entries of the row.</summary>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
internal unsafe struct ReturnWeightJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int ChunkRows = 4096;

    public required TIndex* Pointers;

    /// <summary>The neighbours, in order.</summary>
    public required int* Columns;

    /// <summary>The weights; null if all are 1.</summary>
    public required float* Weights;
    public required int RowCount;

    /// <summary>Receives what makes a weight a number of average entries, 0 for a row without weight; null without weights.</summary>
    public required double* Scales;
    public required double* Heaviest;

    public readonly int ChunkCount => (int)((RowCount + (long)ChunkRows - 1) / ChunkRows);

    public readonly void Execute(int chunk)
    {
        int end = (int)Math.Min(RowCount, (chunk + 1L) * ChunkRows);
        for (int row = chunk * ChunkRows; row < end; row++)
        {
            long first = long.CreateTruncating(Pointers[row]), last = long.CreateTruncating(Pointers[row + 1]);
            double total = 0, run = 0, heaviest = 0;
            for (long at = first; at < last; at++)
            {
                double weight = Weights is null ? 1 : Weights[at];
                total += weight;
                run = at > first && Columns[at] == Columns[at - 1] ? run + weight : weight;
                heaviest = Math.Max(heaviest, run);
            }

            double scale = total > 0 ? (last - first) / total : 0;
            if (Scales != null)
            {
                Scales[row] = scale;
            }

            Heaviest[row] = heaviest * scale;
        }
    }
}
