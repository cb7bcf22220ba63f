using System.Globalization;

namespace Gnn.Sampling.Loading;

/// <summary>How well a <see cref="Prefetcher{T}"/> keeps up with who takes its results.</summary>
/// <param name="Workers">The threads that work ahead; 0 if the caller's does the work.</param>
/// <param name="Items">Results handed over.</param>
/// <param name="Waited">Time that the consumer spent waiting for results, or making them where there are no workers.</param>
/// <param name="Worked">Time that items took to make, summed over workers.</param>
/// <param name="Elapsed">Time from the first request for a result to the end of the enumeration, or to now.</param>
public sealed record PrefetchStatistics(int Workers, long Items, TimeSpan Waited, TimeSpan Worked, TimeSpan Elapsed)
{
    /// <summary>The share of the time that the consumer waited, in [0, 1]; 0 before anything was asked for.</summary>
    public double WaitShare => Share(Waited, Elapsed);

    /// <summary>The share of the time that workers were at work, in [0, 1]; near 1 with much waiting, more workers help.</summary>
    public double WorkShare => Share(Worked, Elapsed * Math.Max(1, Workers));

    /// <summary>The sum of these figures and others, of runs that did not overlap.</summary>
    /// <param name="other">The others.</param>
    /// <returns>The sums, with the larger number of workers.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public PrefetchStatistics Add(PrefetchStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PrefetchStatistics(Math.Max(Workers, other.Workers), Items + other.Items, Waited + other.Waited, Worked + other.Worked, Elapsed + other.Elapsed);
    }

    /// <summary>The figures in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Items} items in {Elapsed.TotalSeconds:0.000} s; waited {Waited.TotalSeconds:0.000} s ({WaitShare:P1}); {Workers} workers at work {WorkShare:P1}");

    private static double Share(TimeSpan part, TimeSpan whole) => whole > TimeSpan.Zero ? Math.Min(1, part / whole) : 0;
}
