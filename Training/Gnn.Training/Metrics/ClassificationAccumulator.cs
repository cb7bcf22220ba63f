using Gnn.Tensors;

namespace Gnn.Training.Metrics;

/// <summary>Takes the logits of batches and measures them all at once.</summary>
/// <remarks>A metric of all samples is not the mean of the metrics of batches: of accuracy where batches differ in size, and of F1 or an area under a curve at
/// all.</remarks>
public sealed class ClassificationAccumulator
{
    private readonly List<double> _logits = [];
    private readonly List<int> _labels = [];

    /// <summary>The number of samples so far.</summary>
    public int Count => _labels.Count;

    /// <summary>The number of outputs for each sample; 0 before the first batch.</summary>
    public int OutputCount { get; private set; }

    internal double[] Logits => [.. _logits];

    internal int[] Labels => [.. _labels];

    /// <summary>Takes a batch.</summary>
    /// <param name="logits"><c>[B, C]</c>, floating: one for each class, or a single one of two classes.</param>
    /// <param name="labels">The true class of each sample.</param>
    /// <exception cref="ArgumentException">The logits are not a matrix with a row for each label, or not as wide as those before, or one is NaN; the message
    /// names the row.</exception>
    public void Add(Tensor logits, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (!logits.DataType.IsFloating() || logits.Shape.Rank != 2 || logits.Shape[1] == 0 || logits.Shape[0] != labels.Length)
        {
            throw new ArgumentException(
                $"'{nameof(logits)}' must be floating [{labels.Length}, C], a row for each label, got {logits.DataType} {logits.Shape}.", nameof(logits));
        }

        int columns = checked((int)logits.Shape[1]);
        if (OutputCount != 0 && columns != OutputCount)
        {
            throw new ArgumentException($"'{nameof(logits)}' must have {OutputCount} columns, as those before, got {logits.Shape}.", nameof(logits));
        }

        double[] values = logits.ToArray<double>();
        ScoreChecks.NotNaN(values, nameof(logits), columns);
        OutputCount = columns;
        _logits.AddRange(values);
        _labels.AddRange(labels);
    }

    /// <summary>Measures all samples.</summary>
    /// <returns>The metrics, with the area under the ROC curve where there are two classes.</returns>
    /// <exception cref="InvalidOperationException">There was no batch.</exception>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public ClassificationMetrics Compute() => OutputCount == 0
        ? throw new InvalidOperationException("There is nothing to measure: add a batch first.")
        : ClassificationMetrics.OfLogits(Logits, OutputCount, Labels);
}
