using System.Runtime.CompilerServices;
using Gnn.Sampling.Neighbors;

namespace Gnn.Sampling.Temporal;

/// <summary>Of each node's events those that it may know, or the most recent of them.</summary>
/// <param name="begins">The first entry that each node of the batch may know.</param>
/// <param name="ends">The entry after the last one.</param>
/// <param name="limit">How many of the last ones are there.</param>
internal readonly unsafe struct EventRows(int* begins, int* ends, int limit) : INeighborRows<int>
{
    /// <summary>Nothing: nodes are looked up in the order of their numbers.</summary>
    public void Ask(int node)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Degree(int number, int node, out int start)
    {
        int degree = Math.Min(limit, ends[number] - begins[number]);
        start = ends[number] - degree;
        return degree;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Entry(int number, int start, int place) => start + place;
}
