namespace Gnn.Graphs.Building;

/// <summary>Ids from 0 to 2^63 - 1: 32 bits each while that is enough for all of them.</summary>
internal sealed class IdList : IDisposable
{
    private readonly SegmentedList<int> _narrow = new();
    private readonly SegmentedList<long> _wide = new();

    public long Count => _narrow.Count + _wide.Count;

    public long Highest { get; private set; } = -1;

    public long this[long index] => index < _narrow.Count ? _narrow[index] : _wide[index - _narrow.Count];

    /// <summary>Adds ids that are not negative.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        foreach (int id in ids)
        {
            Highest = Math.Max(Highest, id);
        }

        if (_wide.Count == 0)
        {
            _narrow.Add(ids);
            return;
        }

        foreach (int id in ids)
        {
            _wide.Add([id]);
        }
    }

    /// <summary>Adds ids that are not negative.</summary>
    public void Add(ReadOnlySpan<long> ids)
    {
        foreach (long id in ids)
        {
            Highest = Math.Max(Highest, id);

            // Once one does not fit, the rest is wide too, so that ids keep their order.
            if (_wide.Count == 0 && id <= int.MaxValue)
            {
                _narrow.Add([(int)id]);
            }
            else
            {
                _wide.Add([id]);
            }
        }
    }

    /// <summary>Gives every id, in order, with its place.</summary>
    public void ForEach(Action<long, long> visit)
    {
        foreach (SegmentedList<int>.SegmentRun run in _narrow.Runs())
        {
            ReadOnlySpan<int> values = run.Values;
            for (int i = 0; i < values.Length; i++)
            {
                visit(run.Start + i, values[i]);
            }
        }

        foreach (SegmentedList<long>.SegmentRun run in _wide.Runs())
        {
            ReadOnlySpan<long> values = run.Values;
            for (int i = 0; i < values.Length; i++)
            {
                visit(_narrow.Count + run.Start + i, values[i]);
            }
        }
    }

    public void Dispose()
    {
        _narrow.Dispose();
        _wide.Dispose();
    }
}
