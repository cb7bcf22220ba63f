using System.Numerics;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>All edges that lead from nodes of a batch to its first nodes.</summary>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
/// <typeparam name="TRows">Which edges may be seen.</typeparam>
/// <typeparam name="TNumbering">How nodes are numbered.</typeparam>
internal static unsafe class InducedEdges<TIndex, TRows, TNumbering>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TRows : struct, INeighborRows<TIndex>
    where TNumbering : struct, ISearchableNumbering
{
    private const int RowsAhead = 4;
    private const int NodesAhead = 16;

    /// <summary>Looks at all edges of the first nodes. O(their degrees).</summary>
    /// <param name="rows">Which edges may be seen.</param>
    /// <param name="neighbors">The node of each entry.</param>
    /// <param name="numbering">The nodes.</param>
    /// <param name="targets">How many nodes' edges are asked for, the first.</param>
    /// <returns>Where each node's edges begin, the number of the node at the other end of each, and the entry that each is.</returns>
    internal static (NativeArray<int> Pointers, NativeArray<int> Sources, NativeArray<TIndex> Entries) Find(TRows rows, int* neighbors, ref TNumbering numbering, int targets)
    {
        numbering.BeginSearch();
        int* nodes = numbering.Nodes;
        var pointers = new NativeArray<int>(targets + 1L);
        pointers.Pointer[0] = 0;
        using var places = new NodeList();
        using var found = new NodeList();
        for (int target = 0; target < targets; target++)
        {
            if (target + RowsAhead < targets)
            {
                rows.Ask(nodes[target + RowsAhead]);
            }

            int degree = rows.Degree(target, nodes[target], out TIndex start);
            CheckCount(found.Count, degree, target, targets);
            places.Reserve(degree);
            found.Reserve(degree);
            int count = found.Count;
            for (int place = 0; place < degree; place++)
            {
                if (place + NodesAhead < degree)
                {
                    numbering.Ask(neighbors[long.CreateTruncating(rows.Entry(target, start, place + NodesAhead))]);
                }

                // Whether a neighbour is in the batch is not foreseen, so that it is written either way.
                int number = numbering.Find(target, neighbors[long.CreateTruncating(rows.Entry(target, start, place))]);
                (places.Pointer[count], found.Pointer[count]) = (place, number);
                count += number < 0 ? 0 : 1;
            }

            places.Count = found.Count = pointers.Pointer[target + 1] = count;
        }

        var sources = new NativeArray<int>(new ReadOnlySpan<int>(found.Pointer, found.Count));
        var entries = new NativeArray<TIndex>(found.Count);
        for (int target = 0; target < targets; target++)
        {
            rows.Degree(target, nodes[target], out TIndex start);
            for (int edge = pointers.Pointer[target]; edge < pointers.Pointer[target + 1]; edge++)
            {
                entries.Pointer[edge] = rows.Entry(target, start, places.Pointer[edge]);
            }
        }

        return (pointers, sources, entries);
    }

    private static void CheckCount(int count, int degree, int target, int targets)
    {
        if (count > int.MaxValue - 1 - degree)
        {
            throw new InvalidOperationException(
                $"A batch has at most {int.MaxValue} edges a hop, but the first {target + 1} of {targets} nodes may have {(long)count + degree}: take fewer seeds or smaller fanouts.");
        }
    }
}
