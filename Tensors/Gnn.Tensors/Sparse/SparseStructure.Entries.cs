using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Sparse;

public sealed partial class SparseStructure
{
    private readonly SparseStructure? _owner;
    private SparseStructure? _entries;
    private int _areColumnsEntries;

    private SparseStructure(SparseStructure owner, NativeArray<int> columnIndices)
        : this(owner.RowCount, columnIndices.Span().Length, owner.RowPointers, columnIndices, owner.EdgeIds, entryIds: null, transpose: null)
    {
        _owner = owner;
        _areColumnsEntries = 1;
    }

    /// <summary>The same rows with their entries as columns, <c>[rows, E]</c>: the groups of what each entry holds, such as the messages into each node.
    /// Made at first use and kept; the structure itself where <see cref="ColumnsAreEntries"/>.</summary>
    /// <remarks>It shares row pointers and edge ids, costs 4 E bytes, and ends with the structure that it belongs to: a holder of the one is a holder of the other.</remarks>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    /// <exception cref="InvalidOperationException">There are 2^31 entries or more, which columns cannot number, or this is a transpose.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the columns need.</exception>
    public SparseStructure Entries
    {
        get
        {
            if (ColumnsAreEntries)
            {
                return this;
            }

            if (_isTranspose)
            {
                throw new InvalidOperationException("A transpose is for reading: take the entries of the structure that it belongs to (Transpose.Entries).");
            }

            if (_entries is null)
            {
                lock (_lock)
                {
                    ObjectDisposedException.ThrowIf(_holders <= 0, this);
                    _entries ??= MakeEntries();
                }
            }

            return _entries;
        }
    }

    /// <summary>Whether there is a column for each entry, in order: each row's columns are its own entries, as those of the nodes of graphs that stand one after
    /// another. A reduction over columns is then one over entries.</summary>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    public bool ColumnsAreEntries
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            int known = Volatile.Read(ref _areColumnsEntries);
            if (known == 0)
            {
                // Threads that look at the same time find the same.
                known = !_isTranspose && CountsColumns() ? 1 : -1;
                Volatile.Write(ref _areColumnsEntries, known);
            }

            return known > 0;
        }
    }

    private bool CountsColumns()
    {
        if (ColumnCount != EntryCount)
        {
            return false;
        }

        ReadOnlySpan<int> columns = ColumnIndices.Span();
        for (int entry = 0; entry < columns.Length; entry++)
        {
            if (columns[entry] != entry)
            {
                return false;
            }
        }

        return true;
    }

    private SparseStructure MakeEntries()
    {
        if (EntryCount > int.MaxValue)
        {
            throw new InvalidOperationException($"Columns number up to {int.MaxValue} entries, got {this}.");
        }

        HostMemory.Require(EntryCount * sizeof(int), $"the columns of {this}");
        var columns = new NativeArray<int>(EntryCount);
        Span<int> column = columns.Span();
        for (int entry = 0; entry < column.Length; entry++)
        {
            column[entry] = entry;
        }

        return new SparseStructure(this, columns);
    }

    /// <summary>Ends a structure of entries with its owner, who has the arrays that it shares.</summary>
    private void FreeEntries()
    {
        _reversed?.FreeOwn();
        _transpose?.Free();
        FreeOwn();
        ColumnIndices.Dispose();
    }
}
