namespace Gnn.Datasets.Tables;

/// <summary>The rows of a table that names two ends in each: an edge, an event, a membership.</summary>
internal sealed class PairRows : IRowSink
{
    private readonly ColumnPlan _plan;
    private readonly RowSource _source;
    private readonly EndIds? _first;
    private readonly EndIds? _second;
    private readonly IdTable? _shared;
    private readonly ScopedIds? _scoped;
    private readonly ScopedEnd[] _ends = [];
    private readonly int _timeSlot;
    private readonly bool _keepsPlaces;
    private readonly Column<int> _firsts = new();
    private readonly Column<int> _seconds = new();
    private readonly Column<long> _times = new();
    private readonly Column<long> _places = new();
    private int[] _nodes = [];
    private int[] _kept = [];

    /// <param name="plan">The columns.</param>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="first">One end.</param>
    /// <param name="second">The other.</param>
    /// <param name="shared">The ids of both ends, if they are the only keys of a row, next to each other: they are numbered in the order of the rows then.</param>
    /// <param name="timeSlot">The place of the time among the whole numbers of a row, or -1.</param>
    /// <param name="keepsPlaces">Whether the place of each row is kept.</param>
    /// <param name="unknown">What is done with ends that are not known.</param>
    internal PairRows(ColumnPlan plan, RowSource source, EndIds first, EndIds second, IdTable? shared, int timeSlot, bool keepsPlaces, UnknownNodes unknown)
        : this(plan, source, timeSlot, keepsPlaces, unknown) => (_first, _second, _shared) = (first, second, shared);

    /// <param name="plan">The columns.</param>
    /// <param name="source">Where the rows come from.</param>
    /// <param name="ids">The ids of both ends, each in its scope.</param>
    /// <param name="ends">The columns of the two ends.</param>
    /// <param name="relations">Takes the sort of each row, if rows are of several.</param>
    /// <param name="timeSlot">The place of the time among the whole numbers of a row, or -1.</param>
    /// <param name="keepsPlaces">Whether the place of each row is kept.</param>
    /// <param name="unknown">What is done with ends that are not known.</param>
    internal PairRows(
        ColumnPlan plan, RowSource source, ScopedIds ids, ScopedEnd[] ends, CategoryRows? relations, int timeSlot, bool keepsPlaces, UnknownNodes unknown)
        : this(plan, source, timeSlot, keepsPlaces, unknown) => (_scoped, _ends, Relations) = (ids, ends, relations);

    private PairRows(ColumnPlan plan, RowSource source, int timeSlot, bool keepsPlaces, UnknownNodes unknown)
    {
        (_plan, _source, _timeSlot, _keepsPlaces) = (plan, source, timeSlot, keepsPlaces);
        Unknown = unknown;
        Numbers = new NumberRows(plan.NumberCount);
    }

    internal UnknownNodes Unknown { get; }

    internal NumberRows Numbers { get; }

    /// <summary>The sort of each row, if rows are of several.</summary>
    internal CategoryRows? Relations { get; }

    /// <summary>The rows left out because an end was not known.</summary>
    internal long UnknownCount { get; private set; }

    internal int Count => _firsts.Count;

    internal int[] TakeFirsts() => _firsts.ToArray();

    internal int[] TakeSeconds() => _seconds.ToArray();

    internal long[] TakeTimes() => _times.ToArray();

    internal ReadOnlySpan<long> Places => _places.Values;

    public void Add(TableBlock block, long expectedRows)
    {
        int rows = block.RowCount;
        if (_nodes.Length < rows * 2)
        {
            (_nodes, _kept) = (new int[rows * 2], new int[rows]);
        }

        Span<int> nodes = _nodes.AsSpan(0, rows * 2);
        Resolve(block, nodes);
        int kept = 0;
        for (int row = 0; row < rows; row++)
        {
            _kept[kept] = row;
            kept += nodes[2 * row] >= 0 && nodes[(2 * row) + 1] >= 0 ? 1 : 0;
        }

        UnknownCount += rows - kept;
        ReadOnlySpan<int> keptRows = _kept.AsSpan(0, kept);
        Span<int> firsts = _firsts.Extend(kept, expectedRows);
        Span<int> seconds = _seconds.Extend(kept, expectedRows);
        for (int i = 0; i < kept; i++)
        {
            firsts[i] = nodes[2 * keptRows[i]];
            seconds[i] = nodes[(2 * keptRows[i]) + 1];
        }

        Numbers.Add(block, keptRows, expectedRows);
        Relations?.Add(block, _source, _plan.KeyCount, keptRows, expectedRows);
        if (_timeSlot >= 0)
        {
            Span<long> times = _times.Extend(kept, expectedRows);
            for (int i = 0; i < kept; i++)
            {
                times[i] = block.Wholes[(keptRows[i] * _plan.WholeCount) + _timeSlot];
            }
        }

        if (_keepsPlaces)
        {
            _source.PlacesOf(block, keptRows, _places.Extend(kept, expectedRows));
        }
    }

    // Both ends in one pass where they share their ids, so that nodes are numbered as a reader of the rows meets them.
    private void Resolve(TableBlock block, Span<int> nodes)
    {
        int rows = block.RowCount;
        if (_scoped is not null)
        {
            _scoped.Resolve(block, _source, _plan.KeyCount, _ends, nodes, Unknown);
            return;
        }

        if (_shared is not null)
        {
            _shared.Resolve(block.Text, block.Keys.AsSpan(0, rows * 2), nodes, adds: Unknown == UnknownNodes.Add);
            _first!.RefuseUnknown(block, _source, nodes, nodeStride: 2, offset: 0);
            _second!.RefuseUnknown(block, _source, nodes, nodeStride: 2, offset: 1);
            return;
        }

        // Ids of an incidence are of one sort: keys, or node numbers among the whole numbers of a row.
        int stride = _plan.KeyCount > 0 ? _plan.KeyCount : _plan.WholeCount;
        int[] end = new int[rows];
        _first!.Resolve(block, stride, _source, end);
        for (int row = 0; row < rows; row++)
        {
            nodes[2 * row] = end[row];
        }

        _second!.Resolve(block, stride, _source, end);
        for (int row = 0; row < rows; row++)
        {
            nodes[(2 * row) + 1] = end[row];
        }
    }
}
