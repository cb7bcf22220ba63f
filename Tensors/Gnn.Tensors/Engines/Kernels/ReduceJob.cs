using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Reduces each block of the middle axis of [outer, length, inner].</summary>
internal unsafe struct ReduceJob<TOperator> : IVectorJob
    where TOperator : struct, IReduceOperator
{
    internal float* X;

    /// <summary>[outer, blocks, inner].</summary>
    internal float* Partial;

    /// <summary>What each result is divided by at the end; 1 unless there is one block and a mean is asked for.</summary>
    internal float Divisor;
    internal ReducePlan Plan;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long end = Math.Min(Plan.Items, (chunk + 1) * Plan.ItemsPerChunk);
        for (long item = chunk * Plan.ItemsPerChunk; item < end; item++)
        {
            (long outerBlock, long tile) = Plan.Tiles == 1 ? (item, 0) : Math.DivRem(item, Plan.Tiles);
            (long outer, long block) = Plan.Blocks == 1 ? (outerBlock, 0) : Math.DivRem(outerBlock, Plan.Blocks);
            long first = block * Plan.BlockLength;
            long length = Math.Min(Plan.BlockLength, Plan.Length - first);
            float* x = X + (((outer * Plan.Length) + first) * Plan.Inner);
            float* y = Partial + (outerBlock * Plan.Inner);
            if (Plan.Inner == 1)
            {
                *y = Row<TLanes, TVector>(x, length) / Divisor;
            }
            else
            {
                (long column, long endColumn) = Plan.Tile(tile);
                Columns<TLanes, TVector>(x, y, column, endColumn, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Row<TLanes, TVector>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector identity = TLanes.Broadcast(TOperator.Identity);
        TVector r0 = identity, r1 = identity, r2 = identity, r3 = identity;
        long i = 0;
        for (; i <= length - (4 * TLanes.Count); i += 4 * TLanes.Count)
        {
            r0 = TOperator.Combine<TLanes, TVector>(r0, TLanes.Load(x + i));
            r1 = TOperator.Combine<TLanes, TVector>(r1, TLanes.Load(x + i + TLanes.Count));
            r2 = TOperator.Combine<TLanes, TVector>(r2, TLanes.Load(x + i + (2 * TLanes.Count)));
            r3 = TOperator.Combine<TLanes, TVector>(r3, TLanes.Load(x + i + (3 * TLanes.Count)));
        }

        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            r0 = TOperator.Combine<TLanes, TVector>(r0, TLanes.Load(x + i));
        }

        if (i < length)
        {
            r1 = TOperator.Combine<TLanes, TVector>(r1, TLanes.Select(TLanes.First((int)(length - i)), TLanes.Load(x + i), identity));
        }

        r0 = TOperator.Combine<TLanes, TVector>(r0, r1);
        r2 = TOperator.Combine<TLanes, TVector>(r2, r3);
        return TOperator.Across<TLanes, TVector>(TOperator.Combine<TLanes, TVector>(r0, r2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Columns<TLanes, TVector>(float* x, float* y, long column, long end, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long inner = Plan.Inner;
        TVector identity = TLanes.Broadcast(TOperator.Identity);
        TVector divisor = TLanes.Broadcast(Divisor);
        for (; column < end; column += 2 * TLanes.Count)
        {
            TVector r0 = identity, r1 = identity;
            float* at = x + column;
            long left = end - column;
            if (left <= TLanes.Count)
            {
                for (long k = 0; k < length; k++, at += inner)
                {
                    r0 = TOperator.Combine<TLanes, TVector>(r0, TLanes.Load(at));
                }

                TLanes.StoreFirst(y + column, TLanes.Divide(r0, divisor), (int)left);
                continue;
            }

            for (long k = 0; k < length; k++, at += inner)
            {
                r0 = TOperator.Combine<TLanes, TVector>(r0, TLanes.Load(at));
                r1 = TOperator.Combine<TLanes, TVector>(r1, TLanes.Load(at + TLanes.Count));
            }

            TLanes.Store(y + column, TLanes.Divide(r0, divisor));
            TLanes.StoreFirst(y + column + TLanes.Count, TLanes.Divide(r1, divisor), (int)Math.Min(TLanes.Count, left - TLanes.Count));
        }
    }
}
