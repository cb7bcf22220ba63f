using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Comparison of stored arguments with an entry.</summary>
internal static unsafe class Args
{
    /// <summary>Whether a kernel that compares arguments must run one lane at a time: 64-bit arguments have no lanes of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NeedScalar<TIndex, TLanes, TVector>()
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> => sizeof(TIndex) != sizeof(float) && TLanes.Count != 1;

    /// <summary>The mask of the arguments that are an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Match<TIndex, TLanes, TVector>(TIndex* arg, long entry)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        sizeof(TIndex) == sizeof(float)
            ? TLanes.EqualBits(TLanes.Load((float*)arg), TLanes.BroadcastBits((int)entry))
            : TLanes.BroadcastBits(long.CreateTruncating(*arg) == entry ? -1 : 0);
}
