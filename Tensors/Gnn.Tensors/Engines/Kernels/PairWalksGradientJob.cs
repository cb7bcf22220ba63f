using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What the entries of a graph get of the gradient of its walks: the columns of all powers are made again, then their gradients from the last to the first, then each entry's product of both.</summary>
/// <remarks>A node's numbers lie step by step, in each matrix by matrix, those of both columns side by side.</remarks>
internal unsafe struct PairWalksGradientJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;

    /// <summary>[E, H].</summary>
    internal float* Weights;

    /// <summary>[4 L, P, H].</summary>
    internal float* Gradient;

    /// <summary>[P + 1].</summary>
    internal int* Offsets;

    /// <summary>Room for the columns of the powers 0 to L - 1, [N, L, 2 H].</summary>
    internal float* X;

    /// <summary>Room for the gradients of the columns of the powers 1 to L, [N, L, 2 H].</summary>
    internal float* D;

    /// <summary>[E, H].</summary>
    internal float* Y;

    internal long Graphs;
    internal long Heads;
    internal int Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int chunk)
    {
        (long width, long stride) = (2 * Heads, 2 * Heads * Length);
        int first = Offsets[chunk];
        long count = Offsets[chunk + 1] - first;
        float* x = X + (first * stride);
        float* d = D + (first * stride);
        for (long row = 0; row < count; row++)
        {
            new Span<float>(x + (row * stride), (int)width).Clear();
            new Span<float>(d + (row * stride), (int)stride).Clear();
        }

        for (long head = 0; head < Heads; head++)
        {
            x[2 * head] = 1;
            x[stride + (2 * head) + 1] = 1;
        }

        for (int step = 1; step < Length; step++)
        {
            for (long row = 0; row < count; row++)
            {
                WalkRows.Step(Csr, first + row, first, Weights, Heads, x + ((step - 1) * width), stride, x + (row * stride) + (step * width));
            }
        }

        for (int step = Length - 1; step >= 0; step--)
        {
            // The longest walks give something to the two nodes alone.
            long rows = step == Length - 1 ? 0 : step == Length - 2 ? 2 : count;
            for (long row = 0; row < rows; row++)
            {
                WalkRows.StepBack(Csr, first + row, first, Weights, Heads, d + (step * width), stride, d + (row * stride) + ((step + 1) * width));
            }

            for (int column = 0; column < 2; column++)
            {
                for (int row = 0; row < 2; row++)
                {
                    float* gradient = Gradient + ((((4L * step) + (2 * column) + row) * Graphs) + chunk) * Heads;
                    for (long head = 0; head < Heads; head++)
                    {
                        d[(row * stride) + (step * width) + (2 * head) + column] += gradient[head];
                    }
                }
            }
        }

        for (long row = 0; row < count; row++)
        {
            WalkRows.Dot(Csr, first + row, first, Heads, Length, x, d + (row * stride), Y);
        }
    }
}
