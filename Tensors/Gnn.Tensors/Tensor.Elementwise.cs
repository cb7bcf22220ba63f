using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The larger of a and b, broadcast as NumPy does; where they are equal the gradient goes to a.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The maximum; NaN where either is NaN.</returns>
    public static Tensor Maximum(Tensor a, Tensor b) => Combine(BinaryOperation.Maximum, a, b);

    /// <summary>The smaller of a and b, broadcast as NumPy does; where they are equal the gradient goes to a.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>The minimum; NaN where either is NaN.</returns>
    public static Tensor Minimum(Tensor a, Tensor b) => Combine(BinaryOperation.Minimum, a, b);

    /// <summary>|x|.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Abs() => Apply(UnaryOperation.Absolute, this);

    /// <summary>e^x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Exp() => Apply(UnaryOperation.Exp, this);

    /// <summary>ln x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Log() => Apply(UnaryOperation.Log, this);

    /// <summary>The square root of x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Sqrt() => Apply(UnaryOperation.Sqrt, this);

    /// <summary>x * x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Square() => Apply(UnaryOperation.Square, this);

    /// <summary>1 / x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Reciprocal() => Apply(UnaryOperation.Reciprocal, this);

    /// <summary>1 / sqrt x, and 0 where x is 0: the degree normalisation of a node without edges.</summary>
    /// <returns>A tensor of this shape; NaN where x is negative.</returns>
    public Tensor InverseSqrt() => Apply(UnaryOperation.InverseSqrt, this);

    /// <summary>x ^ exponent.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Pow(double exponent) => Apply(UnaryOperation.Power, this, exponent);

    /// <summary>max(x, 0).</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Relu() => Apply(UnaryOperation.Relu, this);

    /// <summary>x where x &gt; 0, else slope * x.</summary>
    /// <param name="slope">The slope below 0.</param>
    /// <returns>A tensor of this shape.</returns>
    public Tensor LeakyRelu(double slope = 0.01) => Apply(UnaryOperation.LeakyRelu, this, slope);

    /// <summary>x where x &gt; 0, else alpha * (e^x - 1).</summary>
    /// <param name="alpha">The limit below 0, negated.</param>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Elu(double alpha = 1) => Apply(UnaryOperation.Elu, this, alpha);

    /// <summary>1 / (1 + e^-x).</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Sigmoid() => Apply(UnaryOperation.Sigmoid, this);

    /// <summary>tanh x.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Tanh() => Apply(UnaryOperation.Tanh, this);

    /// <summary>The comparison of two tensors of one type, broadcast as NumPy does.</summary>
    /// <param name="operation">The comparison.</param>
    /// <param name="other">The right-hand side.</param>
    /// <returns>A bool tensor; it has no gradient.</returns>
    /// <exception cref="ArgumentException">The types differ or are bool, or the shapes do not broadcast.</exception>
    public Tensor Compare(ComparisonOperation operation, Tensor other)
    {
        Throw.IfOtherEngine(this, other);
        if (DataType != other.DataType || DataType == DataType.Bool)
        {
            throw new ArgumentException($"A comparison takes two tensors of one floating or integer type, got {DataType} and {other.DataType}.", nameof(other));
        }

        Shape shape = BroadcastShape(this, other);
        return Wrap(Engine.Compare(operation, View, other.View, shape), shape);
    }

    /// <summary>a where this bool tensor is true, else b; all three of one shape.</summary>
    /// <param name="a">A floating tensor.</param>
    /// <param name="b">A floating tensor.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="ArgumentException">This tensor is not bool, or the shapes differ.</exception>
    public Tensor Select(Tensor a, Tensor b)
    {
        Throw.IfOtherEngine(this, a);
        Throw.IfOtherEngine(this, b);
        Throw.IfNotFloating(a);
        Throw.IfNotFloating(b);
        if (DataType != DataType.Bool || a.Shape != Shape || b.Shape != Shape)
        {
            throw new ArgumentException($"Select takes a bool condition and two tensors of its shape, got {DataType} {Shape}, {a.Shape} and {b.Shape}.", nameof(a));
        }

        Tensor y = Wrap(Engine.Select(View, a.View, b.View), Shape);
        return Records(a, b) ? y.From(new SelectNode(this, a, b)) : y;
    }

    /// <summary>This tensor repeated to a shape that it broadcasts to.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentException">This shape does not broadcast to it.</exception>
    public Tensor BroadcastTo(in Shape shape)
    {
        Throw.IfNotFloating(this);
        if (!Shape.TryBroadcast(Shape, shape, out Shape common) || common != shape)
        {
            throw new ArgumentException($"{Shape} does not broadcast to {shape}.", nameof(shape));
        }

        if (Shape == shape)
        {
            return Reshape(shape);
        }

        Tensor y = Wrap(Engine.Broadcast(View, shape), shape);
        return Records(this) ? y.From(new BroadcastNode(this)) : y;
    }

    /// <summary>The sum over the axes that broadcasting stretched: the adjoint of <see cref="BroadcastTo"/>.</summary>
    /// <param name="shape">A shape that broadcasts to this one.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentException">The shape does not broadcast to this one.</exception>
    public Tensor SumTo(in Shape shape)
    {
        if (!Shape.TryBroadcast(shape, Shape, out Shape common) || common != Shape)
        {
            throw new ArgumentException($"{shape} does not broadcast to {Shape}.", nameof(shape));
        }

        Tensor sum = Reshape(Shape);
        int extra = Shape.Rank - shape.Rank;
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (sum.Shape[axis] != 1 && (axis < extra || shape[axis - extra] == 1))
            {
                using Tensor before = sum;
                sum = before.Sum(axis, keepAxis: true);
            }
        }

        if (sum.Shape == shape)
        {
            return sum;
        }

        using Tensor kept = sum;
        return kept.Reshape(shape);
    }

    private static Shape BroadcastShape(Tensor a, Tensor b) => Shape.TryBroadcast(a.Shape, b.Shape, out Shape shape)
        ? shape
        : throw new ArgumentException($"The shapes {a.Shape} and {b.Shape} do not broadcast: counted from the last, axes must be equal or one of them 1.");

    private static Tensor Apply(UnaryOperation operation, Tensor x, double parameter = 0)
    {
        Throw.IfNotFloating(x);
        Tensor y = Wrap(x.Engine.Unary(operation, x.View, parameter), x.Shape);
        return Records(x) ? y.From(new UnaryNode(operation, x, y, parameter)) : y;
    }

    private static Tensor Combine(BinaryOperation operation, Tensor a, Tensor b)
    {
        Throw.IfOtherEngine(a, b);
        Throw.IfNotFloating(a);
        Throw.IfNotFloating(b);
        Shape shape = BroadcastShape(a, b);
        Tensor y = Wrap(a.Engine.Binary(operation, a.View, b.View, shape), shape);
        return Records(a, b) ? y.From(new BinaryNode(operation, a, b)) : y;
    }

    /// <summary>dx = dy * f'(x). Where the slope follows from one of result and argument alone, the other is not kept: the one stands in for it.</summary>
    private sealed class UnaryNode(UnaryOperation operation, Tensor x, Tensor y, double parameter) : GradNode(x)
    {
        private Saved _x = FollowsFromResult(operation, parameter) ? default : new Saved(x);
        private Saved _y = FollowsFromArgument(operation) ? default : new Saved(y);

        internal override void Backward(Tensor gradient)
        {
            BufferView x = _x.IsEmpty ? _y.View : _x.View;
            BufferView y = _y.IsEmpty ? _x.View : _y.View;
            GiveOwn(0, Wrap(gradient.Engine.UnaryGradient(operation, x, y, gradient.View, parameter), x.Shape));
        }

        protected override void DropSaved()
        {
            _x.Drop();
            _y.Drop();
        }

        private static bool FollowsFromResult(UnaryOperation operation, double parameter) =>
            operation is UnaryOperation.Relu or UnaryOperation.Sigmoid or UnaryOperation.Tanh || (operation == UnaryOperation.LeakyRelu && parameter >= 0);

        private static bool FollowsFromArgument(UnaryOperation operation) =>
            operation is UnaryOperation.Gelu or UnaryOperation.Silu or UnaryOperation.Softplus or UnaryOperation.Sin or UnaryOperation.Cos;
    }

    /// <summary>Sum: da = dy, db = dy. Difference: db = -dy. Product: da = dy b, db = dy a. Quotient: da = dy / b, db = -dy a / b^2. Extremes: to the one taken.</summary>
    private sealed class BinaryNode(BinaryOperation operation, Tensor a, Tensor b) : GradNode(a, b)
    {
        private readonly Shape _shapeA = a.Shape;
        private readonly Shape _shapeB = b.Shape;
        private readonly Tensor? _a = NeedsA(operation, b) ? a.Alias(a.Shape) : null;
        private readonly Tensor? _b = NeedsB(operation, a) ? b.Alias(b.Shape) : null;

        internal override void Backward(Tensor gradient)
        {
            switch (operation)
            {
                case BinaryOperation.Add:
                    GiveBoth(gradient, gradient);
                    break;
                case BinaryOperation.Subtract:
                    GiveBoth(gradient, Wants(1) ? -gradient : null);
                    break;
                case BinaryOperation.Multiply:
                    GiveBoth(Wants(0) ? gradient * _b! : null, Wants(1) ? gradient * _a! : null);
                    break;
                case BinaryOperation.Divide:
                    GiveBoth(Wants(0) ? gradient / _b! : null, Wants(1) ? -(gradient * _a! / _b!.Square()) : null);
                    break;
                default:
                    ComparisonOperation taken = operation == BinaryOperation.Maximum ? ComparisonOperation.GreaterOrEqual : ComparisonOperation.LessOrEqual;
                    Tensor isA = _a!.Compare(taken, _b!);
                    Tensor zero = Zeros(gradient.Shape, gradient.Engine);
                    GiveBoth(Wants(0) ? isA.Select(gradient, zero) : null, Wants(1) ? isA.Select(zero, gradient) : null);
                    break;
            }
        }

        protected override void DropSaved()
        {
            _a?.Dispose();
            _b?.Dispose();
        }

        private static bool NeedsA(BinaryOperation operation, Tensor b) => operation switch
        {
            BinaryOperation.Add or BinaryOperation.Subtract => false,
            BinaryOperation.Multiply or BinaryOperation.Divide => b.RequiresGradient,
            _ => true,
        };

        private static bool NeedsB(BinaryOperation operation, Tensor a) => operation switch
        {
            BinaryOperation.Add or BinaryOperation.Subtract => false,
            BinaryOperation.Multiply => a.RequiresGradient,
            _ => true,
        };

        private void GiveBoth(Tensor? toA, Tensor? toB)
        {
            if (Wants(0))
            {
                Give(0, toA!.Shape == _shapeA ? toA : toA.SumTo(_shapeA));
            }

            if (Wants(1))
            {
                Give(1, toB!.Shape == _shapeB ? toB : toB.SumTo(_shapeB));
            }
        }
    }

    /// <summary>da = dy where the condition holds, db = dy elsewhere.</summary>
    private sealed class SelectNode(Tensor condition, Tensor a, Tensor b) : GradNode(a, b)
    {
        private readonly Tensor _condition = condition.Alias(condition.Shape);

        internal override void Backward(Tensor gradient)
        {
            Tensor zero = Zeros(gradient.Shape, gradient.Engine);
            if (Wants(0))
            {
                Give(0, _condition.Select(gradient, zero));
            }

            if (Wants(1))
            {
                Give(1, _condition.Select(zero, gradient));
            }
        }

        protected override void DropSaved() => _condition.Dispose();
    }

    /// <summary>dx = dy summed over the stretched axes.</summary>
    private sealed class BroadcastNode(Tensor x) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) => Give(0, gradient.SumTo(_shape));

        protected override void DropSaved()
        {
        }
    }
}
