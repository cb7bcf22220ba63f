using System.Collections;
using System.Diagnostics;
using System.Globalization;

namespace Gnn.Sampling.Loading;

/// <summary>One enumeration on worker threads, which end with it.</summary>
internal sealed class PrefetchRun<T> : IEnumerator<T>
{
    private readonly PrefetchState<T> _state;
    private readonly PrefetchCounters _counters;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly List<Thread> _threads = [];
    private bool _isEnded;

    /// <summary>Starts the workers.</summary>
    public PrefetchRun(
        Func<int, CancellationToken, T> make, int first, int count, int workers, int capacity, PrefetchCounters counters, CancellationToken cancellation)
    {
        PrefetchState<T> state = new(make, first, count, capacity, counters);
        _state = state;
        _counters = counters;
        _cancellation = cancellation;
        counters.Begin();
        try
        {
            for (int worker = 0; worker < workers; worker++)
            {
                var thread = new Thread(state.Work)
                {
                    IsBackground = true,
                    Name = string.Create(CultureInfo.InvariantCulture, $"Gnn prefetch {worker + 1}"),
                };
                thread.Start();
                _threads.Add(thread);
            }

            _registration = cancellation.Register(static state => ((PrefetchState<T>)state!).Stop(), state);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    ~PrefetchRun()
    {
        _registration.Unregister();
        _state?.End();
    }

    /// <summary>The result that was taken last.</summary>
    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    /// <summary>Takes the next result in order; after the last one, or where one failed, the enumeration ends.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool MoveNext()
    {
        if (_isEnded)
        {
            return false;
        }

        try
        {
            if (TryTake(out T result))
            {
                Current = result;
                return true;
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        Dispose();
        return false;
    }

    /// <summary>Not offered: take another enumeration.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void IEnumerator.Reset() => throw new NotSupportedException("An enumeration does not begin again: call GetEnumerator for another.");

    private bool TryTake(out T result)
    {
        _cancellation.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        bool isTaken;
        try
        {
            isTaken = _state.TryTake(out result);
        }
        finally
        {
            _counters.AddWait(start);
        }

        if (!isTaken)
        {
            _cancellation.ThrowIfCancellationRequested();
        }

        return isTaken;
    }

    /// <summary>Stops the workers, waits for the items that they are at, and disposes the results that nobody took.</summary>
    /// <exception cref="InvalidOperationException">Called from an item that one of the workers makes.</exception>
    public void Dispose()
    {
        if (_threads.Contains(Thread.CurrentThread))
        {
            throw new InvalidOperationException("An enumeration cannot be ended by an item that it is making: let the item return first.");
        }

        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        try
        {
            _registration.Dispose();
            _state.Stop();
        }
        finally
        {
            foreach (Thread thread in _threads)
            {
                thread.Join();
            }

            _counters.End();
            GC.SuppressFinalize(this);
            _state.Dispose();
        }
    }
}
