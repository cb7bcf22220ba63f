using System.Diagnostics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Testing;

/// <summary>The element-wise functions and their slopes by their formulas, in double precision, and broadcasting by coordinates.</summary>
internal static class ElementwiseModel
{
    internal static double Value(UnaryOperation operation, double x, double p) => operation switch
    {
        UnaryOperation.Negate => 0 - x,
        UnaryOperation.Absolute => Math.Max(x, -x),
        UnaryOperation.Exp => Math.Exp(x),
        UnaryOperation.Log => Math.Log(x),
        UnaryOperation.Sqrt => Math.Sqrt(x),
        UnaryOperation.Square => Math.Pow(x, 2),
        UnaryOperation.Reciprocal => Math.Pow(x, -1),
        UnaryOperation.InverseSqrt => Math.Pow(x, -0.5),
        UnaryOperation.AddScalar => p + x,
        UnaryOperation.MultiplyScalar => p * x,
        UnaryOperation.Power => Math.Pow(x, p),
        UnaryOperation.Relu => (x + Math.Abs(x)) / 2,
        UnaryOperation.LeakyRelu => x * (x > 0 ? 1 : p),
        UnaryOperation.Elu => x > 0 ? x : (p * Math.Exp(x)) - p,
        UnaryOperation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryOperation.Tanh => 1 - (2 / (1 + Math.Exp(2 * x))),
        UnaryOperation.Gelu => x * Normal(x),
        UnaryOperation.Silu => x / (1 + Math.Exp(-x)),
        UnaryOperation.Softplus => Math.Log(1 + Math.Exp(x)),
        UnaryOperation.Sin => 2 * Math.Sin(x / 2) * Math.Cos(x / 2),
        UnaryOperation.Cos => 1 - (2 * Math.Pow(Math.Sin(x / 2), 2)),
        _ => throw new UnreachableException(),
    };

    internal static double Slope(UnaryOperation operation, double x, double p) => operation switch
    {
        UnaryOperation.Negate => -1,
        UnaryOperation.Absolute => Math.Sign(x),
        UnaryOperation.Exp => Math.Exp(x),
        UnaryOperation.Log => 1 / x,
        UnaryOperation.Sqrt => 0.5 * Math.Pow(x, -0.5),
        UnaryOperation.Square => x + x,
        UnaryOperation.Reciprocal => -Math.Pow(x, -2),
        UnaryOperation.InverseSqrt => -0.5 * Math.Pow(x, -1.5),
        UnaryOperation.AddScalar => 1,
        UnaryOperation.MultiplyScalar => p,
        UnaryOperation.Power => p * Math.Pow(x, p - 1),
        UnaryOperation.Relu => x > 0 ? 1 : 0,
        UnaryOperation.LeakyRelu => x > 0 ? 1 : p,
        UnaryOperation.Elu => x > 0 ? 1 : p * Math.Exp(x),
        UnaryOperation.Sigmoid => 1 / ((1 + Math.Exp(-x)) * (1 + Math.Exp(x))),
        UnaryOperation.Tanh => 1 / Math.Pow(Math.Cosh(x), 2),
        UnaryOperation.Gelu => Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
        UnaryOperation.Silu => (1 + ((1 + x) * Math.Exp(-x))) / Math.Pow(1 + Math.Exp(-x), 2),
        UnaryOperation.Softplus => 1 - (1 / (1 + Math.Exp(x))),
        UnaryOperation.Sin => Math.Cos(x),
        UnaryOperation.Cos => -Math.Sin(x),
        _ => throw new UnreachableException(),
    };

    internal static double Value(BinaryOperation operation, double a, double b) => operation switch
    {
        BinaryOperation.Add => a + b,
        BinaryOperation.Subtract => a - b,
        BinaryOperation.Multiply => a * b,
        BinaryOperation.Divide => a / b,
        BinaryOperation.Maximum => a > b ? a : b,
        BinaryOperation.Minimum => a < b ? a : b,
        _ => throw new UnreachableException(),
    };

    internal static bool Holds(ComparisonOperation operation, double a, double b) => operation switch
    {
        ComparisonOperation.Equal => a == b,
        ComparisonOperation.NotEqual => !(a == b),
        ComparisonOperation.Less => a < b,
        ComparisonOperation.LessOrEqual => a < b || a == b,
        ComparisonOperation.Greater => b < a,
        ComparisonOperation.GreaterOrEqual => b < a || a == b,
        _ => throw new UnreachableException(),
    };

    /// <summary>The chance that a standard normal number is at most x, by the density's Taylor series: within 1e-13 for |x| up to 4.</summary>
    private static double Normal(double x)
    {
        double power = x / Math.Sqrt(2 * Math.PI);
        double sum = 0.5;
        for (int n = 0; n < 60; n++)
        {
            sum += power / ((2 * n) + 1);
            power *= -x * x / (2 * (n + 1));
        }

        return sum;
    }

    /// <summary>For every element of a shape, the element of an operand that broadcasting reads.</summary>
    internal static int[] Places(Shape operand, Shape shape)
    {
        int[] places = new int[shape.Count];
        long[] coordinates = new long[shape.Rank];
        for (int i = 0; i < places.Length; i++)
        {
            long rest = i;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                coordinates[axis] = rest % shape[axis];
                rest /= shape[axis];
            }

            long place = 0;
            for (int axis = 0; axis < operand.Rank; axis++)
            {
                long coordinate = coordinates[axis + shape.Rank - operand.Rank];
                place = (place * operand[axis]) + (operand[axis] == 1 ? 0 : coordinate);
            }

            places[i] = (int)place;
        }

        return places;
    }
}
