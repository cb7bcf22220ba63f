using Gnn.Tensors;

namespace Gnn.Training.Metrics;

/// <summary>How well classes were predicted: accuracy, F1 by class and on average, and the confusion matrix behind them.</summary>
/// <remarks>Averages over classes ("macro") run over the classes that occur among the labels or the predictions, and 0 / 0 counts as 0: what scikit-learn does.
/// Without any sample, accuracy and averages are NaN.</remarks>
public sealed class ClassificationMetrics
{
    private ClassificationMetrics(ConfusionMatrix confusion, double rocAuc = double.NaN)
    {
        Confusion = confusion;
        RocAuc = rocAuc;
        double correct = 0, f1 = 0, precision = 0, recall = 0, weightedF1 = 0, weightedPrecision = 0, balanced = 0;
        int present = 0, labelled = 0;
        for (int c = 0; c < confusion.ClassCount; c++)
        {
            correct += confusion[c, c];
            if (confusion.LabelCount(c) + confusion.PredictionCount(c) > 0)
            {
                present++;
                f1 += F1(c);
                precision += Precision(c);
                recall += Recall(c);
                weightedF1 += confusion.LabelCount(c) * F1(c);
                weightedPrecision += confusion.LabelCount(c) * Precision(c);
            }

            if (confusion.LabelCount(c) > 0)
            {
                labelled++;
                balanced += Recall(c);
            }
        }

        Accuracy = correct / confusion.Total;
        MacroF1 = f1 / present;
        MacroPrecision = precision / present;
        MacroRecall = recall / present;
        WeightedF1 = weightedF1 / confusion.Total;
        WeightedPrecision = weightedPrecision / confusion.Total;
        BalancedAccuracy = balanced / labelled;
        (Matthews, Kappa) = Agreement(confusion, correct);
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

    /// <summary>The mean F1 of the classes, each by its number of samples, in [0, 1]; NaN if there are no samples.</summary>
    public double WeightedF1 { get; }

    /// <summary>The mean precision of the classes, each by its number of samples, in [0, 1]; NaN if there are no samples. The mean recall by samples is
    /// <see cref="Accuracy"/>, and so are precision, recall and F1 of all classes counted together ("micro").</summary>
    public double WeightedPrecision { get; }

    /// <summary>The mean recall of the classes that samples are of, in [0, 1]; NaN if there are no samples.</summary>
    public double BalancedAccuracy { get; }

    /// <summary>The Matthews correlation of labels and predictions, in [-1, 1]; 0 if either are of one class, NaN if there are no samples.</summary>
    public double Matthews { get; }

    /// <summary>Cohen's kappa, the agreement beyond what chance gives, at most 1; NaN if chance alone agrees on all, or there are no samples.</summary>
    public double Kappa { get; }

    /// <summary>The area under the ROC curve, in [0, 1], of two classes that were measured with scores; NaN with more classes, without scores, or where all
    /// samples are
    /// of one class, see <see cref="Metrics.RocAuc"/>.</summary>
    public double RocAuc { get; }

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

    /// <summary>Measures predicted classes with the scores behind them.</summary>
    /// <param name="predictions">The predicted class of each sample, in [0, C).</param>
    /// <param name="labels">The true class of each sample, in [0, C).</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <param name="scores">Of two classes, how much each sample looks like class 1, any number but NaN; not read if there are more classes.</param>
    /// <returns>The metrics, with the area under the ROC curve where there are two classes.</returns>
    /// <exception cref="ArgumentException">There are not as many predictions or scores as labels, a class is out of range, or a score is NaN; the message names the
    /// row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public static ClassificationMetrics Of(ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels, int classCount, ReadOnlySpan<double> scores)
    {
        var confusion = new ConfusionMatrix(predictions, labels, classCount);
        return new ClassificationMetrics(confusion, classCount == 2 ? Metrics.RocAuc.Of(scores, labels) : double.NaN);
    }

    /// <summary>Measures logits or probabilities: the class with the largest is predicted, the first of several.</summary>
    /// <param name="logits"><c>[N, C]</c>, floating; a single column is the logit of class 1 of two, which is predicted where it is above 0.</param>
    /// <param name="labels">The true class of each of N samples, in [0, C).</param>
    /// <returns>The metrics, with the area under the ROC curve where there are two classes.</returns>
    /// <exception cref="ArgumentException">The logits are not a floating matrix with one row a label, one is NaN, or a label is out of range; the message names
    /// the row.</exception>
    public static ClassificationMetrics Of(Tensor logits, ReadOnlySpan<int> labels)
    {
        CheckLogits(logits);
        return OfLogits(logits.ToArray<double>(), checked((int)logits.Shape[1]), labels);
    }

    /// <summary>The class with the largest logit of each row, the first of several.</summary>
    /// <param name="logits"><c>[N, C]</c>, floating; a single column is the logit of class 1 of two, which is predicted where it is above 0.</param>
    /// <returns>N classes in [0, C).</returns>
    /// <exception cref="ArgumentException">The logits are not a floating matrix of at least one class.</exception>
    public static int[] Predictions(Tensor logits)
    {
        CheckLogits(logits);
        if (logits.Shape[1] == 1)
        {
            return Array.ConvertAll(logits.ToArray<double>(), logit => logit > 0 ? 1 : 0);
        }

        using Tensor largest = logits.ArgMax(-1);
        return largest.ToArray<int>();
    }

    /// <summary>Measures logits in rows, of which a single one stands for two classes.</summary>
    internal static ClassificationMetrics OfLogits(double[] logits, int columns, ReadOnlySpan<int> labels)
    {
        ScoreChecks.NotNaN(logits, nameof(logits), columns);
        int[] predictions = new int[logits.Length / columns];
        for (int row = 0; row < predictions.Length; row++)
        {
            ReadOnlySpan<double> own = logits.AsSpan(row * columns, columns);
            int top = columns == 1 && own[0] > 0 ? 1 : 0;
            for (int c = 1; c < columns; c++)
            {
                top = own[c] > own[top] ? c : top;
            }

            predictions[row] = top;
        }

        return Of(predictions, labels, Math.Max(2, columns), columns > 2 ? [] : BinaryScores(logits, columns));
    }

    /// <summary>How much each row of one or two logits looks like class 1: the logit, or the difference of the two.</summary>
    internal static double[] BinaryScores(double[] logits, int columns)
    {
        if (columns == 1)
        {
            return logits;
        }

        double[] scores = new double[logits.Length / 2];
        for (int row = 0; row < scores.Length; row++)
        {
            // Equal infinities would give NaN.
            (double no, double yes) = (logits[2 * row], logits[(2 * row) + 1]);
            scores[row] = yes == no ? 0 : yes - no;
        }

        return scores;
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

    private static void CheckLogits(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (!logits.DataType.IsFloating() || logits.Shape.Rank != 2 || logits.Shape[1] == 0)
        {
            throw new ArgumentException(
                $"'{nameof(logits)}' must be a floating matrix [N, C] of at least one class, got {logits.DataType} {logits.Shape}.", nameof(logits));
        }
    }

    private static (double Matthews, double Kappa) Agreement(ConfusionMatrix confusion, double correct)
    {
        double total = confusion.Total, chance = 0, labels = 0, predictions = 0;
        for (int c = 0; c < confusion.ClassCount; c++)
        {
            double label = confusion.LabelCount(c), prediction = confusion.PredictionCount(c);
            chance += label * prediction;
            labels += label * label;
            predictions += prediction * prediction;
        }

        double spread = Math.Sqrt((total * total) - labels) * Math.Sqrt((total * total) - predictions);
        double matthews = total == 0 ? double.NaN : Share((correct * total) - chance, spread);
        return (matthews, ((correct * total) - chance) / ((total * total) - chance));
    }

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
