using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>C = op(A) B in row-major order, cut into blocks of rows and slabs of K.</summary>
/// <remarks>A tile of C, 6 rows of two vectors or 8 rows of one, stays in registers while a stretch of K passes; B is copied to a panel that fits the L1 cache.</remarks>
internal unsafe partial struct MatMulJob : IVectorJob
{
    /// <summary>How far a panel reaches along K.</summary>
    private const int PanelK = 256;
    private const int MaxPanelWidth = 32;

    internal float* A;
    internal float* B;

    /// <summary>[slabs, M, N].</summary>
    internal float* C;
    internal MatMulPlan Plan;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long slab, long block) = Math.DivRem(chunk, Plan.RowBlocks);
        long n = Plan.N;
        long firstRow = block * Plan.RowsPerBlock;
        long rows = Math.Min(Plan.RowsPerBlock, Plan.M - firstRow);
        long k = slab * Plan.KPerSlab;
        long endK = Math.Min(Plan.K, k + Plan.KPerSlab);
        float* c = C + (((slab * Plan.M) + firstRow) * n);
        float* panel = stackalloc float[PanelK * MaxPanelWidth];

        // One panel wide, B is almost a panel already; for few rows a copy does not pay.
        bool packs = n > 2 * TLanes.Count && rows >= 24;
        for (bool isFirst = true; k < endK; k += PanelK, isFirst = false)
        {
            int length = (int)Math.Min(PanelK, endK - k);
            float* a = A + (firstRow * Plan.RowStep) + (k * Plan.KStep);
            for (long column = 0; column < n; column += 2 * TLanes.Count)
            {
                float* b = B + (k * n) + column;
                long stepB = n;
                int columns = (int)Math.Min(2 * TLanes.Count, n - column);
                if (packs)
                {
                    Pack<TLanes, TVector>(b, n, length, columns, panel);
                    b = panel;
                    stepB = 2 * TLanes.Count;
                }

                if (columns > TLanes.Count)
                {
                    Wide<TLanes, TVector>(a, b, stepB, c + column, rows, columns - TLanes.Count, length, isFirst);
                }
                else
                {
                    Narrow<TLanes, TVector>(a, b, stepB, c + column, rows, columns, length, isFirst);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack<TLanes, TVector>(float* b, long step, int length, int columns, float* panel)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        bool isWide = columns > TLanes.Count;
        for (int k = 0; k < length; k++)
        {
            TLanes.Store(panel, TLanes.Load(b));
            if (isWide)
            {
                TLanes.Store(panel + TLanes.Count, TLanes.Load(b + TLanes.Count));
            }

            b += step;
            panel += 2 * TLanes.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Wide<TLanes, TVector>(float* a, float* b, long stepB, float* c, long rows, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long n = Plan.N;
        for (; rows >= 6; rows -= 6)
        {
            Tile6x2<TLanes, TVector>(a, Plan.RowStep, Plan.KStep, b, stepB, c, n, last, length, isFirst);
            a += 6 * Plan.RowStep;
            c += 6 * n;
        }

        for (; rows > 0; rows--)
        {
            Tile1x2<TLanes, TVector>(a, Plan.KStep, b, stepB, c, last, length, isFirst);
            a += Plan.RowStep;
            c += n;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Narrow<TLanes, TVector>(float* a, float* b, long stepB, float* c, long rows, int last, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long n = Plan.N;
        for (; rows >= 8; rows -= 8)
        {
            Tile8x1<TLanes, TVector>(a, Plan.RowStep, Plan.KStep, b, stepB, c, n, last, length, isFirst);
            a += 8 * Plan.RowStep;
            c += 8 * n;
        }

        for (; rows > 0; rows--)
        {
            Tile1x1<TLanes, TVector>(a, Plan.KStep, b, stepB, c, last, length, isFirst);
            a += Plan.RowStep;
            c += n;
        }
    }
}
