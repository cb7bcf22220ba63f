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

    /// <summary>Whether a row of so many entries has one that leads to a node, by bisection.</summary>
    public readonly bool Contains(long begin, int count, int node)
    {
        long at = LowerBound(begin, count, node);
        return at < begin + count && (Columns[at] & NodeMask) == node;
    }

    /// <summary>The weight of all entries of a row that lead to a node, in average entries of the row.</summary>
    public readonly double Share(int row, long begin, int count, int node)
    {
        double weight = 0;
        for (long at = LowerBound(begin, count, node); at < begin + count && (Columns[at] & NodeMask) == node; at++)
        {
            weight += Entries is null ? 1 : Entries[at].Weight;
        }

        return Scales is null ? weight : weight * Scales[row];
    }

    /// <summary>The first entry that leads to a node or beyond; without branches that nothing could foretell.</summary>
    private readonly long LowerBound(long begin, int count, int node)
    {
        if (count == 0)
        {
            return begin;
        }

        int* first = Columns + begin;
        while (count > 1)
        {
            int half = count >> 1;
            int* middle = first + half;
            first = (*(middle - 1) & NodeMask) < node ? middle : first;
            count -= half;
        }

        return first - Columns + ((*first & NodeMask) < node ? 1 : 0);
    }
}
