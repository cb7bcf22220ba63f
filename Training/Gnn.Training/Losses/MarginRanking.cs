using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How far two scores are from the order that they should have.</summary>
/// <remarks>
/// <code>loss = max(0, margin - y (a - b)),  y = 1: a should be larger,  y = -1: b should be</code>
/// Costs O(N).
/// </remarks>
public static class MarginRanking
{
    /// <summary>The loss of pairs of scores.</summary>
    /// <param name="first">a, <c>[N]</c>, floating.</param>
    /// <param name="second">b, <c>[N]</c>.</param>
    /// <param name="targets">y, <c>[N]</c>, 1 or -1.</param>
    /// <param name="margin">The margin, finite.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not finite.</exception>
    public static Tensor Of(Tensor first, Tensor second, Tensor targets, double margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        LossArguments.Finite(margin, nameof(margin));
        LossArguments.CheckOutputs(first);
        Tensor b = LossArguments.Align(first, second, nameof(second));
        Tensor y = LossArguments.Align(first, targets);
        return LossArguments.Reduce(((y * (b - first)) + margin).Relu(), weights: null, reduction);
    }
}
