namespace Gnn.Training.Metrics;

/// <summary>How well several yes-or-no answers for each sample were predicted.</summary>
/// <remarks>0 / 0 counts as 0, as in scikit-learn. Without any sample all are NaN.</remarks>
public sealed class MultilabelMetrics
{
    private MultilabelMetrics(ReadOnlySpan<bool> predictions, ReadOnlySpan<bool> labels, int labelCount)
    {
        Count = labels.Length / labelCount;
        long[] both = new long[labelCount], either = new long[labelCount];
        long wrong = 0, exact = 0;
        double sampleF1 = 0, jaccard = 0;
        for (int row = 0; row < Count; row++)
        {
            int hits = 0, said = 0, are = 0;
            for (int c = 0; c < labelCount; c++)
            {
                bool prediction = predictions[(row * labelCount) + c], label = labels[(row * labelCount) + c];
                (int p, int l) = (prediction ? 1 : 0, label ? 1 : 0);
                both[c] += p & l;
                either[c] += p + l;
                hits += p & l;
                said += p;
                are += l;
            }

            wrong += said + are - (2 * hits);
            exact += said == hits && are == hits ? 1 : 0;
            sampleF1 += Share(2 * hits, said + are);
            jaccard += Share(hits, said + are - hits);
        }

        double macro = 0;
        for (int c = 0; c < labelCount; c++)
        {
            macro += Share(2 * both[c], either[c]);
        }

        bool isEmpty = Count == 0;
        MicroF1 = isEmpty ? double.NaN : Share(2 * both.Sum(), either.Sum());
        MacroF1 = isEmpty ? double.NaN : macro / labelCount;
        SampleF1 = sampleF1 / Count;
        SampleJaccard = jaccard / Count;
        SubsetAccuracy = (double)exact / Count;
        HammingLoss = wrong / ((double)Count * labelCount);
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>F1 of all answers together, in [0, 1].</summary>
    public double MicroF1 { get; }

    /// <summary>The mean of the F1 of each answer, in [0, 1].</summary>
    public double MacroF1 { get; }

    /// <summary>The mean of the F1 of each sample, in [0, 1].</summary>
    public double SampleF1 { get; }

    /// <summary>The mean over samples of what is both predicted and true as a share of what is either, in [0, 1].</summary>
    public double SampleJaccard { get; }

    /// <summary>The share of samples with every answer right, in [0, 1].</summary>
    public double SubsetAccuracy { get; }

    /// <summary>The share of wrong answers, in [0, 1].</summary>
    public double HammingLoss { get; }

    /// <summary>Measures answers.</summary>
    /// <param name="predictions">The predicted answers, <c>[N, L]</c> row by row.</param>
    /// <param name="labels">The true answers, <c>[N, L]</c> row by row.</param>
    /// <param name="labelCount">L, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many predictions as labels, or not L for each sample.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no label.</exception>
    public static MultilabelMetrics Of(ReadOnlySpan<bool> predictions, ReadOnlySpan<bool> labels, int labelCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelCount);
        ScoreChecks.SameLength(predictions.Length, labels.Length, nameof(predictions), nameof(labels));
        if (labels.Length % labelCount != 0)
        {
            throw new ArgumentException($"'{nameof(labels)}' must be {labelCount} for each sample, got {labels.Length}.", nameof(labels));
        }

        return new MultilabelMetrics(predictions, labels, labelCount);
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
