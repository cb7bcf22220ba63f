using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>Turns the ids of one column into numbers, block by block.</summary>
internal sealed class EndIds
{
    private const int FreeIndexes = 1_000_000;
    private const int IndexesPerRow = 64;

    private readonly IdTable? _table;
    private readonly string _column;
    private readonly UnknownNodes _unknown;
    private readonly int _slot;
    private IdKey[] _keys = [];
    private int _highest = -1;

    /// <param name="column">The column.</param>
    /// <param name="slot">Its place among the keys, or the whole numbers, of a row.</param>
    /// <param name="table">The ids so far, or null where ids are node numbers.</param>
    /// <param name="count">The number of nodes where ids are node numbers; -1 if it is not known.</param>
    /// <param name="unknown">What is done with others.</param>
    internal EndIds(string column, int slot, IdTable? table, int count, UnknownNodes unknown)
    {
        (_column, _slot, _table, Count, _unknown) = (column, slot, table, count, unknown);
    }

    /// <summary>The number of nodes where ids are node numbers.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of nodes that the numbers so far need.</summary>
    internal int NeededCount => Math.Max(Count, _highest + 1);

    /// <summary>The most nodes that a table of so many rows may need by their numbers alone.</summary>
    internal static long MostIndexes(long rows) => FreeIndexes + (rows * IndexesPerRow);

    /// <summary>Finds the nodes of a block's rows; -1 for a row to be dropped.</summary>
    internal void Resolve(TableBlock block, int stride, RowSource source, Span<int> nodes)
    {
        if (_table is null)
        {
            ResolveIndexes(block, stride, source, nodes);
            return;
        }

        if (_keys.Length < nodes.Length)
        {
            _keys = new IdKey[nodes.Length];
        }

        for (int row = 0; row < nodes.Length; row++)
        {
            _keys[row] = block.Keys[(row * stride) + _slot];
        }

        _table.Resolve(block.Text, _keys.AsSpan(0, nodes.Length), nodes, adds: _unknown == UnknownNodes.Add);
        RefuseUnknown(block, source, nodes);
    }

    internal void RefuseUnknown(TableBlock block, RowSource source, ReadOnlySpan<int> nodes, int nodeStride = 1, int offset = 0)
    {
        if (_unknown != UnknownNodes.Error)
        {
            return;
        }

        for (int row = 0; row < nodes.Length / nodeStride; row++)
        {
            if (nodes[(row * nodeStride) + offset] < 0)
            {
                IdKey key = block.Keys[(row * (block.Keys.Length / block.RowStarts.Length)) + _slot];
                string id = System.Text.Encoding.UTF8.GetString(block.Text, key.Start, Math.Min(key.Length, 60));
                throw source.AtRow(block, row, _column, $"expected a node of the node table, got '{id}'", "Add the node to its table, or add or drop unknown nodes.");
            }
        }
    }

    /// <summary>Refuses a number of nodes that only a mistaken id can mean.</summary>
    internal void CheckGaps(string path, long rows)
    {
        if (_table is null && Count < 0 && _highest >= MostIndexes(rows))
        {
            throw new Gnn.Tensors.Files.DataFormatException(
                path, $"column '{_column}'", string.Create(CultureInfo.InvariantCulture, $"expected node numbers without large gaps, got {_highest} in a table of {rows} rows"),
                "Read the ids as whole numbers (integer), which are numbered by first appearance, or give the node count.");
        }
    }

    private void ResolveIndexes(TableBlock block, int stride, RowSource source, Span<int> nodes)
    {
        for (int row = 0; row < nodes.Length; row++)
        {
            int node = (int)block.Wholes[(row * stride) + _slot];
            bool isKnown = Count < 0 || node < Count || _unknown == UnknownNodes.Add;
            if (!isKnown && _unknown == UnknownNodes.Error)
            {
                throw source.AtRow(block, row, _column, string.Create(CultureInfo.InvariantCulture, $"expected a node in [0, {Count}), got {node}"), "Check the node count or the ids.");
            }

            nodes[row] = isKnown ? node : -1;
            _highest = isKnown ? Math.Max(_highest, node) : _highest;
        }
    }
}
