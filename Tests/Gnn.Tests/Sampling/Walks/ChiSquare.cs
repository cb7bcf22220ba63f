using MathNet.Numerics.Distributions;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

/// <summary>Pearson's test of counts against chances, summed over the rows of a table.</summary>
/// <remarks>
/// A right sampler has p below 0.001 once in a thousand seeds; the seeds of tests are fixed, so that a test that passed goes on passing. Cells of fewer than
/// five expected counts are put together, for which the statistic would not follow its distribution.
/// </remarks>
internal sealed class ChiSquare
{
    private double _statistic;
    private int _freedom;

    /// <summary>The counts that were added.</summary>
    public long Draws { get; private set; }

    /// <summary>The chance of a statistic as large as this if the chances are right.</summary>
    public double P => _freedom == 0 ? 1 : 1 - ChiSquared.CDF(_freedom, _statistic);

    /// <summary>Adds a row. What has no chance must not have been drawn.</summary>
    public void Add(IReadOnlyList<long> counts, IReadOnlyList<double> chances)
    {
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
                Assert.That(counts[i], Is.Zero, $"Cell {i} has no chance.");
            }
            else if (expected < 5)
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

        if (restExpected >= 5)
        {
            cells++;
            _statistic += (rest - restExpected) * (rest - restExpected) / restExpected;
        }

        _freedom += Math.Max(0, cells - 1);
    }
}
