using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>A structure whose self-loops were replaced by exactly one for each node: the other edges in their order, then the loops in node order.</summary>
/// <remarks>Of a bipartite structure the targets are the first of the sources, and the smaller side has the loops. Cost: O(N + E) time and 16 E bytes while
/// it lives.</remarks>
internal sealed class LoopedStructure : IDisposable
{
    private readonly NativeArray<int> _rows;
    private readonly NativeArray<int> _columns;
    private readonly NativeArray<int> _edges;
    private readonly int[] _lastLoops;
    private readonly int _kept;

    internal LoopedStructure(SparseStructure original)
    {
        int loops = Math.Min(original.RowCount, original.ColumnCount);
        if (original.EntryCount > int.MaxValue - loops)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Self-loops can be added up to {int.MaxValue} edges, got {original} and {loops} loops."), nameof(original));
        }

        int edges = (int)original.EntryCount;
        _rows = new NativeArray<int>(edges + loops);
        _columns = new NativeArray<int>(edges + loops);
        _edges = new NativeArray<int>(edges);
        _lastLoops = new int[loops];
        ToEdgeOrder(original);
        _kept = DropLoops(edges);
        for (int node = 0; node < loops; node++)
        {
            _rows.Span()[_kept + node] = node;
            _columns.Span()[_kept + node] = node;
        }

        Structure = SparseStructure.FromEdges(
            original.RowCount, original.ColumnCount, _rows.Span(0, _kept + loops), _columns.Span(0, _kept + loops));
    }

    /// <summary>The entries with one loop a node.</summary>
    internal SparseStructure Structure { get; }

    /// <summary>The last loop among the original edges of each node, or -1.</summary>
    internal ReadOnlySpan<int> LastLoops => _lastLoops;

    /// <summary>For each entry its row in a table whose first rows belong to the original edges and whose later rows to loops.</summary>
    /// <param name="loopRows">The row of each node's loop.</param>
    /// <param name="engine">Where the index is made.</param>
    /// <returns>Int32, one for each entry of <see cref="Structure"/>.</returns>
    internal Tensor TableRows(ReadOnlySpan<int> loopRows, Engine engine)
    {
        int entries = checked((int)Structure.EntryCount);
        using var rows = new NativeArray<int>(entries);
        Span<int> row = rows.Span();
        ReadOnlySpan<int> edges = _edges.Span();
        for (int entry = 0; entry < entries; entry++)
        {
            int place = (int)Structure.EdgeIds[entry];
            row[entry] = place < _kept ? edges[place] : loopRows[place - _kept];
        }

        return Tensor.Create((ReadOnlySpan<int>)row, entries, engine);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Structure.Dispose();
        _rows.Dispose();
        _columns.Dispose();
        _edges.Dispose();
    }

    private void ToEdgeOrder(SparseStructure original)
    {
        Span<int> rows = _rows.Span();
        Span<int> columns = _columns.Span();
        for (int row = 0; row < original.RowCount; row++)
        {
            long end = original.RowPointers[row + 1L];
            for (long entry = original.RowPointers[row]; entry < end; entry++)
            {
                int edge = (int)original.EdgeIds[entry];
                rows[edge] = row;
                columns[edge] = original.ColumnIndices[entry];
            }
        }
    }

    /// <summary>Moves the edges that are no loops to the front; returns how many there are.</summary>
    private int DropLoops(int edgeCount)
    {
        Span<int> rows = _rows.Span();
        Span<int> columns = _columns.Span();
        Span<int> edges = _edges.Span();
        _lastLoops.AsSpan().Fill(-1);
        int kept = 0;
        for (int edge = 0; edge < edgeCount; edge++)
        {
            if (rows[edge] == columns[edge])
            {
                _lastLoops[rows[edge]] = edge;
                continue;
            }

            (rows[kept], columns[kept], edges[kept]) = (rows[edge], columns[edge], edge);
            kept++;
        }

        return kept;
    }
}
