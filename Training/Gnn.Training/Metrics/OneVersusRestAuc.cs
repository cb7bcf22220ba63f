namespace Gnn.Training.Metrics;

/// <summary>The areas under the curves of several classes, each against all others.</summary>
/// <remarks>A class that no sample is of, or all are, has no area, and then neither has a mean: NaN. Fewer classes under the name of the same mean would be
/// another number.</remarks>
public sealed class OneVersusRestAuc
{
    internal OneVersusRestAuc(double[] areas, int[] counts)
    {
        PerClass = areas;
        double sum = 0, weighted = 0;
        long total = 0;
        for (int c = 0; c < areas.Length; c++)
        {
            sum += areas[c];
            weighted += counts[c] * areas[c];
            total += counts[c];
        }

        Macro = sum / areas.Length;
        Weighted = weighted / total;
    }

    /// <summary>The area of each class, in [0, 1]; NaN where there is none.</summary>
    public IReadOnlyList<double> PerClass { get; }

    /// <summary>The mean over the classes, in [0, 1]; NaN if one has none.</summary>
    public double Macro { get; }

    /// <summary>The mean over the classes, each by its number of samples, in [0, 1]; NaN if one has none.</summary>
    public double Weighted { get; }
}
