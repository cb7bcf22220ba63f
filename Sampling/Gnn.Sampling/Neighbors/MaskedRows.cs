using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Neighbors;

/// <summary>All edges of a node but those that are hidden.</summary>
/// <remarks>A row that has hidden entries gives its number in the mask, complemented, as its start.</remarks>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
/// <param name="pointers">Where the entries of each node begin.</param>
/// <param name="mask">What is hidden.</param>
internal readonly unsafe struct MaskedRows<TIndex>(TIndex* pointers, EdgeMask mask) : INeighborRows<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly ulong* _bits = mask.Bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int node) => Prefetch.Line(pointers + node);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Degree(int number, int node, out TIndex start)
    {
        start = pointers[node];
        int degree = int.CreateTruncating(pointers[node + 1] - start);
        return ((_bits[node >> 6] >> node) & 1) == 0 ? degree : MaskedDegree(node, degree, out start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TIndex Entry(int number, TIndex start, int place) =>
        start >= TIndex.Zero ? start + TIndex.CreateTruncating(place) : MaskedEntry(start, place);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int MaskedDegree(int node, int degree, out TIndex start)
    {
        int found = mask.Find(node);
        start = TIndex.CreateTruncating(~found);
        return degree - mask.HiddenCount(found);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TIndex MaskedEntry(TIndex start, int place) => TIndex.CreateTruncating(mask.Entry(~int.CreateTruncating(start), place));
}
