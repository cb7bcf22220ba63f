using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>A weighted sum of losses of the same outputs and targets.</summary>
/// <remarks><code>loss = sum over k of weight[k] loss[k](x, y)</code>
/// Each part reduces by itself. A term that does not come from outputs and targets is the model's: <see cref="Gnn.Layers.ForwardContext.AddLoss"/>.</remarks>
public sealed class MixedLoss : Loss
{
    private readonly (Loss Loss, double Weight)[] _parts;

    /// <summary>Creates the loss.</summary>
    /// <param name="parts">The losses and their weights, finite and at least 0; at least one.</param>
    /// <exception cref="ArgumentException">There is no part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of its range.</exception>
    public MixedLoss(params IReadOnlyList<(Loss Loss, double Weight)> parts)
        : base(LossReduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
        {
            throw new ArgumentException("A mixed loss needs at least one loss.", nameof(parts));
        }

        _parts = [.. parts];
        LossArguments.CopyWeights([.. _parts.Select(part => part.Weight)], nameof(parts));
    }

    /// <summary>The losses and their weights.</summary>
    public IReadOnlyList<(Loss Loss, double Weight)> Parts => _parts;

    /// <inheritdoc/>
    public override int ClassCount(int outputs)
    {
        int classes = _parts[0].Loss.ClassCount(outputs);
        return Array.TrueForAll(_parts, part => part.Loss.ClassCount(outputs) == classes) ? classes : 0;
    }

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        Tensor? sum = null;
        foreach ((Loss loss, double weight) in _parts)
        {
            Tensor part = weight * loss.Compute(outputs, targets, weights);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" + ", _parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Weight} {part.Loss}")));
}
