using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The cross-entropy of the classes that logits predict: the negative logarithm of the softmax at the label.</summary>
/// <remarks>
/// <code>
/// loss(i) = w[y_i] * -log softmax(x_i)[y_i]        mean = sum loss(i) / sum w[y_i]
/// </code>
/// With label smoothing s, the label counts 1 - s and each of the C classes s / C more, with its own weight; the mean still divides by the weights of the
/// labels (Szegedy et al., "Rethinking the Inception architecture for computer vision", 2016; as PyTorch). Logits of any size are safe: the logarithm of the
/// softmax is taken by subtraction of the maximum. Costs O(rows * C).
/// </remarks>
public sealed class CrossEntropy : Loss
{
    private readonly double[]? _classWeights;

    /// <summary>Creates the loss.</summary>
    /// <param name="classWeights">How much a row of each class counts, finite and at least 0; 1 for every class if null.</param>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CrossEntropy(IReadOnlyList<double>? classWeights = null, double labelSmoothing = 0, LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
        _classWeights = classWeights is null ? null : LossArguments.CopyWeights(classWeights, nameof(classWeights));
        CheckSmoothing(labelSmoothing);
        LabelSmoothing = labelSmoothing;
    }

    /// <summary>How much a row of each class counts; null for 1 each.</summary>
    public IReadOnlyList<double>? ClassWeights => _classWeights;

    /// <summary>s, in [0, 1].</summary>
    public double LabelSmoothing { get; }

    /// <summary>The cross-entropy of logits and labels.</summary>
    /// <param name="logits"><c>[N, C]</c>, floating.</param>
    /// <param name="labels"><c>[N]</c>, Int32 or Int64, in [0, C) where they count.</param>
    /// <param name="rows">Int32 or Int64 <c>[M]</c>: the rows that count, a row named twice counts twice; all rows if null. Other labels are not read.</param>
    /// <param name="classWeights"><c>[C]</c>, floating, at least 0; 1 for every class if null.</param>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is out of its range, or a row or a counted label is.</exception>
    public static Tensor Of(
        Tensor logits,
        Tensor labels,
        Tensor? rows = null,
        Tensor? classWeights = null,
        double labelSmoothing = 0,
        LossReduction reduction = LossReduction.Mean)
    {
        CheckSmoothing(labelSmoothing);
        NegativeLogLikelihood.Check(logits, labels, classWeights, nameof(logits));
        Tensor x = rows is null ? logits : logits.GatherRows(rows);
        Tensor y = rows is null ? labels : labels.GatherRows(rows);
        if (labelSmoothing == 0)
        {
            return NegativeLogLikelihood.Reduce(x.CrossEntropy(y), y, classWeights, reduction);
        }

        Tensor logProbabilities = x.LogSoftmax();
        Tensor loss = NegativeLogLikelihood.Of(logProbabilities, y, rows: null, classWeights, reduction);
        return ((1 - labelSmoothing) * loss) + (labelSmoothing * Uniform(logProbabilities, y, classWeights, reduction));
    }

    /// <inheritdoc/>
    public override int ClassCount(int outputs) => outputs;

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        Tensor? classWeights = NegativeLogLikelihood.WeightsOn(outputs, _classWeights);
        if (weights is null)
        {
            return Of(outputs, targets, rows: null, classWeights, LabelSmoothing, Reduction);
        }

        NegativeLogLikelihood.Check(outputs, targets, classWeights, nameof(outputs), nameof(targets));
        if (LabelSmoothing == 0)
        {
            return NegativeLogLikelihood.Reduce(outputs.CrossEntropy(targets), targets, classWeights, Reduction, weights);
        }

        Tensor logProbabilities = outputs.LogSoftmax();
        Tensor loss = -NegativeLogLikelihood.Reduce(logProbabilities.Pick(targets), targets, classWeights, Reduction, weights);
        Tensor rows = -(classWeights is null ? logProbabilities : logProbabilities * classWeights).Mean(1);
        Tensor uniform = (rows * weights).Sum();
        if (Reduction == LossReduction.Mean)
        {
            uniform /= (classWeights is null ? weights : weights * classWeights.GatherRows(targets)).Sum();
        }

        return ((1 - LabelSmoothing) * loss) + (LabelSmoothing * uniform);
    }

    private static void CheckSmoothing(double labelSmoothing)
    {
        if (labelSmoothing is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "'labelSmoothing' must be at least 0 and at most 1.");
        }
    }

    /// <summary>The loss against a target that is the same for all classes.</summary>
    private static Tensor Uniform(Tensor logProbabilities, Tensor labels, Tensor? classWeights, LossReduction reduction)
    {
        Tensor sum = -(classWeights is null ? logProbabilities : logProbabilities * classWeights).Sum() / logProbabilities.Shape[1];
        return reduction == LossReduction.Sum
            ? sum
            : classWeights is null ? sum / logProbabilities.Shape[0] : sum / classWeights.GatherRows(labels).Sum();
    }
}
