using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>C = op(A) B in row-major order, cut into blocks of rows and slabs of K.</summary>
/// <remarks>
/// A tile of C stays in registers while a stretch of K passes: 12 rows of two vectors where there are 32 registers, else 6, and 8 rows of a single
/// vector. B is read from panels of two vectors a row that fit the L1 cache: packed before, for all blocks of rows, or here, a block of columns at a
/// time, where no other block of rows needs them. Of a transposed A, whose rows lie far apart, groups of rows are copied side by side.
/// </remarks>
internal unsafe partial struct MatMulJob : IVectorJob
{
    // Of a group of rows of a transposed A: those of the largest tile, and a multiple of those of the others.
    private const int GroupRows = 12;

    // A block of B that is packed here fills a good part of the L2 cache.
    private const int BlockColumns = 256;

    // Rows below which packing B does not pay.
    private const int FewRows = 24;

    internal float* A;

    /// <summary>[K, N]; not read where it is packed.</summary>
    internal float* B;

    /// <summary>What <see cref="PackJob"/> made of B, or null.</summary>
    internal float* Packed;

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
        bool groupsRows = Plan.IsTransposed && n > panelWidth;

        // Whole vectors in one panel are as good as a copy, and for few rows it does not pay; but vectors that reach beyond a row are cut, since what lies
        // there may be denormal, which is slow.
        bool packs = Packed == null && ((n > panelWidth && rows >= FewRows) || n % TLanes.Count != 0);

        // No more than is used: each page of it is touched.
        int longest = (int)Math.Min(MatMulPlan.PanelK, endK - k);
        float* groups = stackalloc float[groupsRows ? (rows + GroupRows - 1) / GroupRows * GroupRows * longest : 1];
        float* panels = stackalloc float[packs ? (int)Math.Min(BlockColumns, PackJob.WidthOf(n, panelWidth)) * longest : 1];
        for (bool isFirst = true; k < endK; k += MatMulPlan.PanelK, isFirst = false)
        {
            int length = (int)Math.Min(MatMulPlan.PanelK, endK - k);
            float* a = A + (firstRow * Plan.RowStep) + (k * Plan.KStep);
            if (groupsRows)
            {
                Group<TLanes, TVector>(a, Plan.KStep, rows, length, groups);
            }

            for (long column = 0; column < n; column += panelWidth)
            {
                float* b = B + (k * n) + column;
                long stepB = n;
                if (Packed != null)
                {
                    b = Packed + (k * PackJob.WidthOf(n, panelWidth)) + (column * length);
                    stepB = panelWidth;
                }
                else if (packs)
                {
                    long inBlock = column % BlockColumns;
                    if (inBlock == 0)
                    {
                        PackJob.Pack<TLanes, TVector>(b, n, length, Math.Min(BlockColumns, n - column), panels);
                    }

                    b = panels + (inBlock * length);
                    stepB = panelWidth;
                }

                int columns = (int)Math.Min(panelWidth, n - column);
                if (!groupsRows)
                {
                    Tiles<TLanes, TVector>(a, Plan.RowStep, Plan.KStep, b, stepB, c + column, rows, columns, length, isFirst, column == 0);
                    continue;
                }

                for (int row = 0; row < rows; row += GroupRows)
                {
                    int groupRows = Math.Min(GroupRows, rows - row);
                    Tiles<TLanes, TVector>(
                        groups + (row * length), 1, GroupRows, b, stepB, c + (row * n) + column, groupRows, columns, length, isFirst, isFresh: false);
                }
            }
        }
    }

    /// <summary>Copies rows of op(A) = A^T, groups of 12 side by side: [groups, length, 12].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group<TLanes, TVector>(float* a, long step, int rows, int length, float* groups)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // A row of A at a time, since the next lies far away.
        int whole = rows / GroupRows;
        int left = rows % GroupRows;
        for (int k = 0; k < length; k++, a += step, groups += GroupRows)
        {
            float* from = a;
            float* to = groups;
            for (int group = 0; group < whole; group++, from += GroupRows, to += GroupRows * length)
            {
                if (TLanes.Count > GroupRows)
                {
                    TLanes.StoreFirst(to, TLanes.Load(from), GroupRows);
                    continue;
                }

                // The last vector may overlap the one before.
                for (int i = 0; i < GroupRows; i += TLanes.Count)
                {
                    int at = Math.Min(i, GroupRows - TLanes.Count);
                    TLanes.Store(to + at, TLanes.Load(from + at));
                }
            }

            for (int i = 0; i < left; i++)
            {
                to[i] = from[i];
            }
        }
    }

    /// <summary>Rows of tiles over one panel; rows of A that are fresh, read for the first time, are asked for ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tiles<TLanes, TVector>(
        float* a, long rowStep, long kStep, float* b, long stepB, float* c, int rows, int columns, int length, bool isFirst, bool isFresh)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long n = Plan.N;
        isFresh &= kStep == 1;
        if (columns > TLanes.Count)
        {
            int last = columns - TLanes.Count;
            for (; TLanes.Count == Lanes512.Count && rows >= 12; rows -= 12)
            {
                Tile12x2<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, last, length, isFirst, isFresh);
                a += 12 * rowStep;
                c += 12 * n;
            }

            for (; rows >= 6; rows -= 6)
            {
                Tile6x2<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, last, length, isFirst, isFresh);
                a += 6 * rowStep;
                c += 6 * n;
            }

            for (; rows > 0; rows -= 4)
            {
                Tile4x2<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, rows, last, length, isFirst, isFresh);
                a += 4 * rowStep;
                c += 4 * n;
            }

            return;
        }

        for (; rows >= 8; rows -= 8)
        {
            Tile8x1<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, columns, length, isFirst, isFresh);
            a += 8 * rowStep;
            c += 8 * n;
        }

        for (; rows > 0; rows -= 4)
        {
            Tile4x1<TLanes, TVector>(a, rowStep, kStep, b, stepB, c, n, rows, columns, length, isFirst, isFresh);
            a += 4 * rowStep;
            c += 4 * n;
        }
    }
}
