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
        int step = Options.Size * Entries;
        Multiply<TLanes, TVector>(a, Entries, step, b, step, Entries, y, replaces: true);
    }

    /// <summary>y += a b, or y = a b if it replaces; b turned if asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<TLanes, TVector>(float* a, float* b, bool isTurned, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int step = Options.Size * Entries;
        Multiply<TLanes, TVector>(a, step, Entries, b, isTurned ? Entries : step, isTurned ? step : Entries, y, replaces);
    }

    /// <summary>y += a b, or y = a b if it replaces, for any steps from row to row and from column to column of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Multiply<TLanes, TVector>(float* a, int rowStep, int columnStep, float* b, int otherRowStep, int otherColumnStep, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int size = Options.Size;
        for (int row = 0; row < size; row++, a += rowStep)
        {
            if (size == 3)
            {
                // The size of most stalks: a row of a stays in registers.
                y = Three<TLanes, TVector>(a, columnStep, b, otherRowStep, otherColumnStep, y, replaces);
                continue;
            }

            for (int column = 0; column < size; column++, y += Entries)
            {
                float* left = a;
                float* right = b + (column * otherColumnStep);
                TVector sum = First<TLanes, TVector>(TLanes.Load(left), TLanes.Load(right), y, replaces);
                for (int k = 1; k < size; k++)
                {
                    left += columnStep;
                    right += otherRowStep;
                    sum = TLanes.MultiplyAdd(TLanes.Load(left), TLanes.Load(right), sum);
                }

                TLanes.Store(y, sum);
            }
        }
    }

    /// <summary>The sums of a_k b_kj for three k and three j.</summary>
    /// <returns>Where the next row of y begins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Three<TLanes, TVector>(float* a, int columnStep, float* b, int otherRowStep, int otherColumnStep, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (TVector a0, TVector a1, TVector a2) = (TLanes.Load(a), TLanes.Load(a + columnStep), TLanes.Load(a + (2 * columnStep)));
        for (int column = 0; column < 3; column++, b += otherColumnStep, y += Entries)
        {
            TVector sum = First<TLanes, TVector>(a0, TLanes.Load(b), y, replaces);
            sum = TLanes.MultiplyAdd(a1, TLanes.Load(b + otherRowStep), sum);
            TLanes.Store(y, TLanes.MultiplyAdd(a2, TLanes.Load(b + (2 * otherRowStep)), sum));
        }

        return y;
    }

    /// <summary>The first product of a sum, with what y has unless it is replaced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector First<TLanes, TVector>(TVector a, TVector b, float* y, bool replaces)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        replaces ? TLanes.Multiply(a, b) : TLanes.MultiplyAdd(a, b, TLanes.Load(y));
}
