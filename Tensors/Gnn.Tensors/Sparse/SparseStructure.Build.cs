using System.Numerics;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;

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
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the structure needs.</exception>
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

    /// <summary>The structure of a list of edges in native memory, of which there may be more than 2^31 - 1.</summary>
    /// <param name="rows">The number of rows, at least 0.</param>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <param name="targets">The row of each edge, in [0, rows); read, not kept.</param>
    /// <param name="sources">The column of each edge, in [0, columns); read, not kept.</param>
    /// <returns>The structure; edges of a row keep their order.</returns>
    /// <exception cref="ArgumentException">The two lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or an index is out of range; the message names the edge.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the structure needs.</exception>
    public static unsafe SparseStructure FromEdges(int rows, int columns, NativeArray<int> targets, NativeArray<int> sources)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sources);
        if (targets.Length != sources.Length)
        {
            throw new ArgumentException($"Every edge needs a target and a source: got {targets.Length} targets and {sources.Length} sources.", nameof(sources));
        }

        SparseStructure structure = FromEdges(rows, columns, targets.Pointer, sources.Pointer, targets.Length, isWide: false);
        GC.KeepAlive(targets);
        GC.KeepAlive(sources);
        return structure;
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
        return FromRows(columns, rowPointers, columnIndices, taken: null);
    }

    /// <summary>The structure of compressed rows in native memory or in a mapped file (<see cref="Files.NpyFile.OpenArray{T}"/>), which are not copied; entry k is
    /// edge k.</summary>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <param name="rowPointers">Where each row's entries begin and the last row's end: 0 first, never falling, the number of entries last. The structure owns them from
    /// here on; they end if they are refused.</param>
    /// <param name="columnIndices">The column of each entry, in [0, columns); as the row pointers.</param>
    /// <returns>The structure. Every element is read once, to be checked, on all threads: of a mapped file, the pages stay mapped as long as there is memory. Beside the
    /// arrays it holds 4 bytes for each entry, the ids of the edges.</returns>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The row pointers are not as described.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or a column is out of range; the message names the entry.</exception>
    public static unsafe SparseStructure FromRows(int columns, NativeArray<int> rowPointers, NativeArray<int> columnIndices)
    {
        ArgumentNullException.ThrowIfNull(rowPointers);
        ArgumentNullException.ThrowIfNull(columnIndices);
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(columns);
            CheckPointers(rowPointers.Span(), columnIndices.Length);
            bool areSound = IndexCheck.AreBelow(HostThreads.Pool, columnIndices.Pointer, columnIndices.Length, columns);
            for (long entry = 0; !areSound && entry < columnIndices.Length; entry++)
            {
                IndexCheck.One(columnIndices[entry], columns, entry, nameof(columnIndices));
            }

            return FromArrays(columns, rowPointers, columnIndices);
        }
        catch
        {
            rowPointers.Dispose();
            columnIndices.Dispose();
            throw;
        }
    }

    /// <summary>The same of column indices that the structure takes over; they end if they are refused.</summary>
    internal static SparseStructure FromRows(int columns, ReadOnlySpan<int> rowPointers, NativeArray<int> columnIndices)
    {
        try
        {
            return FromRows(columns, rowPointers, columnIndices.Span(), columnIndices);
        }
        catch
        {
            columnIndices.Dispose();
            throw;
        }
    }

    private static SparseStructure FromRows(int columns, ReadOnlySpan<int> rowPointers, ReadOnlySpan<int> columnIndices, NativeArray<int>? taken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        CheckPointers(rowPointers, columnIndices.Length);
        for (int entry = 0; entry < columnIndices.Length; entry++)
        {
            IndexCheck.One(columnIndices[entry], columns, entry, nameof(columnIndices));
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

        return new SparseStructure(rowPointers.Length - 1, columns, pointers, taken ?? new NativeArray<int>(columnIndices), edgeIds, entryIds: null, transpose: null);
    }

    private static void CheckPointers(ReadOnlySpan<int> rowPointers, long entries)
    {
        if (rowPointers.Length == 0 || rowPointers[0] != 0 || rowPointers[^1] != entries)
        {
            throw new ArgumentException(
                $"Row pointers must begin with 0 and end with the number of entries, {entries}; got "
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
    }

    /// <summary>The structure of a list of edges in native memory, with offsets of a chosen width.</summary>
    internal static unsafe SparseStructure FromEdges(int rows, int columns, int* targets, int* sources, long edges, bool isWide, ForkJoinPool? pool = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        pool ??= HostThreads.Pool;
        IndexCheck.Run(pool, targets, rows, sources, columns, edges);
        isWide |= edges > int.MaxValue;
        RequireMemory(rows, edges, isWide, arrays: 1);
        var rowPointers = new IndexArray(rows + 1L, isWide);
        var columnIndices = new NativeArray<int>(edges);
        var edgeIds = new IndexArray(edges, isWide);
        if (isWide)
        {
            Fill<long>();
        }
        else
        {
            Fill<int>();
        }

        return new SparseStructure(rows, columns, rowPointers, columnIndices, edgeIds, entryIds: null, transpose: null);

        void Fill<TIndex>()
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            var input = new SortInput<TIndex> { Keys = targets, KeyCount = rows, Count = edges, Others = sources };
            var output = new SortOutput<TIndex>
            {
                Pointers = (TIndex*)rowPointers.Pointer,
                Others = columnIndices.Pointer,
                Items = (TIndex*)edgeIds.Pointer,
            };
            StableSort.Sort(pool, input, output);
        }
    }

    /// <summary>Makes the transpose that is kept.</summary>
    internal unsafe SparseStructure MakeTranspose(ForkJoinPool pool)
    {
        bool isWide = RowPointers.IsWide;
        RequireMemory(ColumnCount, EntryCount, isWide, arrays: 2);
        var pointers = new IndexArray(ColumnCount + 1L, isWide);
        var rowsOfEntries = new NativeArray<int>(EntryCount);
        var entryIds = new IndexArray(EntryCount, isWide);
        var edgeIds = new IndexArray(EntryCount, isWide);
        if (isWide)
        {
            Fill<long>();
        }
        else
        {
            Fill<int>();
        }

        return new SparseStructure(ColumnCount, RowCount, pointers, rowsOfEntries, edgeIds, entryIds, transpose: this);

        void Fill<TIndex>()
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            var input = new SortInput<TIndex>
            {
                Keys = ColumnIndices.Pointer,
                KeyCount = ColumnCount,
                Count = EntryCount,
                RowPointers = (TIndex*)RowPointers.Pointer,
                RowCount = RowCount,
                EdgeIds = (TIndex*)EdgeIds.Pointer,
            };
            var output = new SortOutput<TIndex>
            {
                Pointers = (TIndex*)pointers.Pointer,
                Others = rowsOfEntries.Pointer,
                Items = (TIndex*)entryIds.Pointer,
                EdgeIds = (TIndex*)edgeIds.Pointer,
            };
            StableSort.Sort(pool, input, output);
        }
    }

    // Pointers, the other end of each entry and one or two arrays of its ids; the sort's own memory is 2 bytes an entry more.
    private static void RequireMemory(long rows, long entries, bool isWide, int arrays)
    {
        long width = isWide ? sizeof(long) : sizeof(int);
        HostMemory.Require(((rows + 1) * width) + (entries * (sizeof(int) + sizeof(ushort) + (arrays * width))), $"a sparse structure of {rows} rows and {entries} entries");
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
}
