using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The cross-entropy of logits and targets in [0, 1]: two classes by one logit, or several yes-or-no questions at once.</summary>
/// <remarks>
/// <code>
/// loss = -p y log sigmoid(x) - (1 - y) log(1 - sigmoid(x))
/// </code>
/// p is the weight of the positive targets, 1 unless given. Logits of any size are safe. With one output, labels 0 and 1 of two classes serve as targets. Costs
/// O(elements).
/// </remarks>
public sealed class BinaryCrossEntropyWithLogits : ElementwiseLoss
{
    private readonly double[]? _positiveWeights;

    /// <summary>Creates the loss.</summary>
    /// <param name="positiveWeights">p: one for all outputs, or one for each column, finite and at least 0; 1 if null.</param>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentException">The list of weights is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of its range.</exception>
    public BinaryCrossEntropyWithLogits(IReadOnlyList<double>? positiveWeights = null, LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
        _positiveWeights = positiveWeights is null ? null : LossArguments.CopyWeights(positiveWeights, nameof(positiveWeights));
        if (_positiveWeights is { Length: 0 })
        {
            throw new ArgumentException("Give one weight for all outputs or one for each column, or null for 1.", nameof(positiveWeights));
        }
    }

    /// <summary>p, one for all outputs or one for each column; null for 1.</summary>
    public IReadOnlyList<double>? PositiveWeights => _positiveWeights;

    /// <inheritdoc/>
    public override int ClassCount(int outputs) => outputs == 1 ? 2 : 0;

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (_positiveWeights is null)
        {
            return LossArguments.Softplus(outputs) - (outputs * targets);
        }

        Tensor scale;
        if (_positiveWeights is [double weight])
        {
            scale = (targets * (weight - 1)) + 1;
        }
        else
        {
            long columns = outputs.Shape.Rank == 1 ? 1 : outputs.Shape[outputs.Shape.Rank - 1];
            if (columns != _positiveWeights.Length)
            {
                throw new ArgumentException(
                    $"There are {_positiveWeights.Length} weights of positive targets, but {columns} outputs: give one for all, or one for each.", nameof(outputs));
            }

            scale = (targets * (Tensor.Create(_positiveWeights, columns, outputs.Engine) - 1)) + 1;
        }

        return (outputs - (outputs * targets)) + (scale * LossArguments.Softplus(-outputs));
    }
}
