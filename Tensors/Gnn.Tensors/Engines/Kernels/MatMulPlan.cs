namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How a matrix product is cut, by shape alone: rows into blocks, and a long K into slabs whose products are added in slab order.</summary>
internal readonly struct MatMulPlan
{
    /// <summary>How far a panel of B reaches along K.</summary>
    internal const int PanelK = 256;

    /// <summary>The rows of a block where there are few, or where they are copied.</summary>
    internal const long SmallBlock = 144;
    private const long ShortBlock = 24;

    // A K for which writing C is most of the work: few rows at a time, so that they are written from end to end, unless they are short.
    private const long ShortK = 64;
    private const long ShortN = 32;
    private const long LargeBlock = 288;
    private const long LargeRows = 8192;
    private const long SlabLength = 1024;
    private const long MaxTasks = 64;

    // Blocks below which rows are cut finer, so that threads have as much to do as each other.
    private const long FewBlocks = 8;
    private const long FineBlock = 48;
    private const long MaxPartialElements = 16 << 20;

    internal MatMulPlan(long m, long n, long k, bool transposeA)
    {
        (M, N, K) = (m, n, k);
        (RowStep, KStep) = transposeA ? (1L, m) : (k, 1L);
        IsTransposed = transposeA;
        RowsPerBlock = transposeA ? SmallBlock : k <= ShortK && n > ShortN ? ShortBlock : m >= LargeRows ? LargeBlock : SmallBlock;
        RowBlocks = (m + RowsPerBlock - 1) / RowsPerBlock;
        long slabs = Math.Min(k / SlabLength, Math.Min(MaxTasks / Math.Max(1, RowBlocks), MaxPartialElements / Math.Max(1, m * n)));

        // Slabs are whole stretches, since B may be packed in stretches from its first row on.
        KPerSlab = slabs <= 1 ? Math.Max(1, k) : ((k + slabs - 1) / slabs + PanelK - 1) / PanelK * PanelK;
        Slabs = Math.Max(1, (k + KPerSlab - 1) / KPerSlab);
        if (Slabs * RowBlocks < FewBlocks && RowsPerBlock > FineBlock)
        {
            RowsPerBlock = FineBlock;
            RowBlocks = (m + RowsPerBlock - 1) / RowsPerBlock;
        }
    }

    internal long M { get; }

    internal long N { get; }

    internal long K { get; }

    /// <summary>Whether op(A) is the transpose.</summary>
    internal bool IsTransposed { get; }

    /// <summary>From one row of op(A) to the next, in elements.</summary>
    internal long RowStep { get; }

    /// <summary>From one column of op(A) to the next, in elements.</summary>
    internal long KStep { get; }

    /// <summary>A multiple of the rows of all tiles.</summary>
    internal long RowsPerBlock { get; }

    internal long RowBlocks { get; }

    internal long KPerSlab { get; }

    internal long Slabs { get; }
}
