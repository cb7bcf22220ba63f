using Gnn.Tensors;

namespace Gnn.Layers.Normalization;

/// <summary>Norms of rows whose gradient at a row of zeros is 0 and not the undefined slope of a root.</summary>
internal static class RowNorm
{
    /// <summary>The square of the least 2-norm that a row is given, far below any number that is added to one.</summary>
    private const double SmallestSquare = 1e-30;

    /// <summary>(sum of |x|^p)^(1/p) of each row, [N, 1]; of a row of zeros at most 1e-15.</summary>
    internal static Tensor Of(Tensor x, double power)
    {
        if (power == 1)
        {
            using Tensor absolute = x.Abs();
            return absolute.Sum(axis: -1, keepAxis: true);
        }

        using Tensor powers = power == 2 ? x.Square() : x.Abs().Pow(power);
        Tensor sum = AtLeast(powers.Sum(axis: -1, keepAxis: true), SmallestSquare);
        return power == 2 ? sum.Sqrt() : sum.Pow(1 / power);
    }

    /// <summary>The larger of each element and a bound; below the bound, the gradient is 0.</summary>
    internal static Tensor AtLeast(Tensor x, double bound) => Tensor.Maximum(x, Tensor.Full(Shape.Scalar, bound, x.Engine));
}
