using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The negative logarithm of the probability that a model gives to the label.</summary>
/// <remarks>
/// <code>
/// loss(i) = -w[y_i] * logp[i, y_i]        mean = sum loss(i) / sum w[y_i]
/// </code>
/// For models that end in a log-softmax; logits go to <see cref="CrossEntropy"/>. Costs O(rows).
/// </remarks>
public sealed class NegativeLogLikelihood : Loss
{
    private readonly double[]? _classWeights;

    /// <summary>Creates the loss.</summary>
    /// <param name="classWeights">How much a row of each class counts, finite and at least 0; 1 for every class if null.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public NegativeLogLikelihood(IReadOnlyList<double>? classWeights = null, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        _classWeights = classWeights is null ? null : LossArguments.CopyWeights(classWeights, nameof(classWeights));

    /// <summary>How much a row of each class counts; null for 1 each.</summary>
    public IReadOnlyList<double>? ClassWeights => _classWeights;

    /// <summary>The negative log-likelihood of labels.</summary>
    /// <param name="logProbabilities"><c>[N, C]</c>, floating: logarithms of probabilities.</param>
    /// <param name="labels"><c>[N]</c>, Int32 or Int64, in [0, C) where they count.</param>
    /// <param name="rows">Int32 or Int64 <c>[M]</c>: the rows that count, a row named twice counts twice; all rows if null. Other labels are not read.</param>
    /// <param name="classWeights"><c>[C]</c>, floating, at least 0; 1 for every class if null.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row or a counted label is out of range.</exception>
    public static Tensor Of(
        Tensor logProbabilities, Tensor labels, Tensor? rows = null, Tensor? classWeights = null, LossReduction reduction = LossReduction.Mean)
    {
        Check(logProbabilities, labels, classWeights, nameof(logProbabilities));
        Tensor x = rows is null ? logProbabilities : logProbabilities.GatherRows(rows);
        Tensor y = rows is null ? labels : labels.GatherRows(rows);
        return -Reduce(x.Pick(y), y, classWeights, reduction);
    }

    /// <inheritdoc/>
    public override int ClassCount(int outputs) => outputs;

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        Tensor? classWeights = WeightsOn(outputs, _classWeights);
        Check(outputs, targets, classWeights, nameof(outputs), nameof(targets));
        return weights is null
            ? -Reduce(outputs.Pick(targets), targets, classWeights, Reduction)
            : -Reduce(outputs.Pick(targets), targets, classWeights, Reduction, weights);
    }

    /// <summary>Class weights on the engine of the outputs.</summary>
    internal static Tensor? WeightsOn(Tensor outputs, double[]? classWeights)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return classWeights is null ? null : Tensor.Create(classWeights, classWeights.Length, outputs.Engine);
    }

    /// <summary>The same with a weight for each row.</summary>
    internal static Tensor Reduce(Tensor losses, Tensor labels, Tensor? classWeights, LossReduction reduction, Tensor rowWeights)
    {
        LossArguments.CheckRows(losses.Shape[0], reduction);
        LossArguments.CheckWeights(rowWeights, losses.Shape[0]);
        Tensor weights = classWeights is null ? rowWeights : rowWeights * classWeights.GatherRows(labels);
        Tensor sum = (losses * weights).Sum();
        return reduction == LossReduction.Mean ? sum / weights.Sum() : sum;
    }

    /// <summary>The mean or sum of the losses of rows, each with the weight of its label.</summary>
    internal static Tensor Reduce(Tensor losses, Tensor labels, Tensor? classWeights, LossReduction reduction)
    {
        if (reduction == LossReduction.Mean && losses.Shape[0] == 0)
        {
            throw new ArgumentException("The mean loss of no rows is not defined: name at least one row, or ask for LossReduction.Sum.", nameof(labels));
        }

        if (classWeights is null)
        {
            return reduction == LossReduction.Mean ? losses.Mean() : losses.Sum();
        }

        Tensor weights = classWeights.GatherRows(labels);
        Tensor sum = (losses * weights).Sum();
        return reduction == LossReduction.Mean ? sum / weights.Sum() : sum;
    }

    internal static void Check(Tensor logits, Tensor labels, Tensor? classWeights, string name, string labelsName = "labels")
    {
        ArgumentNullException.ThrowIfNull(logits, name);
        ArgumentNullException.ThrowIfNull(labels, labelsName);
        if (!logits.DataType.IsFloating() || logits.Shape.Rank != 2 || logits.Shape[1] == 0)
        {
            throw new ArgumentException(
                $"'{name}' must be a floating matrix [N, C] of at least one class, got {logits.DataType} {logits.Shape}.", name);
        }

        if (!labels.DataType.IsInteger() || labels.Shape.Rank != 1 || labels.Shape[0] != logits.Shape[0])
        {
            throw new ArgumentException(
                $"'{labelsName}' must be an integer vector [{logits.Shape[0]}], one label a row of {logits.Shape}, got {labels.DataType} {labels.Shape}.",
                labelsName);
        }

        if (classWeights is not null && (!classWeights.DataType.IsFloating() || classWeights.Shape != new Shape(logits.Shape[1])))
        {
            throw new ArgumentException(
                $"'{nameof(classWeights)}' must be a floating vector [{logits.Shape[1]}], one a class, got {classWeights.DataType} {classWeights.Shape}.",
                nameof(classWeights));
        }
    }
}
