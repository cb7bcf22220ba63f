using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>The rows of a node table.</summary>
internal sealed class NodeRows(ColumnPlan plan, RowSource source, string? id, int idSlot, int labelSlot, IdKind kind, DuplicateNodes duplicates) : IRowSink
{
    private readonly Column<int> _labels = new();
    private readonly Column<int> _indexes = new();
    private readonly Column<long> _places = new();
    private IdKey[] _keys = [];
    private int[] _nodes = [];
    private int[] _kept = [];

    internal IdTable Ids { get; } = new();

    internal IdTable Classes { get; } = new();

    internal NumberRows Numbers { get; } = new(plan.NumberCount);

    internal Span<int> Labels => _labels.Values;

    /// <summary>The node number of each row, where ids are node numbers.</summary>
    internal ReadOnlySpan<int> Indexes => _indexes.Values;

    /// <summary>The place of each row, where ids are node numbers.</summary>
    internal ReadOnlySpan<long> Places => _places.Values;

    internal int RowCount { get; private set; }

    internal long DuplicateCount { get; private set; }

    public void Add(TableBlock block, long expectedRows)
    {
        int rows = block.RowCount;
        if (_nodes.Length < rows)
        {
            (_nodes, _kept, _keys) = (new int[rows], new int[rows], new IdKey[rows]);
        }

        ReadOnlySpan<int> kept = Keep(block, expectedRows);
        RowCount = checked(RowCount + kept.Length);
        Numbers.Add(block, kept, expectedRows);
        if (labelSlot < 0)
        {
            return;
        }

        for (int i = 0; i < kept.Length; i++)
        {
            _keys[i] = block.Keys[(kept[i] * plan.KeyCount) + labelSlot];
        }

        Classes.Resolve(block.Text, _keys.AsSpan(0, kept.Length), _labels.Extend(kept.Length, expectedRows), adds: true);
    }

    // The rows of nodes that are new.
    private ReadOnlySpan<int> Keep(TableBlock block, long expectedRows)
    {
        int rows = block.RowCount;
        Span<int> kept = _kept.AsSpan(0, rows);
        if (id is null || kind == IdKind.Index)
        {
            for (int row = 0; row < rows; row++)
            {
                kept[row] = row;
            }

            AddIndexes(block, id is null ? [] : kept, expectedRows);
            return kept;
        }

        for (int row = 0; row < rows; row++)
        {
            _keys[row] = block.Keys[(row * plan.KeyCount) + idSlot];
        }

        int next = Ids.Count;
        Span<int> nodes = _nodes.AsSpan(0, rows);
        Ids.Resolve(block.Text, _keys.AsSpan(0, rows), nodes, adds: true);
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            if (nodes[row] == next)
            {
                kept[count++] = row;
                next++;
            }
            else if (duplicates == DuplicateNodes.Error)
            {
                string text = System.Text.Encoding.UTF8.GetString(Ids.Utf8(nodes[row]));
                throw source.AtRow(
                    block, row, id, string.Create(CultureInfo.InvariantCulture, $"expected each id once, got '{text}' again, the id of node row {nodes[row] + 1}"),
                    "Remove one row, or keep the first.");
            }
        }

        DuplicateCount += rows - count;
        return kept[..count];
    }

    private void AddIndexes(TableBlock block, ReadOnlySpan<int> rows, long expectedRows)
    {
        Span<int> indexes = _indexes.Extend(rows.Length, expectedRows);
        for (int row = 0; row < rows.Length; row++)
        {
            indexes[row] = (int)block.Wholes[(row * plan.WholeCount) + idSlot];
        }

        source.PlacesOf(block, rows, _places.Extend(rows.Length, expectedRows));
    }
}
