using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How far anchors are from being nearer to a positive than to a negative example, by a margin.</summary>
/// <remarks>
/// <code>
/// d(u, v) = the norm of u - v + 1e-6
/// loss = max(0, d(a, p) - d(a, n) + margin),  with swap min(d(a, n), d(p, n)) in place of d(a, n)
/// </code>
/// Schroff, Kalenichenko and Philbin, "FaceNet", 2015, square the distances; Balntas et al., "Learning local feature descriptors with triplets and shallow
/// convolutional neural
/// networks", 2016, for the swap. This is PyTorch's form. Costs O(N D).
/// </remarks>
public static class TripletMargin
{
    private const double Epsilon = 1e-6;

    /// <summary>The loss of triplets.</summary>
    /// <param name="anchor">a, <c>[N, D]</c>, floating.</param>
    /// <param name="positive">p, <c>[N, D]</c>.</param>
    /// <param name="negative">n, <c>[N, D]</c>.</param>
    /// <param name="margin">The margin, above 0.</param>
    /// <param name="norm">How distances are measured.</param>
    /// <param name="swap">Whether the negative's distance to the positive counts where it is the smaller.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin or the norm is out of its range.</exception>
    public static Tensor Of(
        Tensor anchor,
        Tensor positive,
        Tensor negative,
        double margin = 1,
        DistanceNorm norm = DistanceNorm.Euclidean,
        bool swap = false,
        LossReduction reduction = LossReduction.Mean)
    {
        LossArguments.AboveZero(margin, nameof(margin));
        LossArguments.CheckOutputs(anchor);
        if (anchor.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{nameof(anchor)}' must be a matrix [N, D], got {anchor.Shape}.", nameof(anchor));
        }

        Tensor p = LossArguments.Align(anchor, positive, nameof(positive));
        Tensor n = LossArguments.Align(anchor, negative, nameof(negative));
        Tensor far = Distance(anchor, n, norm);
        if (swap)
        {
            far = Tensor.Minimum(far, Distance(p, n, norm));
        }

        return LossArguments.Reduce((Distance(anchor, p, norm) - far + margin).Relu(), weights: null, reduction);
    }

    private static Tensor Distance(Tensor u, Tensor v, DistanceNorm norm) => norm switch
    {
        DistanceNorm.Manhattan => (u - v + Epsilon).Abs().Sum(1),
        DistanceNorm.Euclidean => (u - v + Epsilon).Square().Sum(1).Sqrt(),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "The norm must be Manhattan or Euclidean."),
    };
}
