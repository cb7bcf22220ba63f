using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Sampling.Walks;

/// <summary>The arrays that a second-order walk reads. Rows are sorted by neighbour.</summary>
/// <typeparam name="TIndex">int or long: the row pointers.</typeparam>
internal unsafe struct SecondOrderRows<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>What is left of a column without the bit that says whether its two ends may have a neighbour in common.</summary>
    public const int NodeMask = int.MaxValue;

    public TIndex* Pointers;

    /// <summary>Neighbours; the uppermost bit of an entry is set where its two ends may have a neighbour in common.</summary>
    public int* Columns;

    /// <summary>The alias tables, with the same bits; null without weights.</summary>
    public AliasEntry* Entries;

    /// <summary>Of each row what multiplies a weight to make it a number of average entries, 0 for a row without weight; null without weights.</summary>
    public double* Scales;

    /// <summary>Of each row the largest weight that leads to one neighbour, in average entries; null where it is 1 everywhere and every edge has its reverse.</summary>
    public double* Heaviest;

    public EdgeFilter Filter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly long Begin(int node) => long.CreateTruncating(Pointers[node]);

    /// <summary>Whether there is an entry, by bisection.</summary>
    public readonly bool Contains(int row, int node)
    {
        long at = LowerBound(row, node);
        return at < Begin(row + 1) && (Columns[at] & NodeMask) == node;
    }

    /// <summary>The weight of all entries of a row that lead to a node, in average entries of the row.</summary>
    public readonly double Share(int row, int node)
    {
        double weight = 0;
        long end = Begin(row + 1);
        for (long at = LowerBound(row, node); at < end && (Columns[at] & NodeMask) == node; at++)
        {
            weight += Entries is null ? 1 : Entries[at].Weight;
        }

        return Scales is null ? weight : weight * Scales[row];
    }

    private readonly long LowerBound(int row, int node)
    {
        long low = Begin(row), high = Begin(row + 1);
        while (low < high)
        {
            long middle = (low + high) >>> 1;
            if ((Columns[middle] & NodeMask) < node)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
