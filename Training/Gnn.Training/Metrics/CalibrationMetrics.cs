namespace Gnn.Training.Metrics;

/// <summary>How far predicted probabilities can be believed.</summary>
/// <remarks>
/// <code>
/// expected error = sum over bins b of n[b] / N |accuracy[b] - confidence[b]|      Brier = mean over rows of sum over classes of (p - [class is the label])^2
/// </code>
/// <para>A sample's confidence is its largest probability (the first of several), and bins divide (0, 1] into equal widths, each with its upper end. Naeini,
/// Cooper and Hauskrecht,
/// "Obtaining well calibrated probabilities using Bayesian binning", 2015; Brier, "Verification of forecasts expressed in terms of probability", 1950.</para>
/// <para>Probabilities of float precision are counted as they are, so that one on a bin's border may be on either side of it. Without any sample all are NaN.</para>
/// </remarks>
public sealed class CalibrationMetrics
{
    private readonly int[] _counts;

    private CalibrationMetrics(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, int bins)
    {
        Count = labels.Length;
        _counts = new int[bins];
        double[] confidence = new double[bins];
        int[] correct = new int[bins];
        double brier = 0, logLoss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classCount, classCount);
            int top = 0;
            for (int c = 0; c < classCount; c++)
            {
                top = own[c] > own[top] ? c : top;
                double error = own[c] - (c == labels[row] ? 1 : 0);
                brier += error * error;
            }

            logLoss -= Math.Log(own[labels[row]]);
            int bin = Math.Clamp((int)Math.Ceiling(own[top] * bins) - 1, 0, bins - 1);
            _counts[bin]++;
            confidence[bin] += own[top];
            correct[bin] += top == labels[row] ? 1 : 0;
        }

        double expected = 0, largest = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double gap = Math.Abs(correct[bin] - confidence[bin]);
            expected += gap;
            largest = Math.Max(largest, _counts[bin] == 0 ? 0 : gap / _counts[bin]);
        }

        ExpectedError = expected / Count;
        LargestError = Count == 0 ? double.NaN : largest;
        Brier = brier / Count;
        LogLoss = logLoss / Count;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The mean difference of accuracy and confidence over the bins, each by its samples, in [0, 1].</summary>
    public double ExpectedError { get; }

    /// <summary>The largest difference of accuracy and confidence of a bin, in [0, 1].</summary>
    public double LargestError { get; }

    /// <summary>The mean over samples of the squared errors of all classes' probabilities, in [0, 2].</summary>
    public double Brier { get; }

    /// <summary>The mean negative logarithm of the label's probability, at least 0; infinite if one is 0.</summary>
    public double LogLoss { get; }

    /// <summary>The number of samples in each bin, from the lowest.</summary>
    public IReadOnlyList<int> BinCounts => _counts;

    /// <summary>Measures probabilities of classes.</summary>
    /// <param name="probabilities">The probability of each class for each sample, <c>[N, C]</c> row by row, in [0, 1].</param>
    /// <param name="labels">The class of each sample, in [0, C).</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not C probabilities for each label, one is NaN or not in [0, 1], or a label is out of range; the message
    /// names the row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class or no bin.</exception>
    public static CalibrationMetrics Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        if (probabilities.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(
                $"'{nameof(probabilities)}' must be [{labels.Length}, {classCount}], one for each class of each sample, got {probabilities.Length} numbers.",
                nameof(probabilities));
        }

        ScoreChecks.Labels(labels, classCount, nameof(labels));
        ScoreChecks.Probabilities(probabilities, nameof(probabilities), classCount);
        return new CalibrationMetrics(probabilities, labels, classCount, bins);
    }
}
