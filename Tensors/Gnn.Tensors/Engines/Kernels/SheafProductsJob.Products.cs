using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>Products of the maps of as many entries as there are lanes.</content>
internal unsafe partial struct SheafProductsJob<TIndex>
{
    /// <summary>y = a^T b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Product<TLanes, TVector>(float* a, float* b, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int size = Options.Size;
        int step = size * Entries;
        for (int row = 0; row < size; row++)
        {
            if (size == 3)
            {
                float* from = a + (row * Entries);
                Three<TLanes, TVector>(from, step, b, Entries, step, y + (row * step), replaces: true);
                continue;
            }

            for (int column = 0; column < size; column++)
            {
                float* left = a + (row * Entries);
                float* right = b + (column * Entries);
                TVector sum = TLanes.Multiply(TLanes.Load(left), TLanes.Load(right));
                for (int k = 1; k < size; k++)
                {
                    left += step;
                    right += step;
                    sum = TLanes.MultiplyAdd(TLanes.Load(left), TLanes.Load(right), sum);
                }

                TLanes.Store(y + (((row * size) + column) * Entries), sum);
            }
        }
    }

    /// <summary>y += a b, or y = a b if it replaces; b turned if asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<TLanes, TVector>(float* a, float* b, bool isTurned, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int size = Options.Size;
        (int rowStep, int columnStep) = isTurned ? (Entries, size * Entries) : (size * Entries, Entries);
        for (int row = 0; row < size; row++)
        {
            if (size == 3)
            {
                Three<TLanes, TVector>(a + (row * 3 * Entries), Entries, b, columnStep, rowStep, y + (row * 3 * Entries), replaces);
                continue;
            }

            for (int column = 0; column < size; column++)
            {
                float* to = y + (((row * size) + column) * Entries);
                float* left = a + (row * size * Entries);
                float* right = b + (column * columnStep);
                TVector sum = replaces ? TLanes.Zero : TLanes.Load(to);
                for (int k = 0; k < size; k++)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(left), TLanes.Load(right), sum);
                    left += Entries;
                    right += rowStep;
                }

                TLanes.Store(to, sum);
            }
        }
    }

    /// <summary>A row of a product of three by three: the sums of a_k b_kj for three j, to which what is there is added unless it is replaced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three<TLanes, TVector>(float* a, int step, float* b, int columnStep, int rowStep, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (TVector a0, TVector a1, TVector a2) = (TLanes.Load(a), TLanes.Load(a + step), TLanes.Load(a + (2 * step)));
        for (int column = 0; column < 3; column++)
        {
            TVector sum = replaces ? TLanes.Multiply(a0, TLanes.Load(b)) : TLanes.MultiplyAdd(a0, TLanes.Load(b), TLanes.Load(y));
            sum = TLanes.MultiplyAdd(a1, TLanes.Load(b + rowStep), sum);
            TLanes.Store(y, TLanes.MultiplyAdd(a2, TLanes.Load(b + (2 * rowStep)), sum));
            b += columnStep;
            y += Entries;
        }
    }
}
