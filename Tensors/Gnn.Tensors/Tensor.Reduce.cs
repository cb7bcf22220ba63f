using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements.</summary>
    /// <returns>A scalar.</returns>
    public Tensor Sum() => ReduceAll(Reduction.Sum);

    /// <summary>The sum along an axis.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Sum(int axis, bool keepAxis = false) => Reduce(Reduction.Sum, axis, keepAxis);

    /// <summary>The mean of all elements; NaN if there are none.</summary>
    /// <returns>A scalar.</returns>
    public Tensor Mean() => ReduceAll(Reduction.Mean);

    /// <summary>The mean along an axis; NaN where it has no elements.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <returns>The means.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Mean(int axis, bool keepAxis = false) => Reduce(Reduction.Mean, axis, keepAxis);

    /// <summary>The largest along an axis; the gradient goes to the first of several.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <returns>The maxima; NaN where any element is NaN.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Max(int axis, bool keepAxis = false) => Reduce(Reduction.Max, axis, keepAxis);

    /// <summary>The smallest along an axis; the gradient goes to the first of several.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <returns>The minima; NaN where any element is NaN.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Min(int axis, bool keepAxis = false) => Reduce(Reduction.Min, axis, keepAxis);

    /// <summary>The position of the largest along an axis: the first of several, a NaN before any number.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <returns>Int32 positions; the axis is gone.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor ArgMax(int axis)
    {
        Throw.IfNotFloating(this);
        (long outer, long length, long inner) = Shape.Around(axis);
        CheckNotEmpty(length, axis);
        return Wrap(Engine.ArgReduce(Reduction.Max, View, outer, length, inner), WithoutAxis(axis));
    }

    /// <summary>ln sum e^x along an axis, without overflow.</summary>
    /// <param name="axis">The axis, or counted from the innermost if negative.</param>
    /// <param name="keepAxis">Whether the axis stays, with length 1.</param>
    /// <returns>The logarithms.</returns>
    /// <exception cref="ArgumentException">The axis has no elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor LogSumExp(int axis, bool keepAxis = false)
    {
        Throw.IfNotFloating(this);
        (long outer, long length, long inner) = Shape.Around(axis);
        CheckNotEmpty(length, axis);
        Shape kept = Shape.With(axis, 1);
        Tensor y = Wrap(Engine.LogSumExp(View, outer, length, inner), keepAxis ? kept : WithoutAxis(axis));
        return Records(this) ? y.From(new LogSumExpNode(this, y, kept)) : y;
    }

    /// <summary>x - ln sum e^x over the innermost axis, without overflow.</summary>
    /// <returns>A tensor of this shape: logarithms of probabilities.</returns>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    public Tensor LogSoftmax()
    {
        Throw.IfNotFloating(this);
        if (Shape.Rank == 0)
        {
            throw new ArgumentException("LogSoftmax needs an axis to work along, got a scalar.");
        }

        Tensor y = Wrap(Engine.LogSoftmax(RowView(this)), Shape);
        return Records(this) ? y.From(new LogSoftmaxNode(this, y)) : y;
    }

    /// <summary>The softmax over the innermost axis.</summary>
    /// <returns>A tensor of this shape: probabilities.</returns>
    /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
    public Tensor Softmax()
    {
        Throw.IfNotFloating(this);
        if (Shape.Rank == 0)
        {
            throw new ArgumentException("Softmax needs an axis to work along, got a scalar.");
        }

        Tensor y = Wrap(Engine.Softmax(RowView(this)), Shape);
        return Records(this) ? y.From(new SoftmaxNode(this, y)) : y;
    }

    private Tensor ReduceAll(Reduction reduction)
    {
        Throw.IfNotFloating(this);
        Tensor y = Wrap(Engine.Reduce(reduction, View, outer: 1, Shape.Count, inner: 1), Shape.Scalar);
        return Records(this) ? y.From(new SumNode(this, Shape.Scalar, reduction == Reduction.Mean ? 1.0 / Shape.Count : 1)) : y;
    }

    private Tensor Reduce(Reduction reduction, int axis, bool keepAxis)
    {
        Throw.IfNotFloating(this);
        (long outer, long length, long inner) = Shape.Around(axis);
        bool isExtreme = reduction is Reduction.Max or Reduction.Min;
        if (isExtreme)
        {
            CheckNotEmpty(length, axis);
        }

        Shape kept = Shape.With(axis, 1);
        Tensor y = Wrap(Engine.Reduce(reduction, View, outer, length, inner), keepAxis ? kept : WithoutAxis(axis));
        if (Records(this))
        {
            y.From(isExtreme ? new ExtremeNode(this, reduction, axis) : new SumNode(this, kept, reduction == Reduction.Mean ? 1.0 / length : 1));
        }

        return y;
    }

    private Shape WithoutAxis(int axis)
    {
        int at = axis < 0 ? axis + Shape.Rank : axis;
        Span<long> axes = stackalloc long[Shape.MaxRank];
        int count = 0;
        for (int i = 0; i < Shape.Rank; i++)
        {
            if (i != at)
            {
                axes[count++] = Shape[i];
            }
        }

        return new Shape(axes[..count]);
    }

    private void CheckNotEmpty(long length, int axis)
    {
        if (length == 0 && Shape.With(axis, 1).Count > 0)
        {
            throw new ArgumentException($"Axis {axis} of {Shape} has no elements to choose from.", nameof(axis));
        }

        if (length > int.MaxValue)
        {
            throw new ArgumentException($"Axis {axis} of {Shape} is longer than {int.MaxValue}, the largest position a result can name.", nameof(axis));
        }
    }

    /// <summary>The tensor as a matrix whose rows run along the innermost axis.</summary>
    private static BufferView RowView(Tensor x) => new(x.Buffer, x._offset, (x.Shape.Count / Math.Max(1, x.Shape[-1]), x.Shape[-1]));

    /// <summary>dx = dy * scale, repeated along the axis; kept is the shape of dy with the axis in its place.</summary>
    private sealed class SumNode(Tensor x, Shape kept, double scale) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient)
        {
            Tensor scaled = scale == 1 ? gradient : gradient * scale;
            Give(0, scaled.Reshape(kept).BroadcastTo(_shape));
        }

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx = dy at the position taken, 0 elsewhere.</summary>
    private sealed class ExtremeNode(Tensor x, Reduction reduction, int axis) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;
        private readonly (long Outer, long Length, long Inner) _around = x.Shape.Around(axis);
        private readonly Tensor _arg = ArgOf(x, reduction, axis);

        internal override void Backward(Tensor gradient) =>
            Give(0, Wrap(gradient.Engine.ArgReduceGradient(gradient.View, _arg.View, _around.Outer, _around.Length, _around.Inner), _shape));

        protected override void DropSaved() => _arg.Dispose();

        private static Tensor ArgOf(Tensor x, Reduction reduction, int axis)
        {
            (long outer, long length, long inner) = x.Shape.Around(axis);
            return Wrap(x.Engine.ArgReduce(reduction, x.View, outer, length, inner), x.Shape.With(axis, 1)).Keep();
        }
    }

    /// <summary>dx = dy * e^(x - y).</summary>
    private sealed class LogSumExpNode(Tensor x, Tensor y, Shape kept) : GradNode(x)
    {
        private readonly Tensor _x = x.Alias(x.Shape);
        private readonly Tensor _y = y.Alias(kept);

        internal override void Backward(Tensor gradient) => Give(0, (_x - _y).Exp() * gradient.Reshape(kept));

        protected override void DropSaved()
        {
            _x.Dispose();
            _y.Dispose();
        }
    }

    /// <summary>dx = dy - e^y * (sum of dy over the row).</summary>
    private sealed class LogSoftmaxNode(Tensor x, Tensor y) : GradNode(x)
    {
        private readonly Tensor _y = y.Alias(y.Shape);
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) => Give(0, Wrap(gradient.Engine.LogSoftmaxGradient(RowView(_y), RowView(gradient)), _shape));

        protected override void DropSaved() => _y.Dispose();
    }

    /// <summary>dx = y * (dy - sum of y * dy over the row).</summary>
    private sealed class SoftmaxNode(Tensor x, Tensor y) : GradNode(x)
    {
        private readonly Tensor _y = y.Alias(y.Shape);
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) => Give(0, Wrap(gradient.Engine.SoftmaxGradient(RowView(_y), RowView(gradient)), _shape));

        protected override void DropSaved() => _y.Dispose();
    }
}
