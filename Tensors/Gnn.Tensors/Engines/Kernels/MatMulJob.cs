using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>C = op(A) B in row-major order, cut into blocks of rows and slabs of K.</summary>
/// <remarks>
/// A tile of C, 6 rows of two vectors or 8 rows of one, stays in registers while a stretch of K passes. Columns of B are copied to a panel that fits
/// the L1 cache, and of a transposed A, whose rows lie far apart, groups of rows side by side.
/// </remarks>
internal unsafe partial struct MatMulJob : IVectorJob
{
    /// <summary>How far a panel reaches along K.</summary>
    private const int PanelK = 256;
    private const int MaxPanelWidth = 32;

    // A multiple of the rows of all tiles, and at least as many as lanes.
    private const int GroupRows = 24;

    internal float* A;
    internal float* B;

    /// <summary>[slabs, M, N].</summary>
    internal float* C;
    internal MatMulPlan Plan;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long slab, long block) = Math.DivRem(chunk, Plan.RowBlocks);
        long n = Plan.N;
        long firstRow = block * Plan.RowsPerBlock;
        int rows = (int)Math.Min(Plan.RowsPerBlock, Plan.M - firstRow);
        long k = slab * Plan.KPerSlab;
        long endK = Math.Min(Plan.K, k + Plan.KPerSlab);
        float* c = C + (((slab * Plan.M) + firstRow) * n);
        int panelWidth = 2 * TLanes.Count;
        float* panel = stackalloc float[PanelK * MaxPanelWidth];
        bool groupsRows = Plan.IsTransposed && n > panelWidth;
        float* groups = stackalloc float[groupsRows ? (int)MatMulPlan.SmallBlock * PanelK : 1];
        for (bool isFirst = true; k < endK; k += PanelK, isFirst = false)
        {
            int length = (int)Math.Min(PanelK, endK - k);
            float* a = A + (firstRow * Plan.RowStep) + (k * Plan.KStep);
            if (groupsRows)
            {
                Group<TLanes, TVector>(a, Plan.KStep, rows, length, groups);
            }

            for (long column = 0; column < n; column += panelWidth)
            {
                float* b = B + (k * n) + column;
                long stepB = n;
                int columns = (int)Math.Min(panelWidth, n - column);

                // Whole vectors in one panel are as good as a copy, and for few rows it does not pay; but vectors that reach beyond a row are cut,
                // since what lies there may be denormal, which is slow.
                if ((n > panelWidth && rows >= GroupRows) || columns % TLanes.Count != 0)
                {
                    Pack<TLanes, TVector>(b, n, length, columns, panel);
                    b = panel;
                    stepB = panelWidth;
                }

                if (!groupsRows)
                {
                    Tiles<TLanes, TVector>(a, Plan.RowStep, Plan.KStep, b, stepB, c + column, rows, columns, length, isFirst);
                    continue;
                }

                for (int row = 0; row < rows; row += GroupRows)
                {
                    Tiles<TLanes, TVector>(
                        groups + (row * length), 1, GroupRows, b, stepB, c + (row * n) + column, Math.Min(GroupRows, rows - row), columns, length, isFirst);
                }
            }
        }
    }

    /// <summary>Copies columns of B to a panel of two vectors a row, filled up with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pack<TLanes, TVector>(float* b, long step, int length, int columns, float* panel)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        bool isWide = columns > TLanes.Count;
        TVector zero = TLanes.Zero;
        TVector mask0 = TLanes.First(Math.Min(columns, TLanes.Count));
        TVector mask1 = TLanes.First(Math.Max(0, columns - TLanes.Count));
        for (int k = 0; k < length; k++)
        {
            TLanes.Store(panel, TLanes.Select(mask0, TLanes.Load(b), zero));
            if (isWide)
            {
                TLanes.Store(panel + TLanes.Count, TLanes.Select(mask1, TLanes.Load(b + TLanes.Count), zero));
            }

            b += step;
            panel += 2 * TLanes.Count;
        }
    }

    /// <summary>Copies rows of op(A) = A^T, groups of 24 side by side: [groups, length, 24].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group<TLanes, TVector>(float* a, long step, int rows, int length, float* groups)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int row = 0; row < rows; row += GroupRows)
        {
            float* from = a + row;
            int left = rows - row;
            for (int k = 0; k < length; k++, from += step, groups += GroupRows)
            {
                if (left < GroupRows)
                {
                    for (int i = 0; i < left; i++)
                    {
                        groups[i] = from[i];
                    }

                    continue;
                }

                // The last vector may overlap the one before.
                for (int i = 0; i < GroupRows; i += TLanes.Count)
                {
                    int at = Math.Min(i, GroupRows - TLanes.Count);
                    TLanes.Store(groups + at, TLanes.Load(from + at));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tiles<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, int rows, int columns, int length, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long n = Plan.N;
        if (columns > TLanes.Count)
        {
            int last = columns - TLanes.Count;
            for (; rows >= 6; rows -= 6)
            {
                Tile6x2<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, last, length, isFirst);
                a += 6 * rowStep;
                c += 6 * n;
            }

            for (; rows > 0; rows--)
            {
                Tile1x2<TLanes, TVector>(a, kStep, b, stepB, c, last, length, isFirst);
                a += rowStep;
                c += n;
            }

            return;
        }

        for (; rows >= 8; rows -= 8)
        {
            Tile8x1<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, columns, length, isFirst);
            a += 8 * rowStep;
            c += 8 * n;
        }

        for (; rows > 0; rows--)
        {
            Tile1x1<TLanes, TVector>(a, kStep, b, stepB, c, columns, length, isFirst);
            a += rowStep;
            c += n;
        }
    }
}
