using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Sparse;

/// <summary>The shape of a sparse matrix in compressed rows: rows are targets, columns are sources, and every entry knows its edge.</summary>
/// <remarks>
/// <para>Immutable, and shared by counting: <see cref="Share"/> adds a holder, <see cref="Dispose"/> drops one, and the last ends the memory, the transpose's
/// and every engine's copy. Cost of construction: O(rows + entries) by counting sort, on as many threads as <c>GNN_THREADS</c> says, or else all
/// processors of the process; entries of a row keep the order of their edges, so the structure is the same at any number.</para>
/// <para>Offsets and edge ids have 32 bits below 2^31 entries, else 64; columns always have 32.</para>
/// </remarks>
public sealed partial class SparseStructure : IDisposable
{
    /// <summary>The rows of a block, in which <see cref="RowsByLength"/> orders them.</summary>
    internal const int RowBlock = 256;

    private readonly Lock _lock = new();
    private readonly bool _isTranspose;
    private SparseStructure? _transpose;
    private SparseStructure? _reversed;
    private NativeArray<byte>? _rowsByLength;
    private List<(Engine Engine, IDisposable Copy)>? _copies;
    private int _holders = 1;

    private SparseStructure(
        int rows, int columns, IndexArray rowPointers, NativeArray<int> columnIndices, IndexArray edgeIds, IndexArray? entryIds, SparseStructure? transpose)
    {
        RowCount = rows;
        ColumnCount = columns;
        RowPointers = rowPointers;
        ColumnIndices = columnIndices;
        EdgeIds = edgeIds;
        EntryIds = entryIds;
        _transpose = transpose;
        _isTranspose = transpose is not null;
    }

    /// <summary>Whether this is the transpose that another structure keeps. It is for reading: operations, adjacencies and sparse tensors take the structure
    /// itself, whose entry order all values have, and a flag for the transpose.</summary>
    public bool IsTranspose => _isTranspose;

    /// <summary>Whether the last holder is gone; a transpose ends with the structure that it belongs to.</summary>
    public bool IsDisposed => Volatile.Read(ref _holders) <= 0;

    /// <summary>The number of rows: target nodes.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns: source nodes.</summary>
    public int ColumnCount { get; }

    /// <summary>The number of entries: edges.</summary>
    public long EntryCount => ColumnIndices.Length;

    /// <summary>Where each row's entries begin and the last row's end: rows + 1 offsets.</summary>
    public IndexArray RowPointers { get; }

    /// <summary>The column of each entry.</summary>
    public NativeArray<int> ColumnIndices { get; }

    /// <summary>The edge of each entry: the position of its edge in the list that the structure was made from.</summary>
    public IndexArray EdgeIds { get; }

    /// <summary>Of a transpose: the entry of the original structure that each entry is. Null for a structure that is nobody's transpose.</summary>
    public IndexArray? EntryIds { get; }

    /// <summary>The same entries by column, made at first use and kept.</summary>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the transpose needs.</exception>
    public SparseStructure Transpose
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _holders) <= 0, this);
            if (_transpose is null)
            {
                lock (_lock)
                {
                    ObjectDisposedException.ThrowIf(_holders <= 0, this);
                    _transpose ??= MakeTranspose(HostThreads.Pool);
                }
            }

            return _transpose;
        }
    }

    /// <summary>The transpose as a matrix of its own: entries are counted in its order. It shares the arrays and ends with this structure.</summary>
    internal SparseStructure Reversed
    {
        get
        {
            SparseStructure transpose = Transpose;
            lock (_lock)
            {
                return _reversed ??= new SparseStructure(
                    ColumnCount, RowCount, transpose.RowPointers, transpose.ColumnIndices, transpose.EdgeIds, entryIds: null, transpose: null);
            }
        }
    }

    /// <summary>The rows in order of length, block by block: each one's number in its block of <see cref="RowBlock"/>. Where rows have a few entries each,
    /// it is not foreseen where one ends, unless it is where the one before did. Made at first use and kept.</summary>
    internal NativeArray<byte> RowsByLength
    {
        get
        {
            if (_rowsByLength is null)
            {
                lock (_lock)
                {
                    ObjectDisposedException.ThrowIf(_holders <= 0, this);
                    _rowsByLength ??= SortRows();
                }
            }

            return _rowsByLength;
        }
    }

    /// <summary>The number of entries of a row.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    /// <returns>The row's length.</returns>
    public long RowLength(int row) => RowPointers[row + 1L] - RowPointers[row];

    /// <summary>The columns of a row's entries.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    /// <returns>The columns, in entry order.</returns>
    public ReadOnlySpan<int> Row(int row) => ColumnIndices.Span(RowPointers[row], checked((int)RowLength(row)));

    /// <summary>Adds a holder, who owes a <see cref="Dispose"/>.</summary>
    /// <returns>This structure.</returns>
    /// <exception cref="InvalidOperationException">This is a transpose, which ends with the structure it belongs to.</exception>
    /// <exception cref="ObjectDisposedException">The last holder is already gone.</exception>
    public SparseStructure Share()
    {
        if (_isTranspose)
        {
            throw new InvalidOperationException("A transpose ends with the structure that it belongs to: share that one (Transpose.Share()).");
        }

        _owner?.Share();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, this);
            _holders++;
        }

        return this;
    }

    /// <summary>The copy of this structure that an engine works on, made at first use; it ends with the structure.</summary>
    /// <typeparam name="T">The engine's own type for the copy.</typeparam>
    /// <param name="engine">The engine.</param>
    /// <param name="make">Makes the copy.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    public T CopyOn<T>(Engine engine, Func<SparseStructure, T> make)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(make);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, this);
            foreach ((Engine owner, IDisposable copy) in _copies ??= [])
            {
                if (ReferenceEquals(owner, engine) && copy is T found)
                {
                    return found;
                }
            }

            T made = make(this);
            _copies.Add((engine, made));
            return made;
        }
    }

    /// <summary>Drops a holder. A transpose ends with the structure that it belongs to, and disposing it does nothing; nor does disposing
    /// <see cref="Entries"/> more often than it was shared.</summary>
    public void Dispose()
    {
        if (_isTranspose)
        {
            return;
        }

        lock (_lock)
        {
            // The owner holds the last of a structure of entries, and ends it.
            if (_holders <= (_owner is null ? 0 : 1) || (--_holders > 0 && _owner is null))
            {
                return;
            }
        }

        if (_owner is not null)
        {
            _owner.Dispose();
            return;
        }

        _entries?.FreeEntries();
        _reversed?.FreeOwn();
        _transpose?.Free();
        Free();
    }

    /// <summary>The sizes, for example <c>SparseStructure [34, 34], 156 entries</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"SparseStructure [{RowCount}, {ColumnCount}], {EntryCount} entries";

    /// <summary>Ends what a structure has that shares another's arrays.</summary>
    private void FreeOwn()
    {
        _holders = 0;
        _rowsByLength?.Dispose();
        _copies?.ForEach(pair => pair.Copy.Dispose());
        _copies = null;
    }

    private void Free()
    {
        FreeOwn();
        RowPointers.Dispose();
        ColumnIndices.Dispose();
        EdgeIds.Dispose();
        EntryIds?.Dispose();
    }
}
