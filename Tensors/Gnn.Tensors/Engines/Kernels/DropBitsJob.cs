using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One bit for each element, set where dropout keeps it, over runs of elements.</summary>
internal unsafe struct DropBitsJob : IVectorJob
{
    private const int BatchWords = 2048;
    private const int WordBits = 32;

    /// <summary>A whole number of 32-bit words.</summary>
    internal uint* Bits;
    internal long Length;
    internal RandomSource Source;
    internal uint Bound;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        uint* words = stackalloc uint[BatchWords];
        long end = Runs.End(chunk, Length);
        for (long start = Runs.Start(chunk); start < end; start += BatchWords)
        {
            int count = (int)Math.Min(BatchWords, end - start);
            Source.Fill(new Span<uint>(words, count), start);
            uint* bits = Bits + (start / WordBits);
            for (int i = 0; i < count; i += WordBits)
            {
                uint dropped = 0;
                for (int lane = 0; lane < WordBits; lane += TLanes.Count)
                {
                    dropped |= TLanes.Bits(TLanes.BelowWords(words + i + lane, Bound)) << lane;
                }

                *bits++ = ~dropped;
            }
        }
    }
}
