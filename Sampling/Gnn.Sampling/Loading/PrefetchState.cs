using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Gnn.Sampling.Loading;

/// <summary>What the workers of one enumeration share with its consumer: the next item, and a ring of results that wait for their turn.</summary>
/// <remarks>The workers know this and not the enumeration, so that one that nobody holds any more is finalised and ends them.</remarks>
internal sealed class PrefetchState<T> : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, CancellationToken, T> _make;
    private readonly PrefetchCounters _counters;
    private readonly Slot[] _slots;
    private readonly int _count;
    private int _next;
    private int _given;
    private int _end;
    private bool _isStopped;

    public PrefetchState(Func<int, CancellationToken, T> make, int first, int count, int capacity, PrefetchCounters counters)
    {
        _make = make;
        _counters = counters;
        _slots = new Slot[capacity];
        _next = first;
        _given = first;
        _count = count;
        _end = count;
    }

    /// <summary>The life of a worker.</summary>
    public void Work()
    {
        while (TryBegin(out int item))
        {
            var slot = new Slot { IsDone = true };
            long start = Stopwatch.GetTimestamp();
            try
            {
                slot.Result = _make(item, _stop.Token);
            }
#pragma warning disable CA1031 // Whatever an item throws belongs to the consumer, which is another thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                slot.Failure = ExceptionDispatchInfo.Capture(exception);
            }

            _counters.AddWork(start);
            Finish(item, slot);
        }
    }

    /// <summary>The next result in order, once it is there.</summary>
    /// <returns>False after the last, and after a stop.</returns>
    public bool TryTake(out T result)
    {
        Slot slot;
        lock (_gate)
        {
            if (_given == _count)
            {
                result = default!;
                return false;
            }

            ref Slot place = ref _slots[_given % _slots.Length];
            while (!_isStopped && !place.IsDone)
            {
                Monitor.Wait(_gate);
            }

            if (_isStopped)
            {
                result = default!;
                return false;
            }

            slot = place;
            place = default;
            _given++;
            Monitor.PulseAll(_gate);
        }

        slot.Failure?.Throw();
        _counters.AddItem();
        result = slot.Result;
        return true;
    }

    /// <summary>Lets no worker begin another item, and tells those at work.</summary>
    public void Stop()
    {
        End();
        _stop.Cancel();
    }

    /// <summary>Lets no worker begin another item; calls nothing of anybody's.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Disposes the results that nobody took; the workers have ended.</summary>
    public void Dispose()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (ref Slot slot in _slots.AsSpan())
        {
            try
            {
                (slot.Result as IDisposable)?.Dispose();
            }
#pragma warning disable CA1031 // The others are disposed all the same, and the first exception is thrown after them.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }

            slot = default;
        }

        _stop.Dispose();
        failure?.Throw();
    }

    private bool TryBegin(out int item)
    {
        lock (_gate)
        {
            while (!_isStopped && _next < _end && _next - _given >= _slots.Length)
            {
                Monitor.Wait(_gate);
            }

            item = _next;
            if (_isStopped || _next >= _end)
            {
                return false;
            }

            _next++;
            return true;
        }
    }

    private void Finish(int item, in Slot slot)
    {
        lock (_gate)
        {
            _slots[item % _slots.Length] = slot;
            if (slot.Failure is not null)
            {
                // Nothing after it is handed over.
                _end = Math.Min(_end, item);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private struct Slot
    {
        internal bool IsDone;
        internal T Result;
        internal ExceptionDispatchInfo? Failure;
    }
}
