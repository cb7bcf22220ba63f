using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What the gradient of attention needs of each row, and the gradient of its own term of the scores.</summary>
internal unsafe struct AttentionRowsJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal float* Target;
    internal float* Y;
    internal float* PositiveY;
    internal float* State;
    internal float* Gradient;

    /// <summary>[rows, 4, heads]: own term, maximum, inverse of the sum, and r = the inner product of y and its gradient.</summary>
    internal float* Pack;

    /// <summary>[rows, heads].</summary>
    internal float* ToTarget;
    internal long Width;
    internal long Heads;
    internal float Slope;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* spread = stackalloc float[HeadDots.SpreadFloats];
        float* all = stackalloc float[HeadDots.Floats];
        float* positive = stackalloc float[HeadDots.Floats];
        long chunkRows = Runs.RowsOf(Width);
        long endRow = Math.Min(Csr.RowCount, (chunk + 1) * chunkRows);
        int headWidth = (int)(Width / Heads);
        for (long head = 0; head < Heads; head += TLanes.Count)
        {
            int heads = (int)Math.Min(TLanes.Count, Heads - head);
            HeadDots dots = HeadDots.Create<TLanes, TVector>(heads, headWidth, spread);
            int block = dots.MaxEntries;
            for (long row = chunk * chunkRows; row < endRow; row += block)
            {
                int count = (int)Math.Min(block, endRow - row);
                long column = (row * Width) + (head * headWidth);
                for (int k = 0; k < count; k++)
                {
                    dots.Products<TLanes, TVector>(Gradient + column, Y + column, all, k);
                    dots.Products<TLanes, TVector>(Gradient + column, PositiveY + column, positive, k);
                    column += Width;
                }

                dots.Fold<TLanes, TVector>(all, count);
                dots.Fold<TLanes, TVector>(positive, count);
                for (int k = 0; k < count; k++)
                {
                    Row<TLanes, TVector>(row + k, head, heads, TLanes.Load(all + (k * dots.Stride)), TLanes.Load(positive + (k * dots.Stride)));
                }
            }
        }
    }

    /// <summary>Packs a row, and finds its gradient from the inner products of dy with all of y and with the part that positive scores gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Row<TLanes, TVector>(long row, long head, int heads, TVector all, TVector positive)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* state = State + (row * 3 * Heads) + head;
        float* pack = Pack + (row * 4 * Heads) + head;
        long at = (row * Heads) + head;
        TLanes.StoreFirst(pack, TLanes.Load(Target + at), heads);
        TLanes.StoreFirst(pack + Heads, TLanes.Load(state), heads);
        TLanes.StoreFirst(pack + (2 * Heads), TLanes.Load(state + Heads), heads);
        TLanes.StoreFirst(pack + (3 * Heads), all, heads);
        TVector sum = TLanes.Subtract(positive, TLanes.Multiply(all, TLanes.Load(state + (2 * Heads))));
        TVector toTarget = Csr.Begin(row) == Csr.Begin(row + 1) ? TLanes.Zero : TLanes.Multiply(TLanes.Broadcast(1 - Slope), sum);
        TLanes.StoreFirst(ToTarget + at, toTarget, heads);
    }
}
