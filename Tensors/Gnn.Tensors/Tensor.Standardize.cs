using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Each element less the mean along an axis, divided by the standard deviation along it: what normalisation layers share.</summary>
    /// <remarks>
    /// <code>
    /// y  = (x - mean) / sqrt(variance + epsilon),   variance = mean of (x - mean)^2
    /// dx = (dy - mean of dy - y * mean of (dy * y)) / sqrt(variance + epsilon)
    /// </code>
    /// <para>Of features [N, F], axis 0 standardises each column over all rows, as batch normalisation does, and axis -1 each row, as layer normalisation does.
    /// The variance is biased, divided by the number of elements N of the axis; an unbiased one is N / (N - 1) of it.</para>
    /// <para>A single element gives 0, and so do equal elements; with an epsilon of 0 too, and then no gradient. Of no elements there is nothing to give: y is
    /// empty, mean and variance are NaN, as <see cref="Mean(int, bool)"/> says.</para>
    /// <para>The variance is taken of deviations from the mean, never as a difference of squares. The <see cref="CpuEngine"/> reads x once or twice forward, and
    /// y and dy once or twice backward; y and the variance are kept for the gradient. Cost: about 10 operations an element, both ways.</para>
    /// </remarks>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="epsilon">What is added to the variance, finite and at least 0; 1e-5 in the papers.</param>
    /// <param name="mean">The means, this shape without the axis, for running statistics; without gradient.</param>
    /// <param name="variance">The biased variances, of the means' shape; without gradient.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="ArgumentException">The tensor is not floating.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or epsilon is negative or not finite.</exception>
    public Tensor Standardize(int axis, double epsilon, out Tensor mean, out Tensor variance)
    {
        Throw.IfNotFloating(this);
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "'epsilon' must be finite and at least 0: 1e-5 is usual.");
        }

        (long outer, long length, long inner) = Shape.Around(axis);
        Shape without = WithoutAxis(axis);
        Tensor y = Wrap(Engine.Standardize(View, outer, length, inner, epsilon, out EngineBuffer means, out EngineBuffer variances), Shape);
        mean = Wrap(means, without);
        variance = Wrap(variances, without);
        return Records(this) ? y.From(new StandardizeNode(this, y, variance, axis, epsilon)) : y;
    }

    /// <summary>dx = (dy - the axis' mean of dy - y * the axis' mean of dy * y) / sqrt(variance + epsilon).</summary>
    private sealed class StandardizeNode(Tensor x, Tensor y, Tensor variance, int axis, double epsilon) : GradNode(x)
    {
        private readonly (long Outer, long Length, long Inner) _around = x.Shape.Around(axis);
        private Saved _y = new(y);
        private Saved _variance = new(variance);

        internal override void Backward(Tensor gradient)
        {
            EngineBuffer dx = gradient.Engine.StandardizeGradient(
                _y.View, _variance.View, gradient.View, _around.Outer, _around.Length, _around.Inner, epsilon);
            GiveOwn(0, Wrap(dx, gradient.Shape));
        }

        protected override void DropSaved()
        {
            _y.Drop();
            _variance.Drop();
        }
    }
}
