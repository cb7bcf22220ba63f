using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The products of pairs of small square blocks, a row of a result at a time.</summary>
internal unsafe struct BlockMatMulJob : IVectorJob
{
    /// <summary>The widest block whose transpose fits the buffer.</summary>
    public const int MaxSize = 32;

    // The lanes past a block's end that a load may read.
    private const int MaxLanes = 16;

    internal float* A;
    internal float* B;

    /// <summary>[count, d * d], as A and B.</summary>
    internal float* Y;
    internal long Count;

    /// <summary>d.</summary>
    internal int Size;
    internal bool TransposeA;
    internal bool TransposeB;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (Size <= Vector128<float>.Count && TLanes.Count > Vector128<float>.Count)
        {
            Multiply<Lanes128, Vector128<float>>(chunk);
        }
        else
        {
            Multiply<TLanes, TVector>(chunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* turned = stackalloc float[(MaxSize * MaxSize) + MaxLanes];
        int size = Size;
        int elements = size * size;
        (int rowStep, int columnStep) = TransposeA ? (1, size) : (size, 1);
        long rows = Runs.RowsOf(elements);
        long end = Math.Min(Count, (chunk + 1) * rows);
        float* last = Y + (end * elements);
        for (long block = chunk * rows; block < end; block++)
        {
            float* a = A + (block * elements);
            float* b = B + (block * elements);
            float* y = Y + (block * elements);
            if (TransposeB)
            {
                for (int row = 0; row < size; row++)
                {
                    for (int column = 0; column < size; column++)
                    {
                        turned[(column * size) + row] = b[(row * size) + column];
                    }
                }

                b = turned;
            }

            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < size; column += TLanes.Count)
                {
                    TVector sum = TLanes.Zero;
                    for (int k = 0; k < size; k++)
                    {
                        TVector factor = TLanes.Broadcast(a[(row * rowStep) + (k * columnStep)]);
                        sum = TLanes.MultiplyAdd(factor, TLanes.Load(b + (k * size) + column), sum);
                    }

                    // A whole vector is stored faster than a part; what it writes past its row is written again, but for the end of the chunk.
                    float* to = y + (row * size) + column;
                    if (to + TLanes.Count <= last)
                    {
                        TLanes.Store(to, sum);
                    }
                    else
                    {
                        TLanes.StoreFirst(to, sum, Math.Min(TLanes.Count, size - column));
                    }
                }
            }
        }
    }
}
