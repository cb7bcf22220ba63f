using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Sparse;

public sealed partial class SparseStructure
{
    /// <summary>The structure of a list of edges: edge e is an entry in the row of its target and the column of its source.</summary>
    /// <param name="rows">The number of rows, at least 0.</param>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <param name="targets">The row of each edge, in [0, rows).</param>
    /// <param name="sources">The column of each edge, in [0, columns).</param>
    /// <returns>The structure; edges of a row keep their order.</returns>
    /// <exception cref="ArgumentException">The two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or an index is out of range; the message names the edge.</exception>
    public static unsafe SparseStructure FromEdges(int rows, int columns, ReadOnlySpan<int> targets, ReadOnlySpan<int> sources)
    {
        if (targets.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge needs a target and a source: got {targets.Length} targets and {sources.Length} sources.", nameof(sources));
        }

        fixed (int* target = targets, source = sources)
        {
            return FromEdges(rows, columns, target, source, targets.Length, isWide: false);
        }
    }

    /// <summary>The structure of compressed rows; entry k is edge k.</summary>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <param name="rowPointers">Where each row's entries begin and the last row's end: 0 first, never falling, the number of entries last.</param>
    /// <param name="columnIndices">The column of each entry, in [0, columns).</param>
    /// <returns>The structure.</returns>
    /// <exception cref="ArgumentException">The row pointers are not as described.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is out of range; the message names the entry.</exception>
    public static SparseStructure FromRows(int columns, ReadOnlySpan<int> rowPointers, ReadOnlySpan<int> columnIndices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rowPointers.Length == 0 || rowPointers[0] != 0 || rowPointers[^1] != columnIndices.Length)
        {
            throw new ArgumentException(
                $"Row pointers must begin with 0 and end with the number of entries, {columnIndices.Length}; got "
                + (rowPointers.Length == 0 ? "none." : $"{rowPointers[0]} and {rowPointers[^1]}."),
                nameof(rowPointers));
        }

        for (int row = 1; row < rowPointers.Length; row++)
        {
            if (rowPointers[row] < rowPointers[row - 1])
            {
                throw new ArgumentException($"Row pointers must not fall, but row {row - 1} begins at {rowPointers[row - 1]} and ends at {rowPointers[row]}.", nameof(rowPointers));
            }
        }

        for (int entry = 0; entry < columnIndices.Length; entry++)
        {
            CheckIndex(columnIndices[entry], columns, entry, nameof(columnIndices));
        }

        var pointers = new IndexArray(rowPointers.Length, isWide: false);
        for (int row = 0; row < rowPointers.Length; row++)
        {
            pointers[row] = rowPointers[row];
        }

        var edgeIds = new IndexArray(columnIndices.Length, isWide: false);
        for (int entry = 0; entry < columnIndices.Length; entry++)
        {
            edgeIds[entry] = entry;
        }

