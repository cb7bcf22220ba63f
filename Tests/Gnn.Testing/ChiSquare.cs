using MathNet.Numerics;

namespace Gnn.Testing;

/// <summary>Pearson's test: whether counts are what draws with known chances give.</summary>
public static class ChiSquare
{
    /// <summary>The chance that counts of these chances are as far from them as the ones found, or farther.</summary>
    /// <param name="counts">How often each outcome was found.</param>
    /// <param name="chances">The chance of each outcome, which sum to 1; an outcome of chance 0 must not be found.</param>
    /// <returns>In [0, 1]: small for counts that the chances do not explain.</returns>
    /// <exception cref="ArgumentException">There are not as many chances as counts, fewer than two outcomes, or one is expected fewer than five times, for
    /// which the test is not made.</exception>
    public static double PValue(IReadOnlyList<long> counts, IReadOnlyList<double> chances)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(chances);
        if (counts.Count != chances.Count)
        {
            throw new ArgumentException($"Each of {counts.Count} counts needs a chance, got {chances.Count}.", nameof(chances));
        }

        double total = counts.Sum();
        double statistic = 0;
        int outcomes = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double expected = chances[i] * total;
            if (expected == 0)
            {
                if (counts[i] > 0)
                {
                    return 0;
                }

                continue;
            }

            if (expected < 5)
            {
                throw new ArgumentException($"Outcome {i} is expected {expected} times, and the test needs 5: draw more, or join outcomes.", nameof(counts));
            }

            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            outcomes++;
        }

        return outcomes >= 2
            ? SpecialFunctions.GammaUpperRegularized((outcomes - 1) / 2.0, statistic / 2)
            : throw new ArgumentException("The test needs at least two outcomes.", nameof(counts));
    }

    /// <summary>The same for outcomes of one chance.</summary>
    /// <param name="counts">How often each outcome was found.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentException">There are fewer than two outcomes, or fewer than five counts for each.</exception>
    public static double PValue(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return PValue(counts, [.. Enumerable.Repeat(1.0 / counts.Count, counts.Count)]);
    }
}
