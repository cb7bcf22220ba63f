using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>The rows of a node table.</summary>
internal sealed class NodeRows(ColumnPlan plan, RowSource source, string? id, int idSlot, int labelSlot, IdKind kind, DuplicateNodes duplicates, ScopeRows? scope) : IRowSink
{
    private readonly Column<int> _indexes = new();
    private readonly Column<long> _places = new();
    private IdKey[] _keys = [];
    private int[] _nodes = [];
    private int[] _kept = [];

    internal IdTable Ids { get; } = new();

    internal CategoryRows? Labels { get; } = labelSlot < 0 ? null : new CategoryRows(labelSlot);

    internal NumberRows Numbers { get; } = new(plan.NumberCount);

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
        Labels?.Add(block, source, plan.KeyCount, kept, expectedRows);
        scope?.AddLabels(block, source, plan.KeyCount, kept, expectedRows);
    }

    // The rows of nodes that are new.
    private ReadOnlySpan<int> Keep(TableBlock block, long expectedRows)
    {
        int rows = block.RowCount;
        Span<int> kept = _kept.AsSpan(0, rows);
        if (id is null || (kind == IdKind.Index && scope is null))
        {
            for (int row = 0; row < rows; row++)
            {
                kept[row] = row;
            }

            AddIndexes(block, id is null ? [] : kept, expectedRows);
            return kept;
        }

        int next = scope?.Ids.Count ?? Ids.Count;
        Span<int> nodes = _nodes.AsSpan(0, rows);
        Resolve(block, nodes);
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
                string text = scope?.Ids.Describe(nodes[row]) ?? System.Text.Encoding.UTF8.GetString(Ids.Utf8(nodes[row]));
                throw source.AtRow(
                    block, row, id, string.Create(CultureInfo.InvariantCulture, $"expected each id once, got '{text}' again, the id of node row {nodes[row] + 1}"),
                    "Remove one row, or keep the first.");
            }
        }

        DuplicateCount += rows - count;
        if (kind == IdKind.Index)
        {
            source.PlacesOf(block, kept[..count], _places.Extend(count, expectedRows));
        }

        return kept[..count];
    }

    private void Resolve(TableBlock block, Span<int> nodes)
    {
        if (scope is not null)
        {
            scope.Ids.Resolve(block, source, plan.KeyCount, [new ScopedEnd(scope.Column, scope.Slot, id!, idSlot)], nodes, UnknownNodes.Add);
            return;
        }

        for (int row = 0; row < nodes.Length; row++)
        {
            _keys[row] = block.Keys[(row * plan.KeyCount) + idSlot];
        }

        Ids.Resolve(block.Text, _keys.AsSpan(0, nodes.Length), nodes, adds: true);
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
