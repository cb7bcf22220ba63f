using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The values of a structure's entries in the order of its transpose.</summary>
internal unsafe struct PermuteJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal float* X;
    internal TIndex* Entries;
    internal float* Y;
    internal long Length;

    public readonly void Execute(int chunk)
    {
        // In locals, since for all the compiler knows a store may change the fields.
        float* x = X;
        float* y = Y;
        TIndex* entries = Entries;
        long end = Runs.End(chunk, Length);
        for (long place = Runs.Start(chunk); place < end; place++)
        {
            y[place] = x[long.CreateTruncating(entries[place])];
        }
    }
}
