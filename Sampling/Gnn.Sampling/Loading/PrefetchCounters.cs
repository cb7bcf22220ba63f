using System.Diagnostics;

namespace Gnn.Sampling.Loading;

/// <summary>The counts behind <see cref="PrefetchStatistics"/>, summed over all enumerations of a prefetcher.</summary>
internal sealed class PrefetchCounters
{
    private readonly Lock _lock = new();
    private long _items;
    private long _waited;
    private long _worked;
    private long _elapsed;
    private int _running;

    /// <summary>An enumeration begins.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            // A running one counts from zero ticks on: its start is subtracted now, its end or the present added later.
            _elapsed -= Stopwatch.GetTimestamp();
            _running++;
        }
    }

    /// <summary>An enumeration ends.</summary>
    public void End()
    {
        lock (_lock)
        {
            _elapsed += Stopwatch.GetTimestamp();
            _running--;
        }
    }

    /// <summary>An item was made, or has failed.</summary>
    public void AddWork(long start) => Interlocked.Add(ref _worked, Stopwatch.GetTimestamp() - start);

    /// <summary>The consumer has waited.</summary>
    public void AddWait(long start) => Interlocked.Add(ref _waited, Stopwatch.GetTimestamp() - start);

    /// <summary>A result was handed over.</summary>
    public void AddItem() => Interlocked.Increment(ref _items);

    /// <summary>The figures so far.</summary>
    public PrefetchStatistics Read(int workers)
    {
        lock (_lock)
        {
            long elapsed = _elapsed + (_running * Stopwatch.GetTimestamp());
            return new PrefetchStatistics(
                workers, Interlocked.Read(ref _items), Time(Interlocked.Read(ref _waited)), Time(Interlocked.Read(ref _worked)), Time(elapsed));
        }
    }

    private static TimeSpan Time(long ticks) => Stopwatch.GetElapsedTime(0, ticks);
}
