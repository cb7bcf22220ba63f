using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The mean, and the sum of squared deviations from it, of each column of each block of the middle axis of [outer, length, inner].</summary>
/// <remarks>A block is walked twice: the second time it is in the cache. Its columns are summed side by side, four rows at a time.</remarks>
internal unsafe struct ColumnMomentsJob : IVectorJob
{
    internal float* X;

    /// <summary>[outer, blocks, inner].</summary>
    internal double* Means;

    /// <summary>[outer, blocks, inner].</summary>
    internal double* Squares;
    internal ReducePlan Plan;

    [SkipLocalsInit]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Vectors are written past a tile's end.
        float* centres = stackalloc float[ReducePlan.TileColumns + 16];
        float* sums = stackalloc float[ReducePlan.TileColumns + 16];
        float* squares = stackalloc float[ReducePlan.TileColumns + 16];
        long end = Math.Min(Plan.Items, (chunk + 1) * Plan.ItemsPerChunk);
        for (long item = chunk * Plan.ItemsPerChunk; item < end; item++)
        {
            (long outerBlock, long tile) = Math.DivRem(item, Plan.Tiles);
            (long outer, long block) = Math.DivRem(outerBlock, Plan.Blocks);
            long first = block * Plan.BlockLength;
            int rows = (int)Math.Min(Plan.BlockLength, Plan.Length - first);
            (long column, long endColumn) = Plan.Tile(tile);
            int width = (int)(endColumn - column);
            float* x = X + (((outer * Plan.Length) + first) * Plan.Inner) + column;
            Sum<TLanes, TVector>(x, rows, width, centres);
            Deviate<TLanes, TVector>(x, rows, width, centres, sums, squares);
            double* means = Means + (outerBlock * Plan.Inner) + column;
            double* deviations = Squares + (outerBlock * Plan.Inner) + column;
            for (int i = 0; i < width; i++)
            {
                // What rounding took from the mean is found again in the deviations from it.
                double rest = (double)sums[i] / rows;
                means[i] = centres[i] + rest;
                deviations[i] = squares[i] - (sums[i] * rest);
            }
        }
    }

    /// <summary>The columns' means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum<TLanes, TVector>(float* x, int rows, int width, float* means)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long step = Plan.Inner;
        new Span<float>(means, width).Clear();
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TVector first = TLanes.Add(TLanes.Load(x + i), TLanes.Load(x + step + i));
                TVector second = TLanes.Add(TLanes.Load(x + (2 * step) + i), TLanes.Load(x + (3 * step) + i));
                TLanes.Store(means + i, TLanes.Add(TLanes.Load(means + i), TLanes.Add(first, second)));
            }
        }

        for (; row < rows; row++, x += step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TLanes.Store(means + i, TLanes.Add(TLanes.Load(means + i), TLanes.Load(x + i)));
            }
        }

        TVector count = TLanes.Broadcast(rows);
        for (int i = 0; i < width; i += TLanes.Count)
        {
            TLanes.Store(means + i, TLanes.Divide(TLanes.Load(means + i), count));
        }
    }

    /// <summary>The columns' sums of deviations from their centres, and of the squares of these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Deviate<TLanes, TVector>(float* x, int rows, int width, float* centres, float* sums, float* squares)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long step = Plan.Inner;
        new Span<float>(sums, width).Clear();
        new Span<float>(squares, width).Clear();
        int row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TVector centre = TLanes.Load(centres + i);
                TVector d0 = TLanes.Subtract(TLanes.Load(x + i), centre);
                TVector d1 = TLanes.Subtract(TLanes.Load(x + step + i), centre);
                TVector d2 = TLanes.Subtract(TLanes.Load(x + (2 * step) + i), centre);
                TVector d3 = TLanes.Subtract(TLanes.Load(x + (3 * step) + i), centre);
                TLanes.Store(sums + i, TLanes.Add(TLanes.Load(sums + i), TLanes.Add(TLanes.Add(d0, d1), TLanes.Add(d2, d3))));
                TVector first = TLanes.MultiplyAdd(d0, d0, TLanes.Multiply(d1, d1));
                TVector second = TLanes.MultiplyAdd(d2, d2, TLanes.Multiply(d3, d3));
                TLanes.Store(squares + i, TLanes.Add(TLanes.Load(squares + i), TLanes.Add(first, second)));
            }
        }

        for (; row < rows; row++, x += step)
        {
            for (int i = 0; i < width; i += TLanes.Count)
            {
                TVector d = TLanes.Subtract(TLanes.Load(x + i), TLanes.Load(centres + i));
                TLanes.Store(sums + i, TLanes.Add(TLanes.Load(sums + i), d));
                TLanes.Store(squares + i, TLanes.MultiplyAdd(d, d, TLanes.Load(squares + i)));
            }
        }
    }
}
