using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Neighbors;

/// <summary>All edges of a node.</summary>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
/// <param name="pointers">Where the entries of each node begin.</param>
internal readonly unsafe struct AllRows<TIndex>(TIndex* pointers) : INeighborRows<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int node) => Prefetch.Line(pointers + node);

    /// <summary>Asks for the first neighbours of a node, whose row was asked for before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AskNeighbors(int node, int* neighbors)
    {
        int* row = neighbors + long.CreateTruncating(pointers[node]);
        Prefetch.Line(row);
        Prefetch.Line(row + Prefetch.LineFloats);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Degree(int number, int node, out TIndex start)
    {
        start = pointers[node];
        return int.CreateTruncating(pointers[node + 1] - start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TIndex Entry(int number, TIndex start, int place) => start + TIndex.CreateTruncating(place);
}
