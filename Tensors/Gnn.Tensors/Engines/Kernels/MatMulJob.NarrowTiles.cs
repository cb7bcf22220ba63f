using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The tiles of one vector.</content>
internal unsafe partial struct MatMulJob
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x1<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int last, int length, bool isFirst, bool isFresh)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector l0 = TLanes.Zero;
        TVector l1 = TLanes.Zero;
        TVector l2 = TLanes.Zero;
        TVector l3 = TLanes.Zero;
        TVector l4 = TLanes.Zero;
        TVector l5 = TLanes.Zero;
        TVector l6 = TLanes.Zero;
        TVector l7 = TLanes.Zero;
        if (!isFirst)
        {
            l0 = TLanes.Load(c);
            l1 = TLanes.Load(c + n);
            l2 = TLanes.Load(c + (2 * n));
            l3 = TLanes.Load(c + (3 * n));
            l4 = TLanes.Load(c + (4 * n));
            l5 = TLanes.Load(c + (5 * n));
            l6 = TLanes.Load(c + (6 * n));
            l7 = TLanes.Load(c + (7 * n));
        }

        float* a4 = a + (4 * rowStep);
        long step2 = 2 * rowStep;
        long step3 = 3 * rowStep;
        for (int k = 0; k < length;)
        {
            if (isFresh)
            {
                Prefetch.Rows(a + (8 * rowStep), rowStep, 8);
            }

            for (int end = Math.Min(k + Prefetch.LineFloats, length); k < end; k++)
            {
                TVector b0 = TLanes.Load(b);
                b += stepB;
                TVector value = TLanes.Broadcast(*a);
                l0 = TLanes.MultiplyAdd(value, b0, l0);
                value = TLanes.Broadcast(a[rowStep]);
                l1 = TLanes.MultiplyAdd(value, b0, l1);
                value = TLanes.Broadcast(a[step2]);
                l2 = TLanes.MultiplyAdd(value, b0, l2);
                value = TLanes.Broadcast(a[step3]);
                l3 = TLanes.MultiplyAdd(value, b0, l3);
                value = TLanes.Broadcast(*a4);
                l4 = TLanes.MultiplyAdd(value, b0, l4);
                value = TLanes.Broadcast(a4[rowStep]);
                l5 = TLanes.MultiplyAdd(value, b0, l5);
                value = TLanes.Broadcast(a4[step2]);
                l6 = TLanes.MultiplyAdd(value, b0, l6);
                value = TLanes.Broadcast(a4[step3]);
                l7 = TLanes.MultiplyAdd(value, b0, l7);
                a += kStep;
                a4 += kStep;
            }
        }

        TLanes.StoreFirst(c, l0, last);
        TLanes.StoreFirst(c + n, l1, last);
        TLanes.StoreFirst(c + (2 * n), l2, last);
        TLanes.StoreFirst(c + (3 * n), l3, last);
        TLanes.StoreFirst(c + (4 * n), l4, last);
        TLanes.StoreFirst(c + (5 * n), l5, last);
        TLanes.StoreFirst(c + (6 * n), l6, last);
        TLanes.StoreFirst(c + (7 * n), l7, last);
    }

    /// <summary>One to four rows; of fewer than four, the last is computed again for each that is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int rows, int last, int length, bool isFirst, bool isFresh)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long row1 = Math.Min(1, rows - 1);
        long row2 = Math.Min(2, rows - 1);
        long row3 = Math.Min(3, rows - 1);
        float* c1 = c + (row1 * n);
        float* c2 = c + (row2 * n);
        float* c3 = c + (row3 * n);
        TVector l0 = TLanes.Zero;
        TVector l1 = TLanes.Zero;
        TVector l2 = TLanes.Zero;
        TVector l3 = TLanes.Zero;
        if (!isFirst)
        {
            l0 = TLanes.Load(c);
            l1 = TLanes.Load(c1);
            l2 = TLanes.Load(c2);
            l3 = TLanes.Load(c3);
        }

        long step1 = row1 * rowStep;
        long step2 = row2 * rowStep;
        long step3 = row3 * rowStep;
        for (int k = 0; k < length;)
        {
            if (isFresh)
            {
                Prefetch.Rows(a + (4 * rowStep), rowStep, 4);
            }

            for (int end = Math.Min(k + Prefetch.LineFloats, length); k < end; k++)
            {
                TVector b0 = TLanes.Load(b);
                b += stepB;
                TVector value = TLanes.Broadcast(*a);
                l0 = TLanes.MultiplyAdd(value, b0, l0);
                value = TLanes.Broadcast(a[step1]);
                l1 = TLanes.MultiplyAdd(value, b0, l1);
                value = TLanes.Broadcast(a[step2]);
                l2 = TLanes.MultiplyAdd(value, b0, l2);
                value = TLanes.Broadcast(a[step3]);
                l3 = TLanes.MultiplyAdd(value, b0, l3);
                a += kStep;
            }
        }

        TLanes.StoreFirst(c, l0, last);
        TLanes.StoreFirst(c1, l1, last);
        TLanes.StoreFirst(c2, l2, last);
        TLanes.StoreFirst(c3, l3, last);
    }
}
