using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>A mean over several runs and how far they spread.</summary>
/// <param name="Mean">The mean; NaN if there are no runs.</param>
/// <param name="StandardDeviation">The sample standard deviation, by n - 1; NaN if there are fewer than two runs.</param>
/// <param name="Count">n, the number of runs.</param>
public readonly record struct Statistic(double Mean, double StandardDeviation, int Count)
{
    /// <summary>The statistic of some values.</summary>
    /// <param name="values">One value for each run.</param>
    /// <returns>Mean and sample standard deviation.</returns>
    public static Statistic Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Length == 0 ? double.NaN : all.Sum() / all.Length;
        double squares = all.Sum(value => (value - mean) * (value - mean));
        return new Statistic(mean, all.Length < 2 ? double.NaN : Math.Sqrt(squares / (all.Length - 1)), all.Length);
    }

    /// <summary>Mean and deviation, for example <c>0.8150 +- 0.0062</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{ReportText.Share(Mean)} +- {ReportText.Share(StandardDeviation)}";
}
