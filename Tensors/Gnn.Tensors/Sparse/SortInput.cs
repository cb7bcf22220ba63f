using System.Numerics;

namespace Gnn.Tensors.Sparse;

/// <summary>What <see cref="StableSort"/> sorts: edges by one end, or the entries of a structure by column.</summary>
/// <typeparam name="TIndex">The type of item numbers.</typeparam>
internal unsafe struct SortInput<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>The key of each item, in [0, KeyCount).</summary>
    internal int* Keys;

    /// <summary>The number of keys, at least 1 if there are items.</summary>
    internal int KeyCount;

    /// <summary>The number of items.</summary>
    internal long Count;

    /// <summary>The other end of each edge; null for the entries of a structure.</summary>
    internal int* Others;

    /// <summary>Where the rows begin whose number is the other end of each entry; null for edges.</summary>
    internal TIndex* RowPointers;

    /// <summary>The number of rows of the structure.</summary>
    internal int RowCount;

    /// <summary>The edge of each entry; null for edges.</summary>
    internal TIndex* EdgeIds;

    /// <summary>The row of an entry; 0 for edges.</summary>
    internal readonly int RowOf(long entry)
    {
        if (RowPointers is null)
        {
            return 0;
        }

        // The last row that begins at or before the entry: rows without entries begin where the next does.
        int low = 0, high = RowCount;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            if (long.CreateTruncating(RowPointers[middle]) <= entry)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The other end of an item; <paramref name="row"/> is the row of it or of the one before.</summary>
    internal readonly int OtherOf(long item, ref int row)
    {
        if (RowPointers is null)
        {
            return Others[item];
        }

        while (long.CreateTruncating(RowPointers[row + 1L]) <= item)
        {
            row++;
        }

        return row;
    }
}
