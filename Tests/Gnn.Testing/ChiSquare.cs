using MathNet.Numerics.Distributions;

namespace Gnn.Testing;

/// <summary>Pearson's test of counts against chances, summed over the rows of a table.</summary>
/// <remarks>
/// A right sampler has a p-value below 0.001 once in a thousand seeds; the seeds of tests are fixed, so that a test that passed goes on passing. Outcomes of fewer than
/// five expected counts are put together, for which the statistic would not follow its distribution.
/// </remarks>
public sealed class ChiSquare
{
    private const double LeastExpected = 5;

    private double _statistic;
    private int _freedom;

    /// <summary>The counts that were added.</summary>
    public long Draws { get; private set; }

    /// <summary>The chance of counts as far from the chances as these, or farther, if the chances are right.</summary>
    public double P => _freedom == 0 ? 1 : 1 - ChiSquared.CDF(_freedom, _statistic);

    /// <summary>The p-value of one row.</summary>
    /// <param name="counts">How often each outcome was found.</param>
    /// <param name="chances">The chance of each, to a common factor.</param>
    /// <returns>In [0, 1]: small for counts that the chances do not explain.</returns>
    public static double PValue(IReadOnlyList<long> counts, IReadOnlyList<double> chances)
    {
        var test = new ChiSquare();
        test.Add(counts, chances);
        return test.P;
    }

    /// <summary>The p-value of one row of outcomes of the same chance.</summary>
    /// <param name="counts">How often each outcome was found.</param>
    /// <returns>In [0, 1].</returns>
    public static double PValue(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return PValue(counts, [.. Enumerable.Repeat(1.0, counts.Count)]);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="counts">How often each outcome was found.</param>
    /// <param name="chances">The chance of each, to a common factor.</param>
    /// <exception cref="ArgumentException">There are not as many chances as counts, or fewer than two outcomes are expected often enough to be tested.</exception>
    public void Add(IReadOnlyList<long> counts, IReadOnlyList<double> chances)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(chances);
        if (counts.Count != chances.Count)
        {
            throw new ArgumentException($"Each of {counts.Count} counts needs a chance, got {chances.Count}.", nameof(chances));
        }

        long total = counts.Sum();
        Draws += total;
        double all = chances.Sum(), restExpected = 0;
        long rest = 0;
        int cells = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double expected = chances[i] / all * total;
            if (chances[i] == 0)
            {
                // What cannot be drawn was.
                _statistic += counts[i] > 0 ? double.PositiveInfinity : 0;
            }
            else if (expected < LeastExpected)
            {
                rest += counts[i];
                restExpected += expected;
            }
            else
            {
                cells++;
                _statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            }
        }

        if (restExpected >= LeastExpected)
        {
            cells++;
            _statistic += (rest - restExpected) * (rest - restExpected) / restExpected;
        }

        _freedom += Math.Max(0, cells - 1);
    }
}
