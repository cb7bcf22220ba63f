using Gnn.Tensors;

namespace Gnn.Training.Metrics;

/// <summary>How near predicted numbers come to the true ones.</summary>
/// <remarks>
/// <code>
/// R2 = 1 - sum (y - x)^2 / sum (y - mean y)^2        explained variance = 1 - var(y - x) / var(y)
/// </code>
/// Sums run in double precision. R2 and explained variance are NaN where all targets are the same, Pearson and Spearman where predictions or targets are, and
/// all where there is
/// no sample (scikit-learn gives 0 or 1 for R2 then). Of several outputs, all numbers count alike. Costs O(n log n), for the median and the ranks.
/// </remarks>
public sealed class RegressionMetrics
{
    private RegressionMetrics(double[] predictions, double[] targets)
    {
        Count = targets.Length;
        double[] errors = new double[Count];
        double absolute = 0, squared = 0, sum = 0, targetSum = 0, predictionSum = 0;
        for (int i = 0; i < Count; i++)
        {
            errors[i] = targets[i] - predictions[i];
            absolute += Math.Abs(errors[i]);
            squared += errors[i] * errors[i];
            sum += errors[i];
            targetSum += targets[i];
            predictionSum += predictions[i];
        }

        double targetMean = targetSum / Count, predictionMean = predictionSum / Count, errorMean = sum / Count;
        double spread = 0, errorSpread = 0;
        for (int i = 0; i < Count; i++)
        {
            spread += (targets[i] - targetMean) * (targets[i] - targetMean);
            errorSpread += (errors[i] - errorMean) * (errors[i] - errorMean);
        }

        MeanAbsoluteError = absolute / Count;
        MeanSquaredError = squared / Count;
        RootMeanSquaredError = Math.Sqrt(MeanSquaredError);
        R2 = spread == 0 ? double.NaN : 1 - (squared / spread);
        ExplainedVariance = spread == 0 ? double.NaN : 1 - (errorSpread / spread);
        Pearson = Correlation(predictions, predictionMean, targets, targetMean);
        double middle = (Count + 1) / 2.0;
        Spearman = Correlation(Ranks(predictions), middle, Ranks(targets), middle);
        double[] sizes = [.. errors.Select(Math.Abs).Order()];
        MedianAbsoluteError = Count == 0 ? double.NaN : (sizes[(Count - 1) / 2] + sizes[Count / 2]) / 2;
        LargestError = Count == 0 ? double.NaN : sizes[^1];
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The mean absolute error, at least 0, in units of the targets.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The mean squared error, at least 0.</summary>
    public double MeanSquaredError { get; }

    /// <summary>The root of the mean squared error, at least 0, in units of the targets.</summary>
    public double RootMeanSquaredError { get; }

    /// <summary>The median absolute error, at least 0, in units of the targets; of an even number the mean of the middle two.</summary>
    public double MedianAbsoluteError { get; }

    /// <summary>The largest absolute error, at least 0, in units of the targets.</summary>
    public double LargestError { get; }

    /// <summary>The coefficient of determination, at most 1; 0 for the mean of these targets.</summary>
    public double R2 { get; }

    /// <summary>The share of the targets' variance that the predictions explain, at most 1; unlike R2 it does not see a constant error.</summary>
    public double ExplainedVariance { get; }

    /// <summary>The linear correlation, in [-1, 1].</summary>
    public double Pearson { get; }

    /// <summary>The linear correlation of the ranks, in [-1, 1]; ties share the mean of their ranks.</summary>
    public double Spearman { get; }

    /// <summary>Measures predictions.</summary>
    /// <param name="predictions">The predicted numbers.</param>
    /// <param name="targets">The true numbers.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many predictions as targets, or one is not finite; the message names the row.</exception>
    public static RegressionMetrics Of(ReadOnlySpan<double> predictions, ReadOnlySpan<double> targets)
    {
        ScoreChecks.SameLength(predictions.Length, targets.Length, nameof(predictions), nameof(targets));
        ScoreChecks.Finite(predictions, nameof(predictions));
        ScoreChecks.Finite(targets, nameof(targets));
        return new RegressionMetrics(predictions.ToArray(), targets.ToArray());
    }

    /// <summary>Measures a model's outputs.</summary>
    /// <param name="outputs">Floating, of any shape.</param>
    /// <param name="targets">The true numbers, in the order of the outputs.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many outputs as targets, or one is not finite; the message names the row.</exception>
    public static RegressionMetrics Of(Tensor outputs, ReadOnlySpan<double> targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Of(outputs.ToArray<double>(), targets);
    }

    private static double Correlation(double[] a, double meanA, double[] b, double meanB)
    {
        double both = 0, squareA = 0, squareB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            (double x, double y) = (a[i] - meanA, b[i] - meanB);
            both += x * y;
            squareA += x * x;
            squareB += y * y;
        }

        return squareA == 0 || squareB == 0 ? double.NaN : Math.Clamp(both / (Math.Sqrt(squareA) * Math.Sqrt(squareB)), -1, 1);
    }

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        double[] ranks = new double[values.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            for (int i = first; i < end; i++)
            {
                ranks[order[i]] = (first + 1 + end) / 2.0;
            }

            first = end;
        }

        return ranks;
    }
}