        return new SparseStructure(rowPointers.Length - 1, columns, pointers, new NativeArray<int>(columnIndices), edgeIds, entryIds: null, transpose: null);
    }

    /// <summary>The structure of a list of edges in native memory, with offsets of a chosen width.</summary>
    internal static unsafe SparseStructure FromEdges(int rows, int columns, int* targets, int* sources, long edges, bool isWide)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        for (long edge = 0; edge < edges; edge++)
        {
            CheckIndex(targets[edge], rows, edge, nameof(targets));
            CheckIndex(sources[edge], columns, edge, nameof(sources));
        }

        isWide |= edges > int.MaxValue;
        var rowPointers = new IndexArray(rows + 1L, isWide);
        var columnIndices = new NativeArray<int>(edges);
        var edgeIds = new IndexArray(edges, isWide);
        if (isWide)
        {
            Scatter(targets, sources, edges, rows, (long*)rowPointers.Pointer, columnIndices.Pointer, (long*)edgeIds.Pointer);
        }
        else
        {
            Scatter(targets, sources, edges, rows, (int*)rowPointers.Pointer, columnIndices.Pointer, (int*)edgeIds.Pointer);
        }

        return new SparseStructure(rows, columns, rowPointers, columnIndices, edgeIds, entryIds: null, transpose: null);
    }

    /// <summary>A counting sort of items by key that keeps their order: pointers to each key's run, and for each place the item's other end and number.</summary>
    private static unsafe void Scatter<TIndex>(int* keys, int* others, long count, int keyCount, TIndex* pointers, int* placedOthers, TIndex* placedItems)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        NativeMemory.Clear(pointers, (nuint)((keyCount + 1L) * sizeof(TIndex)));
        for (long item = 0; item < count; item++)
        {
            pointers[keys[item] + 1L]++;
        }

        for (long key = 0; key < keyCount; key++)
        {
            pointers[key + 1] += pointers[key];
        }

        for (long item = 0; item < count; item++)
        {
            long place = long.CreateTruncating(pointers[keys[item]]++);
            placedOthers[place] = others[item];
            placedItems[place] = TIndex.CreateTruncating(item);
        }

        // Every pointer now stands at its run's end, which is where the next run begins.
        for (long key = keyCount; key > 0; key--)
        {
            pointers[key] = pointers[key - 1];
        }

        pointers[0] = TIndex.Zero;
    }

    private static void CheckIndex(int index, int count, long position, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"Entry {position} of '{name}' must be in [0, {count}), got {index}: check the node count or the ids."));
        }
    }

    private NativeArray<byte> SortRows()
    {
        // Longer rows cost little more for what is not foreseen.
        const int longest = 64;
        var order = new NativeArray<byte>(RowCount);
        Span<int> starts = stackalloc int[longest + 1];
        Span<byte> lengths = stackalloc byte[RowBlock];
        for (int block = 0; block < RowCount; block += RowBlock)
        {
            int count = Math.Min(RowBlock, RowCount - block);
            starts.Clear();
            for (int row = 0; row < count; row++)
            {
                lengths[row] = (byte)Math.Min(RowLength(block + row), longest - 1);
                starts[lengths[row] + 1]++;
            }

            for (int length = 0; length < longest; length++)
            {
                starts[length + 1] += starts[length];
            }

            Span<byte> sorted = order.Span(block, count);
            for (int row = 0; row < count; row++)
            {
                sorted[starts[lengths[row]]++] = (byte)row;
            }
        }

        return order;
    }

    private unsafe SparseStructure MakeTranspose()
    {
        bool isWide = RowPointers.IsWide;
        var pointers = new IndexArray(ColumnCount + 1L, isWide);
        var rowsOfEntries = new NativeArray<int>(EntryCount);
        var entryIds = new IndexArray(EntryCount, isWide);
        var edgeIds = new IndexArray(EntryCount, isWide);
        using var rows = new NativeArray<int>(EntryCount);
        if (isWide)
        {
            Fill<long>(rows.Pointer);
            Scatter(ColumnIndices.Pointer, rows.Pointer, EntryCount, ColumnCount, (long*)pointers.Pointer, rowsOfEntries.Pointer, (long*)entryIds.Pointer);
            Permute((long*)EdgeIds.Pointer, (long*)entryIds.Pointer, (long*)edgeIds.Pointer);
        }
        else
        {
            Fill<int>(rows.Pointer);
            Scatter(ColumnIndices.Pointer, rows.Pointer, EntryCount, ColumnCount, (int*)pointers.Pointer, rowsOfEntries.Pointer, (int*)entryIds.Pointer);
            Permute((int*)EdgeIds.Pointer, (int*)entryIds.Pointer, (int*)edgeIds.Pointer);
        }

        return new SparseStructure(ColumnCount, RowCount, pointers, rowsOfEntries, edgeIds, entryIds, transpose: this);

        void Fill<TIndex>(int* destination)
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            var offsets = (TIndex*)RowPointers.Pointer;
            for (int row = 0; row < RowCount; row++)
            {
                long end = long.CreateTruncating(offsets[row + 1L]);
                for (long entry = long.CreateTruncating(offsets[row]); entry < end; entry++)
                {
                    destination[entry] = row;
                }
            }
        }

        void Permute<TIndex>(TIndex* from, TIndex* order, TIndex* to)
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            for (long entry = 0; entry < EntryCount; entry++)
            {
                to[entry] = from[long.CreateTruncating(order[entry])];
            }
        }
    }
}
