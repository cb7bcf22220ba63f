using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Neighbors;

/// <summary>Of each node's edges those that it has drawn.</summary>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
/// <param name="pointers">Where the entries of each node of the graph begin.</param>
/// <param name="drawn">What the nodes of the batch have drawn.</param>
internal readonly unsafe struct DrawnRows<TIndex>(TIndex* pointers, DrawnEdges drawn) : INeighborRows<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly int* _begins = drawn.Pointers;
    private readonly int* _places = drawn.Places;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int node) => Prefetch.Line(pointers + node);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Degree(int number, int node, out TIndex start)
    {
        start = pointers[node];
        return _begins[number + 1] - _begins[number];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TIndex Entry(int number, TIndex start, int place) => start + TIndex.CreateTruncating(_places[_begins[number] + place]);
}
