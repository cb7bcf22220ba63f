using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The tiles: rows x vectors of C. A value of A is spread over a vector and multiplied with one or two vectors of B.</content>
internal unsafe partial struct MatMulJob
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero;
        TVector c50 = TLanes.Zero, c51 = TLanes.Zero;
        if (!isFirst)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
            c10 = TLanes.Load(c + n);
            c11 = TLanes.Load(c + n + TLanes.Count);
            c20 = TLanes.Load(c + (2 * n));
            c21 = TLanes.Load(c + (2 * n) + TLanes.Count);
            c30 = TLanes.Load(c + (3 * n));
            c31 = TLanes.Load(c + (3 * n) + TLanes.Count);
            c40 = TLanes.Load(c + (4 * n));
            c41 = TLanes.Load(c + (4 * n) + TLanes.Count);
            c50 = TLanes.Load(c + (5 * n));
            c51 = TLanes.Load(c + (5 * n) + TLanes.Count);
        }

        float* a3 = a + (3 * rowStep);
        long step2 = 2 * rowStep;
        for (int k = 0; k < length; k++)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            b += stepB;
            TVector value = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(value, b0, c00);
            c01 = TLanes.MultiplyAdd(value, b1, c01);
            value = TLanes.Broadcast(a[rowStep]);
            c10 = TLanes.MultiplyAdd(value, b0, c10);
            c11 = TLanes.MultiplyAdd(value, b1, c11);
            value = TLanes.Broadcast(a[step2]);
            c20 = TLanes.MultiplyAdd(value, b0, c20);
            c21 = TLanes.MultiplyAdd(value, b1, c21);
            value = TLanes.Broadcast(*a3);
            c30 = TLanes.MultiplyAdd(value, b0, c30);
            c31 = TLanes.MultiplyAdd(value, b1, c31);
            value = TLanes.Broadcast(a3[rowStep]);
            c40 = TLanes.MultiplyAdd(value, b0, c40);
            c41 = TLanes.MultiplyAdd(value, b1, c41);
            value = TLanes.Broadcast(a3[step2]);
            c50 = TLanes.MultiplyAdd(value, b0, c50);
            c51 = TLanes.MultiplyAdd(value, b1, c51);
            a += kStep;
            a3 += kStep;
        }

        TLanes.Store(c, c00);
        TLanes.StoreFirst(c + TLanes.Count, c01, last);
        TLanes.Store(c + n, c10);
        TLanes.StoreFirst(c + n + TLanes.Count, c11, last);
        TLanes.Store(c + (2 * n), c20);
        TLanes.StoreFirst(c + (2 * n) + TLanes.Count, c21, last);
        TLanes.Store(c + (3 * n), c30);
        TLanes.StoreFirst(c + (3 * n) + TLanes.Count, c31, last);
        TLanes.Store(c + (4 * n), c40);
        TLanes.StoreFirst(c + (4 * n) + TLanes.Count, c41, last);
        TLanes.Store(c + (5 * n), c50);
        TLanes.StoreFirst(c + (5 * n) + TLanes.Count, c51, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x2<TLanes, TVector>(
        float* a, long kStep, float* b, long stepB, float* c, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        if (!isFirst)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + TLanes.Count);
        }

        for (int k = 0; k < length; k++)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            b += stepB;
            TVector value = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(value, b0, c00);
            c01 = TLanes.MultiplyAdd(value, b1, c01);
            a += kStep;
        }

        TLanes.Store(c, c00);
        TLanes.StoreFirst(c + TLanes.Count, c01, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8x1<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, long n, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector c00 = TLanes.Zero;
        TVector c10 = TLanes.Zero;
        TVector c20 = TLanes.Zero;
        TVector c30 = TLanes.Zero;
        TVector c40 = TLanes.Zero;
        TVector c50 = TLanes.Zero;
        TVector c60 = TLanes.Zero;
        TVector c70 = TLanes.Zero;
        if (!isFirst)
        {
            c00 = TLanes.Load(c);
            c10 = TLanes.Load(c + n);
            c20 = TLanes.Load(c + (2 * n));
            c30 = TLanes.Load(c + (3 * n));
            c40 = TLanes.Load(c + (4 * n));
            c50 = TLanes.Load(c + (5 * n));
            c60 = TLanes.Load(c + (6 * n));
            c70 = TLanes.Load(c + (7 * n));
        }

        float* a4 = a + (4 * rowStep);
        long step2 = 2 * rowStep;
        long step3 = 3 * rowStep;
        for (int k = 0; k < length; k++)
        {
            TVector b0 = TLanes.Load(b);
            b += stepB;
            TVector value = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(value, b0, c00);
            value = TLanes.Broadcast(a[rowStep]);
            c10 = TLanes.MultiplyAdd(value, b0, c10);
            value = TLanes.Broadcast(a[step2]);
            c20 = TLanes.MultiplyAdd(value, b0, c20);
            value = TLanes.Broadcast(a[step3]);
            c30 = TLanes.MultiplyAdd(value, b0, c30);
            value = TLanes.Broadcast(*a4);
            c40 = TLanes.MultiplyAdd(value, b0, c40);
            value = TLanes.Broadcast(a4[rowStep]);
            c50 = TLanes.MultiplyAdd(value, b0, c50);
            value = TLanes.Broadcast(a4[step2]);
            c60 = TLanes.MultiplyAdd(value, b0, c60);
            value = TLanes.Broadcast(a4[step3]);
            c70 = TLanes.MultiplyAdd(value, b0, c70);
            a += kStep;
            a4 += kStep;
        }

        TLanes.StoreFirst(c, c00, last);
        TLanes.StoreFirst(c + n, c10, last);
        TLanes.StoreFirst(c + (2 * n), c20, last);
        TLanes.StoreFirst(c + (3 * n), c30, last);
        TLanes.StoreFirst(c + (4 * n), c40, last);
        TLanes.StoreFirst(c + (5 * n), c50, last);
        TLanes.StoreFirst(c + (6 * n), c60, last);
        TLanes.StoreFirst(c + (7 * n), c70, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1<TLanes, TVector>(
        float* a, long kStep, float* b, long stepB, float* c, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector c00 = TLanes.Zero;
        if (!isFirst)
        {
            c00 = TLanes.Load(c);
        }

        for (int k = 0; k < length; k++)
        {
            TVector b0 = TLanes.Load(b);
            b += stepB;
            TVector value = TLanes.Broadcast(*a);
            c00 = TLanes.MultiplyAdd(value, b0, c00);
            a += kStep;
        }

        TLanes.StoreFirst(c, c00, last);
    }
}
