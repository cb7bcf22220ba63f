using System.Diagnostics;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Unary(UnaryOperation operation, in BufferView x, double parameter)
    {
        double* from = Doubles(x);
        HostBuffer buffer = NewDoubles(x.Count, out double* y);
        for (long i = 0; i < x.Count; i++)
        {
            y[i] = Value(operation, from[i], parameter);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer UnaryGradient(UnaryOperation operation, in BufferView x, in BufferView y, in BufferView gradient, double parameter)
    {
        double* input = Doubles(x);
        double* output = Doubles(y);
        double* dy = Doubles(gradient);
        HostBuffer buffer = NewDoubles(x.Count, out double* dx);
        for (long i = 0; i < x.Count; i++)
        {
            dx[i] = dy[i] * Slope(operation, input[i], output[i], parameter);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Binary(BinaryOperation operation, in BufferView a, in BufferView b, in Shape shape)
    {
        double* left = Doubles(a);
        double* right = Doubles(b);
        var stepsA = new Broadcasting(a.Shape, shape);
        var stepsB = new Broadcasting(b.Shape, shape);
        HostBuffer buffer = NewDoubles(shape.Count, out double* y);
        for (long i = 0; i < shape.Count; i++)
        {
            y[i] = Value(operation, left[Place(stepsA, i)], right[Place(stepsB, i)]);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Compare(ComparisonOperation operation, in BufferView a, in BufferView b, in Shape shape)
    {
        var stepsA = new Broadcasting(a.Shape, shape);
        var stepsB = new Broadcasting(b.Shape, shape);
        HostBuffer buffer = New(DataType.Bool, shape.Count);
        byte* y = (byte*)buffer.Pointer;
        for (long i = 0; i < shape.Count; i++)
        {
            (long placeA, long placeB) = (Place(stepsA, i), Place(stepsB, i));
            bool holds = a.DataType.IsFloating()
                ? Holds(operation, Doubles(a)[placeA], Doubles(b)[placeB])
                : Holds(operation, IndexAt(a, placeA).CompareTo(IndexAt(b, placeB)), 0);
            y[i] = holds ? (byte)1 : (byte)0;
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Select(in BufferView condition, in BufferView a, in BufferView b)
    {
        byte* holds = (byte*)At(condition);
        double* left = Doubles(a);
        double* right = Doubles(b);
        HostBuffer buffer = NewDoubles(condition.Count, out double* y);
        for (long i = 0; i < condition.Count; i++)
        {
            y[i] = holds[i] != 0 ? left[i] : right[i];
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Broadcast(in BufferView x, in Shape shape)
    {
        double* from = Doubles(x);
        var steps = new Broadcasting(x.Shape, shape);
        HostBuffer buffer = NewDoubles(shape.Count, out double* y);
        for (long i = 0; i < shape.Count; i++)
        {
            y[i] = from[Place(steps, i)];
        }

        return buffer;
    }

    private static long Place(in Broadcasting steps, long i)
    {
        long place = i % steps.Length3 * steps.Step3;
        i /= steps.Length3;
        place += i % steps.Length2 * steps.Step2;
        i /= steps.Length2;
        place += i % steps.Length1 * steps.Step1;
        return place + (i / steps.Length1 * steps.Step0);
    }

    private static double Value(UnaryOperation operation, double x, double p) => operation switch
    {
        UnaryOperation.Negate => -x,
        UnaryOperation.Absolute => Math.Abs(x),
        UnaryOperation.Exp => Math.Exp(x),
        UnaryOperation.Log => Math.Log(x),
        UnaryOperation.Sqrt => Math.Sqrt(x),
        UnaryOperation.Square => x * x,
        UnaryOperation.Reciprocal => 1 / x,
        UnaryOperation.InverseSqrt => x == 0 ? 0 : 1 / Math.Sqrt(x),
        UnaryOperation.AddScalar => x + p,
        UnaryOperation.MultiplyScalar => x * p,
        UnaryOperation.Power => Math.Pow(x, p),
        UnaryOperation.Relu => x < 0 ? 0 : x,
        UnaryOperation.LeakyRelu => x > 0 ? x : p * x,
        UnaryOperation.Elu => x > 0 ? x : p * (Math.Exp(x) - 1),
        UnaryOperation.Sigmoid => Sigmoid(x),
        UnaryOperation.Tanh => Math.Tanh(x),
        UnaryOperation.Gelu => double.IsNegativeInfinity(x) ? 0 : x * ErrorFunction.Normal(x),
        UnaryOperation.Silu => double.IsNegativeInfinity(x) ? 0 : x * Sigmoid(x),
        UnaryOperation.Softplus => Math.Max(x, 0) + Log1Plus(Math.Exp(-Math.Abs(x))),
        UnaryOperation.Sin => Math.Sin(x),
        UnaryOperation.Cos => Math.Cos(x),
        _ => throw new UnreachableException(),
    };

    private static double Slope(UnaryOperation operation, double x, double y, double p) => operation switch
    {
        UnaryOperation.Negate => -1,
        UnaryOperation.Absolute => double.IsNaN(x) ? x : Math.Sign(x),
        UnaryOperation.Exp => y,
        UnaryOperation.Log => 1 / x,
        UnaryOperation.Sqrt => 0.5 / y,
        UnaryOperation.Square => 2 * x,
        UnaryOperation.Reciprocal => -y * y,
        UnaryOperation.InverseSqrt => -0.5 * y * y * y,
        UnaryOperation.AddScalar => 1,
        UnaryOperation.MultiplyScalar => p,
        UnaryOperation.Power => p == 0 ? 0 : p * Math.Pow(x, p - 1),
        UnaryOperation.Relu => x > 0 ? 1 : 0,
        UnaryOperation.LeakyRelu => x > 0 ? 1 : p,
        UnaryOperation.Elu => x > 0 ? 1 : p * Math.Exp(x),
        UnaryOperation.Sigmoid => y * (1 - y),
        UnaryOperation.Tanh => 1 - (y * y),
        UnaryOperation.Gelu => ErrorFunction.Normal(x) + (double.IsInfinity(x) ? 0 : x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI)),
        UnaryOperation.Silu => Sigmoid(x) * (1 + (double.IsInfinity(x) ? 0 : x * Sigmoid(-x))),
        UnaryOperation.Softplus => Sigmoid(x),
        UnaryOperation.Sin => Math.Cos(x),
        UnaryOperation.Cos => -Math.Sin(x),
        _ => throw new UnreachableException(),
    };

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + u) for u of at least 0: where 1 + u is rounded, the quotient takes the rounding back.</summary>
    private static double Log1Plus(double u)
    {
        double sum = 1 + u;
        return sum == 1 ? u : Math.Log(sum) * (u / (sum - 1));
    }

    private static double Value(BinaryOperation operation, double a, double b) => operation switch
    {
        BinaryOperation.Add => a + b,
        BinaryOperation.Subtract => a - b,
        BinaryOperation.Multiply => a * b,
        BinaryOperation.Divide => a / b,
        BinaryOperation.Maximum => Math.Max(a, b),
        BinaryOperation.Minimum => Math.Min(a, b),
        _ => throw new UnreachableException(),
    };

    private static bool Holds(ComparisonOperation operation, double a, double b) => operation switch
    {
        ComparisonOperation.Equal => a == b,
        ComparisonOperation.NotEqual => a != b,
        ComparisonOperation.Less => a < b,
        ComparisonOperation.LessOrEqual => a <= b,
        ComparisonOperation.Greater => a > b,
        ComparisonOperation.GreaterOrEqual => a >= b,
        _ => throw new UnreachableException(),
    };
}
