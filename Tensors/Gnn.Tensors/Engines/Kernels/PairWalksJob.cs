using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>For a graph the two columns of each power of its matrices that belong to its first two nodes, of which their two rows are the result.</summary>
/// <remarks>A node's numbers lie matrix by matrix, those of both columns side by side.</remarks>
internal unsafe struct PairWalksJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;

    /// <summary>[E, H].</summary>
    internal float* Weights;

    /// <summary>[P + 1].</summary>
    internal int* Offsets;

    /// <summary>Room for the columns of two powers, [2, N, 2 H] graph by graph.</summary>
    internal float* X;

    /// <summary>[4 L, P, H].</summary>
    internal float* Y;

    internal long Graphs;
    internal long Heads;
    internal int Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int chunk)
    {
        long width = 2 * Heads;
        (int first, int end) = (Offsets[chunk], Offsets[chunk + 1]);
        float* from = X + (2 * first * width);
        float* to = from + ((end - first) * width);
        for (int step = 1; step <= Length; step++)
        {
            // Of the last power the rows of the two nodes are enough.
            long rows = step == Length ? 2 : end - first;
            for (long row = 0; row < rows; row++)
            {
                if (step == 1)
                {
                    WalkRows.Begin(Csr, first + row, first, Weights, Heads, to + (row * width));
                }
                else
                {
                    WalkRows.Step(Csr, first + row, first, Weights, Heads, from, width, to + (row * width));
                }
            }

            for (int column = 0; column < 2; column++)
            {
                for (int row = 0; row < 2; row++)
                {
                    float* y = Y + (((((4 * (step - 1L)) + (2 * column) + row) * Graphs) + chunk) * Heads);
                    for (long head = 0; head < Heads; head++)
                    {
                        y[head] = to[(row * width) + (2 * head) + column];
                    }
                }
            }

            float* read = to;
            to = from;
            from = read;
        }
    }
}
