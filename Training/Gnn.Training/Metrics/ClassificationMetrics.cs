using Gnn.Tensors;

namespace Gnn.Training.Metrics;

/// <summary>How well classes were predicted: accuracy, F1 by class and on average, and the confusion matrix behind them.</summary>
/// <remarks>Averages over classes ("macro") run over the classes that occur among the labels or the predictions, and 0 / 0 counts as 0: what scikit-learn does.
/// Without any sample, accuracy and averages are NaN.</remarks>
public sealed class ClassificationMetrics
{
    private ClassificationMetrics(ConfusionMatrix confusion)
    {
        Confusion = confusion;
        double correct = 0, f1 = 0, precision = 0, recall = 0;
        int present = 0;
        for (int c = 0; c < confusion.ClassCount; c++)
        {
            correct += confusion[c, c];
            if (confusion.LabelCount(c) + confusion.PredictionCount(c) > 0)
            {
                present++;
                f1 += F1(c);
                precision += Precision(c);
                recall += Recall(c);
            }
        }

        Accuracy = correct / confusion.Total;
        MacroF1 = f1 / present;
        MacroPrecision = precision / present;
        MacroRecall = recall / present;
    }

    /// <summary>The number of samples.</summary>
    public int Count => Confusion.Total;

    /// <summary>The share of samples whose class was predicted, in [0, 1]; NaN if there are none.</summary>
    public double Accuracy { get; }

    /// <summary>The mean F1 of the classes that occur, in [0, 1]; NaN if there are no samples.</summary>
    public double MacroF1 { get; }

    /// <summary>The mean precision of the classes that occur, in [0, 1]; NaN if there are no samples.</summary>
    public double MacroPrecision { get; }

    /// <summary>The mean recall of the classes that occur, in [0, 1]; NaN if there are no samples.</summary>
    public double MacroRecall { get; }

    /// <summary>How often each class was predicted for each true class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Measures predicted classes.</summary>
    /// <param name="predictions">The predicted class of each sample, in [0, C).</param>
    /// <param name="labels">The true class of each sample, in [0, C).</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many predictions as labels, or a class is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public static ClassificationMetrics Of(ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels, int classCount) =>
        new(new ConfusionMatrix(predictions, labels, classCount));

    /// <summary>Measures logits or probabilities: the class with the largest is predicted, the first of several.</summary>
    /// <param name="logits"><c>[N, C]</c>, floating.</param>
    /// <param name="labels">The true class of each of N samples, in [0, C).</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">The logits are not a floating matrix with one row a label, or a label is out of range.</exception>
    public static ClassificationMetrics Of(Tensor logits, ReadOnlySpan<int> labels) => Of(Predictions(logits), labels, checked((int)logits.Shape[1]));

    /// <summary>The class with the largest logit of each row, the first of several.</summary>
    /// <param name="logits"><c>[N, C]</c>, floating.</param>
    /// <returns>N classes in [0, C).</returns>
    /// <exception cref="ArgumentException">The logits are not a floating matrix of at least one class.</exception>
    public static int[] Predictions(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (!logits.DataType.IsFloating() || logits.Shape.Rank != 2 || logits.Shape[1] == 0)
        {
            throw new ArgumentException(
                $"'{nameof(logits)}' must be a floating matrix [N, C] of at least one class, got {logits.DataType} {logits.Shape}.", nameof(logits));
        }

        using Tensor largest = logits.ArgMax(-1);
        return largest.ToArray<int>();
    }

    /// <summary>The share of the samples predicted to be of a class that are, in [0, 1]; 0 if none was predicted to be.</summary>
    /// <param name="index">The class, in [0, C).</param>
    /// <returns>The precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int index) => Share(Confusion[index, index], Confusion.PredictionCount(index));

    /// <summary>The share of the samples of a class that were predicted to be, in [0, 1]; 0 if there are none.</summary>
    /// <param name="index">The class, in [0, C).</param>
    /// <returns>The recall.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int index) => Share(Confusion[index, index], Confusion.LabelCount(index));

    /// <summary>The harmonic mean of precision and recall of a class, in [0, 1]; 0 if the class does not occur.</summary>
    /// <param name="index">The class, in [0, C).</param>
    /// <returns>F1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int index) => Share(2 * Confusion[index, index], Confusion.LabelCount(index) + Confusion.PredictionCount(index));

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
