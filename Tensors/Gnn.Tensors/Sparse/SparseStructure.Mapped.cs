using System.Diagnostics;
using System.Numerics;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Sparse;

public sealed partial class SparseStructure
{
    /// <summary>A structure and its transpose from finished arrays, which it owns from here on. Only lengths are looked at: that indices are in range and
    /// that the two agree is the caller's to know.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="byRow">Row pointers, columns and edge ids, by row.</param>
    /// <param name="byColumn">Column pointers, rows, edge ids and the entry in <paramref name="byRow"/> of each entry, by column.</param>
    internal static SparseStructure FromArrays(
        int rows,
        int columns,
        (IndexArray Pointers, NativeArray<int> Indices, IndexArray EdgeIds) byRow,
        (IndexArray Pointers, NativeArray<int> Indices, IndexArray EdgeIds, IndexArray EntryIds) byColumn)
    {
        Debug.Assert(byRow.Pointers.Length == rows + 1L && byColumn.Pointers.Length == columns + 1L, "There is a pointer for each row, and one more.");
        Debug.Assert(
            byRow.EdgeIds.Length == byRow.Indices.Length && byColumn.Indices.Length == byRow.Indices.Length && byColumn.EdgeIds.Length == byRow.Indices.Length
                && byColumn.EntryIds.Length == byRow.Indices.Length,
            "The arrays have one element for each entry.");
        var structure = new SparseStructure(rows, columns, byRow.Pointers, byRow.Indices, byRow.EdgeIds, entryIds: null, transpose: null);
        structure._transpose = new SparseStructure(
            columns, rows, byColumn.Pointers, byColumn.Indices, byColumn.EdgeIds, byColumn.EntryIds, transpose: structure);
        return structure;
    }

    /// <summary>A structure from finished arrays, which it owns from here on; entry k is edge k. Only lengths are looked at.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowPointers">Where each row's entries begin and the last row's end.</param>
    /// <param name="columnIndices">The column of each entry.</param>
    internal static SparseStructure FromArrays(int columns, NativeArray<int> rowPointers, NativeArray<int> columnIndices)
    {
        Debug.Assert(rowPointers.Length >= 1, "There is a pointer for each row, and one more.");
        var edgeIds = new NativeArray<int>(columnIndices.Length);
        Iota(edgeIds.Span());

        return new SparseStructure(
            (int)rowPointers.Length - 1, columns, new IndexArray(rowPointers), columnIndices, new IndexArray(edgeIds), entryIds: null, transpose: null);
    }

    /// <summary>0, 1, 2 ...</summary>
    private static void Iota(Span<int> ids)
    {
        int id = 0;
        for (; id <= ids.Length - Vector<int>.Count; id += Vector<int>.Count)
        {
            (Vector<int>.Indices + new Vector<int>(id)).CopyTo(ids[id..]);
        }

        for (; id < ids.Length; id++)
        {
            ids[id] = id;
        }
    }
}
