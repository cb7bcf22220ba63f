using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>ln sum e^x over the middle axis of [outer, length, inner].</summary>
internal unsafe struct LogSumExpJob : IVectorJob
{
    internal float* X;
    internal float* Y;
    internal long Outer;
    internal long Length;
    internal long Inner;
    internal long OuterPerChunk;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long end = Math.Min(Outer, (chunk + 1) * OuterPerChunk);
        for (long outer = chunk * OuterPerChunk; outer < end; outer++)
        {
            float* x = X + (outer * Length * Inner);
            float* y = Y + (outer * Inner);
            for (long column = 0; column < Inner; column += TLanes.Count)
            {
                TVector max = Softmax.Columns<TLanes, TVector>(x + column, Length, Inner, out TVector sum);
                TLanes.StoreFirst(y + column, TLanes.Add(max, TLanes.Log(sum)), (int)Math.Min(TLanes.Count, Inner - column));
            }
        }
    }
}
