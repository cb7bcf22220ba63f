using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The angle between vectors that should be alike or not.</summary>
/// <remarks>
/// <code>
/// cos = a . b / sqrt((a . a + 1e-12) (b . b + 1e-12))
/// loss = 1 - cos where y = 1, max(0, cos - margin) where y = -1
/// </code>
/// As PyTorch's. Costs O(N D).
/// </remarks>
public static class CosineEmbedding
{
    private const double Epsilon = 1e-12;

    /// <summary>The loss of pairs of vectors.</summary>
    /// <param name="first">a, <c>[N, D]</c>, floating.</param>
    /// <param name="second">b, <c>[N, D]</c>.</param>
    /// <param name="targets">y, <c>[N]</c>, 1 or -1.</param>
    /// <param name="margin">The cosine that vectors that are not alike may have, in [-1, 1].</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The margin is out of its range.</exception>
    public static Tensor Of(Tensor first, Tensor second, Tensor targets, double margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        if (margin is not (>= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "'margin' must be a cosine, in [-1, 1].");
        }

        LossArguments.CheckOutputs(first);
        if (first.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{nameof(first)}' must be a matrix [N, D], got {first.Shape}.", nameof(first));
        }

        Tensor b = LossArguments.Align(first, second, nameof(second));
        Tensor cosine = (first * b).Sum(1) / ((first.Square().Sum(1) + Epsilon) * (b.Square().Sum(1) + Epsilon)).Sqrt();
        Tensor alike = (LossArguments.Align(cosine, targets) + 1) * 0.5;
        Tensor each = (alike * (-cosine + 1)) + ((-alike + 1) * (cosine - margin).Relu());
        return LossArguments.Reduce(each, weights: null, reduction);
    }
}
