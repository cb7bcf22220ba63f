using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The sums of dy and of dy * y over each column of each block of the middle axis of [outer, length, inner].</summary>
internal unsafe struct ColumnProductsJob : IVectorJob
{
    internal float* Y;
    internal float* Gradient;

    /// <summary>[outer, blocks, inner].</summary>
    internal float* Sums;

    /// <summary>[outer, blocks, inner].</summary>
    internal float* Products;
    internal ReducePlan Plan;

    [SkipLocalsInit]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Vectors are written past a tile's end.
        float* sums = stackalloc float[ReducePlan.TileColumns + 16];
        float* products = stackalloc float[ReducePlan.TileColumns + 16];
        long end = Math.Min(Plan.Items, (chunk + 1) * Plan.ItemsPerChunk);
        for (long item = chunk * Plan.ItemsPerChunk; item < end; item++)
        {
            (long outerBlock, long tile) = Math.DivRem(item, Plan.Tiles);
            (long outer, long block) = Math.DivRem(outerBlock, Plan.Blocks);
            long first = block * Plan.BlockLength;
            int rows = (int)Math.Min(Plan.BlockLength, Plan.Length - first);
            (long column, long endColumn) = Plan.Tile(tile);
            int width = (int)(endColumn - column);
            long from = (((outer * Plan.Length) + first) * Plan.Inner) + column;
            Sum<TLanes, TVector>(Gradient + from, Y + from, rows, width, sums, products);
            long to = (outerBlock * Plan.Inner) + column;
            new Span<float>(sums, width).CopyTo(new Span<float>(Sums + to, width));
            new Span<float>(products, width).CopyTo(new Span<float>(Products + to, width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum<TLanes, TVector>(float* dy, float* y, int rows, int width, float* sums, float* products)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long step = Plan.Inner;
        new Span<float>(sums, width).Clear();
        new Span<float>(products, width).Clear();
        int row = 0;
        for (; row <= rows - 4; row += 4, dy += 4 * step, y += 4 * step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TVector g0 = TLanes.Load(dy + i);
                TVector g1 = TLanes.Load(dy + step + i);
                TVector g2 = TLanes.Load(dy + (2 * step) + i);
                TVector g3 = TLanes.Load(dy + (3 * step) + i);
                TLanes.Store(sums + i, TLanes.Add(TLanes.Load(sums + i), TLanes.Add(TLanes.Add(g0, g1), TLanes.Add(g2, g3))));
                TVector first = TLanes.MultiplyAdd(g0, TLanes.Load(y + i), TLanes.Multiply(g1, TLanes.Load(y + step + i)));
                TVector second = TLanes.MultiplyAdd(g2, TLanes.Load(y + (2 * step) + i), TLanes.Multiply(g3, TLanes.Load(y + (3 * step) + i)));
                TLanes.Store(products + i, TLanes.Add(TLanes.Load(products + i), TLanes.Add(first, second)));
            }
        }

        for (; row < rows; row++, dy += step, y += step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TVector g = TLanes.Load(dy + i);
                TLanes.Store(sums + i, TLanes.Add(TLanes.Load(sums + i), g));
                TLanes.Store(products + i, TLanes.MultiplyAdd(g, TLanes.Load(y + i), TLanes.Load(products + i)));
            }
        }
    }
}
