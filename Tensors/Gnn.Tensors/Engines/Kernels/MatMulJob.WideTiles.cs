using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The tiles of two vectors. A value of A is spread over a vector and multiplied with both vectors of B; the rows of the next tile are asked for.</content>
internal unsafe partial struct MatMulJob
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x2<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int last, int length, bool isFirst, bool isFresh)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector l0 = TLanes.Zero, r0 = TLanes.Zero;
        TVector l1 = TLanes.Zero, r1 = TLanes.Zero;
        TVector l2 = TLanes.Zero, r2 = TLanes.Zero;
        TVector l3 = TLanes.Zero, r3 = TLanes.Zero;
        TVector l4 = TLanes.Zero, r4 = TLanes.Zero;
        TVector l5 = TLanes.Zero, r5 = TLanes.Zero;
        TVector l6 = TLanes.Zero, r6 = TLanes.Zero;
        TVector l7 = TLanes.Zero, r7 = TLanes.Zero;
        TVector l8 = TLanes.Zero, r8 = TLanes.Zero;
        TVector l9 = TLanes.Zero, r9 = TLanes.Zero;
        TVector l10 = TLanes.Zero, r10 = TLanes.Zero;
        TVector l11 = TLanes.Zero, r11 = TLanes.Zero;
        if (!isFirst)
        {
            l0 = TLanes.Load(c);
            r0 = TLanes.Load(c + TLanes.Count);
            l1 = TLanes.Load(c + n);
            r1 = TLanes.Load(c + n + TLanes.Count);
            l2 = TLanes.Load(c + (2 * n));
            r2 = TLanes.Load(c + (2 * n) + TLanes.Count);
            l3 = TLanes.Load(c + (3 * n));
            r3 = TLanes.Load(c + (3 * n) + TLanes.Count);
            l4 = TLanes.Load(c + (4 * n));
            r4 = TLanes.Load(c + (4 * n) + TLanes.Count);
            l5 = TLanes.Load(c + (5 * n));
            r5 = TLanes.Load(c + (5 * n) + TLanes.Count);
            l6 = TLanes.Load(c + (6 * n));
            r6 = TLanes.Load(c + (6 * n) + TLanes.Count);
            l7 = TLanes.Load(c + (7 * n));
            r7 = TLanes.Load(c + (7 * n) + TLanes.Count);
            l8 = TLanes.Load(c + (8 * n));
            r8 = TLanes.Load(c + (8 * n) + TLanes.Count);
            l9 = TLanes.Load(c + (9 * n));
            r9 = TLanes.Load(c + (9 * n) + TLanes.Count);
            l10 = TLanes.Load(c + (10 * n));
            r10 = TLanes.Load(c + (10 * n) + TLanes.Count);
            l11 = TLanes.Load(c + (11 * n));
            r11 = TLanes.Load(c + (11 * n) + TLanes.Count);
        }

        float* a3 = a + (3 * rowStep);
        float* a6 = a + (6 * rowStep);
        float* a9 = a + (9 * rowStep);
        long step2 = 2 * rowStep;
        for (int k = 0; k < length;)
        {
            if (isFresh)
            {
                Prefetch.Rows(a + (12 * rowStep), rowStep, 12);
            }

            for (int end = Math.Min(k + Prefetch.LineFloats, length); k < end; k++)
            {
                TVector b0 = TLanes.Load(b);
                TVector b1 = TLanes.Load(b + TLanes.Count);
                b += stepB;
                TVector value = TLanes.Broadcast(*a);
                l0 = TLanes.MultiplyAdd(value, b0, l0);
                r0 = TLanes.MultiplyAdd(value, b1, r0);
                value = TLanes.Broadcast(a[rowStep]);
                l1 = TLanes.MultiplyAdd(value, b0, l1);
                r1 = TLanes.MultiplyAdd(value, b1, r1);
                value = TLanes.Broadcast(a[step2]);
                l2 = TLanes.MultiplyAdd(value, b0, l2);
                r2 = TLanes.MultiplyAdd(value, b1, r2);
                value = TLanes.Broadcast(*a3);
                l3 = TLanes.MultiplyAdd(value, b0, l3);
                r3 = TLanes.MultiplyAdd(value, b1, r3);
                value = TLanes.Broadcast(a3[rowStep]);
                l4 = TLanes.MultiplyAdd(value, b0, l4);
                r4 = TLanes.MultiplyAdd(value, b1, r4);
                value = TLanes.Broadcast(a3[step2]);
                l5 = TLanes.MultiplyAdd(value, b0, l5);
                r5 = TLanes.MultiplyAdd(value, b1, r5);
                value = TLanes.Broadcast(*a6);
                l6 = TLanes.MultiplyAdd(value, b0, l6);
                r6 = TLanes.MultiplyAdd(value, b1, r6);
                value = TLanes.Broadcast(a6[rowStep]);
                l7 = TLanes.MultiplyAdd(value, b0, l7);
                r7 = TLanes.MultiplyAdd(value, b1, r7);
                value = TLanes.Broadcast(a6[step2]);
                l8 = TLanes.MultiplyAdd(value, b0, l8);
                r8 = TLanes.MultiplyAdd(value, b1, r8);
                value = TLanes.Broadcast(*a9);
                l9 = TLanes.MultiplyAdd(value, b0, l9);
                r9 = TLanes.MultiplyAdd(value, b1, r9);
                value = TLanes.Broadcast(a9[rowStep]);
                l10 = TLanes.MultiplyAdd(value, b0, l10);
                r10 = TLanes.MultiplyAdd(value, b1, r10);
                value = TLanes.Broadcast(a9[step2]);
                l11 = TLanes.MultiplyAdd(value, b0, l11);
                r11 = TLanes.MultiplyAdd(value, b1, r11);
                a += kStep;
                a3 += kStep;
                a6 += kStep;
                a9 += kStep;
            }
        }

        TLanes.Store(c, l0);
        TLanes.StoreFirst(c + TLanes.Count, r0, last);
        TLanes.Store(c + n, l1);
        TLanes.StoreFirst(c + n + TLanes.Count, r1, last);
        TLanes.Store(c + (2 * n), l2);
        TLanes.StoreFirst(c + (2 * n) + TLanes.Count, r2, last);
        TLanes.Store(c + (3 * n), l3);
        TLanes.StoreFirst(c + (3 * n) + TLanes.Count, r3, last);
        TLanes.Store(c + (4 * n), l4);
        TLanes.StoreFirst(c + (4 * n) + TLanes.Count, r4, last);
        TLanes.Store(c + (5 * n), l5);
        TLanes.StoreFirst(c + (5 * n) + TLanes.Count, r5, last);
        TLanes.Store(c + (6 * n), l6);
        TLanes.StoreFirst(c + (6 * n) + TLanes.Count, r6, last);
        TLanes.Store(c + (7 * n), l7);
        TLanes.StoreFirst(c + (7 * n) + TLanes.Count, r7, last);
        TLanes.Store(c + (8 * n), l8);
        TLanes.StoreFirst(c + (8 * n) + TLanes.Count, r8, last);
        TLanes.Store(c + (9 * n), l9);
        TLanes.StoreFirst(c + (9 * n) + TLanes.Count, r9, last);
        TLanes.Store(c + (10 * n), l10);
        TLanes.StoreFirst(c + (10 * n) + TLanes.Count, r10, last);
        TLanes.Store(c + (11 * n), l11);
        TLanes.StoreFirst(c + (11 * n) + TLanes.Count, r11, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int last, int length, bool isFirst, bool isFresh)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector l0 = TLanes.Zero, r0 = TLanes.Zero;
        TVector l1 = TLanes.Zero, r1 = TLanes.Zero;
        TVector l2 = TLanes.Zero, r2 = TLanes.Zero;
        TVector l3 = TLanes.Zero, r3 = TLanes.Zero;
        TVector l4 = TLanes.Zero, r4 = TLanes.Zero;
        TVector l5 = TLanes.Zero, r5 = TLanes.Zero;
        if (!isFirst)
        {
            l0 = TLanes.Load(c);
            r0 = TLanes.Load(c + TLanes.Count);
            l1 = TLanes.Load(c + n);
            r1 = TLanes.Load(c + n + TLanes.Count);
            l2 = TLanes.Load(c + (2 * n));
            r2 = TLanes.Load(c + (2 * n) + TLanes.Count);
            l3 = TLanes.Load(c + (3 * n));
            r3 = TLanes.Load(c + (3 * n) + TLanes.Count);
            l4 = TLanes.Load(c + (4 * n));
            r4 = TLanes.Load(c + (4 * n) + TLanes.Count);
            l5 = TLanes.Load(c + (5 * n));
            r5 = TLanes.Load(c + (5 * n) + TLanes.Count);
        }

        float* a3 = a + (3 * rowStep);
        long step2 = 2 * rowStep;
        for (int k = 0; k < length;)
        {
            if (isFresh)
            {
                Prefetch.Rows(a + (6 * rowStep), rowStep, 6);
            }

            for (int end = Math.Min(k + Prefetch.LineFloats, length); k < end; k++)
            {
                TVector b0 = TLanes.Load(b);
                TVector b1 = TLanes.Load(b + TLanes.Count);
                b += stepB;
                TVector value = TLanes.Broadcast(*a);
                l0 = TLanes.MultiplyAdd(value, b0, l0);
                r0 = TLanes.MultiplyAdd(value, b1, r0);
                value = TLanes.Broadcast(a[rowStep]);
                l1 = TLanes.MultiplyAdd(value, b0, l1);
                r1 = TLanes.MultiplyAdd(value, b1, r1);
                value = TLanes.Broadcast(a[step2]);
                l2 = TLanes.MultiplyAdd(value, b0, l2);
                r2 = TLanes.MultiplyAdd(value, b1, r2);
                value = TLanes.Broadcast(*a3);
                l3 = TLanes.MultiplyAdd(value, b0, l3);
                r3 = TLanes.MultiplyAdd(value, b1, r3);
                value = TLanes.Broadcast(a3[rowStep]);
                l4 = TLanes.MultiplyAdd(value, b0, l4);
                r4 = TLanes.MultiplyAdd(value, b1, r4);
                value = TLanes.Broadcast(a3[step2]);
                l5 = TLanes.MultiplyAdd(value, b0, l5);
                r5 = TLanes.MultiplyAdd(value, b1, r5);
                a += kStep;
                a3 += kStep;
            }
        }

        TLanes.Store(c, l0);
        TLanes.StoreFirst(c + TLanes.Count, r0, last);
        TLanes.Store(c + n, l1);
        TLanes.StoreFirst(c + n + TLanes.Count, r1, last);
        TLanes.Store(c + (2 * n), l2);
        TLanes.StoreFirst(c + (2 * n) + TLanes.Count, r2, last);
        TLanes.Store(c + (3 * n), l3);
        TLanes.StoreFirst(c + (3 * n) + TLanes.Count, r3, last);
        TLanes.Store(c + (4 * n), l4);
        TLanes.StoreFirst(c + (4 * n) + TLanes.Count, r4, last);
        TLanes.Store(c + (5 * n), l5);
        TLanes.StoreFirst(c + (5 * n) + TLanes.Count, r5, last);
    }

    /// <summary>One to four rows; of fewer than four, the last is computed again for each that is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<TLanes, TVector>(
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
        TVector l0 = TLanes.Zero, r0 = TLanes.Zero;
        TVector l1 = TLanes.Zero, r1 = TLanes.Zero;
        TVector l2 = TLanes.Zero, r2 = TLanes.Zero;
        TVector l3 = TLanes.Zero, r3 = TLanes.Zero;
        if (!isFirst)
        {
            l0 = TLanes.Load(c);
            r0 = TLanes.Load(c + TLanes.Count);
            l1 = TLanes.Load(c1);
            r1 = TLanes.Load(c1 + TLanes.Count);
            l2 = TLanes.Load(c2);
            r2 = TLanes.Load(c2 + TLanes.Count);
            l3 = TLanes.Load(c3);
            r3 = TLanes.Load(c3 + TLanes.Count);
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
                TVector b1 = TLanes.Load(b + TLanes.Count);
                b += stepB;
                TVector value = TLanes.Broadcast(*a);
                l0 = TLanes.MultiplyAdd(value, b0, l0);
                r0 = TLanes.MultiplyAdd(value, b1, r0);
                value = TLanes.Broadcast(a[step1]);
                l1 = TLanes.MultiplyAdd(value, b0, l1);
                r1 = TLanes.MultiplyAdd(value, b1, r1);
                value = TLanes.Broadcast(a[step2]);
                l2 = TLanes.MultiplyAdd(value, b0, l2);
                r2 = TLanes.MultiplyAdd(value, b1, r2);
                value = TLanes.Broadcast(a[step3]);
                l3 = TLanes.MultiplyAdd(value, b0, l3);
                r3 = TLanes.MultiplyAdd(value, b1, r3);
                a += kStep;
            }
        }

        TLanes.Store(c, l0);
        TLanes.StoreFirst(c + TLanes.Count, r0, last);
        TLanes.Store(c1, l1);
        TLanes.StoreFirst(c1 + TLanes.Count, r1, last);
        TLanes.Store(c2, l2);
        TLanes.StoreFirst(c2 + TLanes.Count, r2, last);
        TLanes.Store(c3, l3);
        TLanes.StoreFirst(c3 + TLanes.Count, r3, last);
    }
}
