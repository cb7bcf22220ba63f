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

    internal Csr(SparseStructure structure)
        : this(
            (TIndex*)structure.RowPointers.Pointer,
            structure.ColumnIndices.Pointer,
            structure.EntryIds is null ? null : (TIndex*)structure.EntryIds.Pointer,
            structure.RowCount)
    {
    }

    internal Csr(TIndex* pointers, int* columns, TIndex* entries, long rowCount)
    {
        Pointers = pointers;
        Columns = columns;
        Entries = entries;
        RowCount = rowCount;
    }

    internal long EntryCount => Begin(RowCount);

    /// <summary>Where a row begins, and the one before it ends.</summary>
    internal long Begin(long row) => long.CreateTruncating(Pointers[row]);

    /// <summary>The entry of the original structure at a place.</summary>
    internal long EntryAt(long place) => Entries == null ? place : long.CreateTruncating(Entries[place]);
}
