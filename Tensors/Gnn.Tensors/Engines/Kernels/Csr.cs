using System.Numerics;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What kernels read of a sparse structure. The structure must outlive it.</summary>
internal readonly unsafe struct Csr<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal readonly TIndex* Pointers;
    internal readonly int* Columns;

    /// <summary>Of a transpose: the entry of the original that each entry is. Else null.</summary>
    internal readonly TIndex* Entries;
    internal readonly long RowCount;

    /// <summary>The order of the rows in each block, see <see cref="SparseStructure.RowsByLength"/>; null for the order they stand in.</summary>
    internal readonly byte* Order;

    internal Csr(SparseStructure structure, bool byLength = false)
        : this(
            (TIndex*)structure.RowPointers.Pointer,
            structure.ColumnIndices.Pointer,
            structure.EntryIds is null ? null : (TIndex*)structure.EntryIds.Pointer,
            structure.RowCount,
            byLength ? structure.RowsByLength.Pointer : null)
    {
    }

    internal Csr(TIndex* pointers, int* columns, TIndex* entries, long rowCount, byte* order = null)
    {
        Pointers = pointers;
        Columns = columns;
        Entries = entries;
        RowCount = rowCount;
        Order = order;
    }

    /// <summary>Whether rows are walked in order of length: then chunks are whole blocks.</summary>
    internal bool IsByLength => Order != null;

    internal long EntryCount => Begin(RowCount);

    /// <summary>The row that is walked at a turn.</summary>
    internal long RowAt(long turn) => Order == null ? turn : (turn & -SparseStructure.RowBlock) + Order[turn];

    /// <summary>Where a row begins, and the one before it ends.</summary>
    internal long Begin(long row) => long.CreateTruncating(Pointers[row]);

    /// <summary>The entry of the original structure at a place.</summary>
    internal long EntryAt(long place) => Entries == null ? place : long.CreateTruncating(Entries[place]);
}
