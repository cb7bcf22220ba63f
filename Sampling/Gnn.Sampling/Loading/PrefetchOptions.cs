namespace Gnn.Sampling.Loading;

/// <summary>How a <see cref="Prefetcher{T}"/> works ahead.</summary>
/// <remarks>Results do not depend on any of it.</remarks>
public sealed record PrefetchOptions
{
    /// <summary>The most workers.</summary>
    public const int MaxWorkers = 1024;

    /// <summary>How many threads work ahead, 0 to 1024; 0 makes each item on the caller's thread when it is asked for. 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int Workers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Workers));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxWorkers, nameof(Workers));
            field = value;
        }
    } = 1;

    /// <summary>The most results that are made, or being made, and not handed over, at least 1; null for two for each worker. More workers than that do not
    /// start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int? Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(Capacity));
            field = value;
        }
    }
}
