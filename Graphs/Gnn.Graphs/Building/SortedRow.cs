using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Building;

/// <summary>The edges of a row of a structure, less those that are dropped, in order of their other ends, and of equal ones in order of the edges.</summary>
internal sealed class SortedRow(SparseStructure structure, NativeArray<byte> isDropped)
{
    // The other end in the upper half, the place in the row in the lower.
    private long[] _keys = [];
    private long _start;

    public int Count { get; private set; }

    public void Read(int row)
    {
        _start = structure.RowPointers[row];
        ReadOnlySpan<int> others = structure.Row(row);
        if (_keys.Length < others.Length)
        {
            _keys = new long[Math.Max(others.Length, (int)Math.Min(Array.MaxLength, 2L * _keys.Length))];
        }

        Count = 0;
        for (int i = 0; i < others.Length; i++)
        {
            if (isDropped[structure.EdgeIds[_start + i]] == 0)
            {
                _keys[Count++] = ((long)others[i] << 32) | (uint)i;
            }
        }

        Array.Sort(_keys, 0, Count);
    }

    /// <summary>The other end of an edge.</summary>
    public int Node(int index) => (int)(_keys[index] >> 32);

    public long Edge(int index) => structure.EdgeIds[_start + (uint)_keys[index]];

    public long[] Edges(int start, int end)
    {
        long[] edges = new long[end - start];
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = Edge(start + i);
        }

        return edges;
    }

    /// <summary>Where the edges with one other end stop.</summary>
    public int EndOfRun(int start)
    {
        int end = start + 1;
        while (end < Count && Node(end) == Node(start))
        {
            end++;
        }

        return end;
    }
}
