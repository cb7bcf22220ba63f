using System.Numerics;

namespace Gnn.Tensors.Sparse;

/// <summary>Where <see cref="StableSort"/> puts what it sorted; every array is written whole.</summary>
/// <typeparam name="TIndex">The type of item numbers.</typeparam>
internal unsafe struct SortOutput<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>Where the run of each key begins, and the last one's end: a place more than there are keys.</summary>
    internal TIndex* Pointers;

    /// <summary>The other end of the item at each place.</summary>
    internal int* Others;

    /// <summary>The number of the item at each place.</summary>
    internal TIndex* Items;

    /// <summary>The edge of the entry at each place; null where edges are sorted.</summary>
    internal TIndex* EdgeIds;
}
