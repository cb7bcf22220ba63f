namespace Gnn.Tensors.Engines.Kernels;

/// <summary>
/// How a reduction of [outer, length, inner] over its middle axis is cut, by shape alone: the axis into blocks, whose partial results
/// [outer, blocks, inner] are joined in block order, and the inner axis into tiles.
/// </summary>
internal readonly struct ReducePlan
{
    // Short enough that a block's sum in single precision is accurate; partial results are joined in double precision.
    private const long BlockElements = 4096;

    /// <summary>The most columns of a tile.</summary>
    internal const int TileColumns = 1024;

    internal ReducePlan(long outer, long length, long inner)
    {
        (Outer, Length, Inner) = (outer, length, inner);
        BlockLength = inner == 1 ? BlockElements : Math.Clamp(Runs.Elements / Math.Max(1, inner), 64, 1024);
        Blocks = Math.Max(1, (length + BlockLength - 1) / BlockLength);
        Tiles = Math.Max(1, (inner + TileColumns - 1) / TileColumns);
        Items = outer * Blocks * Tiles;
        long itemElements = Math.Max(1, Math.Min(length, BlockLength) * Math.Min(inner, TileColumns));
        ItemsPerChunk = Math.Max(1, Runs.Elements / itemElements);
        Chunks = (Items + ItemsPerChunk - 1) / ItemsPerChunk;
    }

    internal long Outer { get; }

    internal long Length { get; }

    internal long Inner { get; }

    /// <summary>The length of a block along the reduced axis.</summary>
    internal long BlockLength { get; }

    /// <summary>The number of blocks along the reduced axis; 1 means that nothing is left to join.</summary>
    internal long Blocks { get; }

    /// <summary>The number of tiles along the inner axis.</summary>
    internal long Tiles { get; }

    /// <summary>Pieces of work: outer * blocks * tiles.</summary>
    internal long Items { get; }

    internal long ItemsPerChunk { get; }

    internal long Chunks { get; }

    /// <summary>The first and last-plus-one column of a tile.</summary>
    internal (long First, long End) Tile(long tile) => (tile * TileColumns, Math.Min(Inner, (tile + 1) * TileColumns));
}
