using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Functions of two elements, comparison, selection and broadcasting.</content>
public abstract partial class EngineContract
{
    private static readonly (long[] A, long[] B)[] ShapePairs =
    [
        ([], []),
        ([1], []),
        ([7], [7]),
        ([], [3, 5]),
        ([3, 5], []),
        ([4], [1]),
        ([3, 5], [5]),
        ([5], [3, 5]),
        ([3, 5], [3, 1]),
        ([3, 1], [3, 5]),
        ([3, 1], [1, 5]),
        ([1, 5], [3, 1]),
        ([2, 3, 4], [3, 1]),
        ([2, 1, 4], [3, 1]),
        ([2, 3, 4, 5], [3, 1, 5]),
        ([2, 1, 4, 1], [1, 3, 1, 5]),
        ([2, 3, 4, 5], [2, 1, 1, 5]),
        ([2, 3, 4, 5], [2, 3, 4, 5]),
        ([0], [1]),
        ([0, 3], [3]),
        ([3, 0], [3, 1]),
        ([1, 3], [0, 1]),
        ([300, 37], [37]),
        ([37], [300, 37]),
        ([300, 37], [300, 1]),
        ([300, 1], [300, 37]),
        ([300, 1], [1, 37]),
        ([100_003], [100_003]),
        ([100_003], []),
        ([], [100_003]),
    ];

    /// <summary>f(a, b) for every function and every way to broadcast: leading, trailing, both sides, scalars, no elements, up to four axes.</summary>
    [Test]
    [Primitive(nameof(Engine.Binary))]
    public void Binary_EveryBroadcast_IsTheFormula([Values] BinaryOperation operation)
    {
        foreach ((long[] a, long[] b) in ShapePairs)
        {
            (BufferView left, BufferView right, Shape shape) = Operands(a, b);
            double[] x = Spread(Doubles(left), a, shape);
            double[] y = Spread(Doubles(right), b, shape);
            double[] expected = [.. x.Zip(y, (s, t) => ElementwiseModel.Value(operation, s, t))];
            AssertClose(Take(Engine.Binary(operation, left, right, shape), shape), expected, what: $"{left.Shape} and {right.Shape}");
        }
    }

    /// <summary>NaN wins over any number, division by zero is infinite, infinities behave as IEEE 754 says.</summary>
    [TestCase(BinaryOperation.Add, Infinity, -Infinity, double.NaN)]
    [TestCase(BinaryOperation.Add, double.NaN, 1, double.NaN)]
    [TestCase(BinaryOperation.Subtract, Infinity, Infinity, double.NaN)]
    [TestCase(BinaryOperation.Multiply, 0, Infinity, double.NaN)]
    [TestCase(BinaryOperation.Divide, 1, 0, Infinity)]
    [TestCase(BinaryOperation.Divide, -1, 0, -Infinity)]
    [TestCase(BinaryOperation.Divide, 0, 0, double.NaN)]
    [TestCase(BinaryOperation.Maximum, double.NaN, 1, double.NaN)]
    [TestCase(BinaryOperation.Maximum, 1, double.NaN, double.NaN)]
    [TestCase(BinaryOperation.Maximum, Infinity, double.NaN, double.NaN)]
    [TestCase(BinaryOperation.Maximum, -Infinity, 1, 1)]
    [TestCase(BinaryOperation.Minimum, double.NaN, 1, double.NaN)]
    [TestCase(BinaryOperation.Minimum, 1, double.NaN, double.NaN)]
    [TestCase(BinaryOperation.Minimum, -Infinity, double.NaN, double.NaN)]
    [TestCase(BinaryOperation.Minimum, -Infinity, 1, -Infinity)]
    [Primitive(nameof(Engine.Binary))]
    public void Binary_SpecialNumbers_AreAsStated(BinaryOperation operation, double a, double b, double expected)
    {
        foreach (int length in new[] { 1, 5, 67 })
        {
            double[] many = [.. Enumerable.Repeat(a, length)];
            double[] others = [.. Enumerable.Repeat(b, length)];
            double[] results = [.. Enumerable.Repeat(expected, length)];
            AssertClose(Take(Engine.Binary(operation, Floats(length, many), Floats(length, others), length), length), results);
            AssertClose(Take(Engine.Binary(operation, Floats(length, many), Floats(1, b), length), length), results);
        }
    }

    /// <summary>Comparisons of floating numbers, with every way to broadcast; each is false at NaN but "not equal".</summary>
    [Test]
    [Primitive(nameof(Engine.Compare))]
    public void Compare_Floats_HoldsAsStated([Values] ComparisonOperation operation)
    {
        foreach ((long[] a, long[] b) in ShapePairs)
        {
            var left = new Shape(a);
            var right = new Shape(b);
            Assert.That(Shape.TryBroadcast(left, right, out Shape shape), Is.True);
            double[] x = Doubles(Eighths(left, 1));
            double[] y = Doubles(Eighths(right, 2));
            if (x.Length > 1)
            {
                x[^1] = double.NaN;
            }

            bool[] expected = [.. Spread(x, a, shape).Zip(Spread(y, b, shape), (s, t) => ElementwiseModel.Holds(operation, s, t))];
            BufferView result = Take(Engine.Compare(operation, Floats(left, x), Floats(right, y), shape), shape, DataType.Bool);
            Assert.That(Download<bool>(result), Is.EqualTo(expected));
        }
    }

    /// <summary>Comparisons of integers are exact, where a double would round.</summary>
    [TestCase(ComparisonOperation.Equal, false, true, false)]
    [TestCase(ComparisonOperation.NotEqual, true, false, true)]
    [TestCase(ComparisonOperation.Less, true, false, false)]
    [TestCase(ComparisonOperation.LessOrEqual, true, true, false)]
    [TestCase(ComparisonOperation.Greater, false, false, true)]
    [TestCase(ComparisonOperation.GreaterOrEqual, false, true, true)]
    [Primitive(nameof(Engine.Compare))]
    public void Compare_Integers_IsExact(ComparisonOperation operation, bool below, bool equal, bool above)
    {
        const long large = 1L << 60;
        bool[] expected = [below, equal, above];
        BufferView longs = Take(Engine.Compare(operation, Longs(large - 1, large, large + 1), Longs(large), 3), 3, DataType.Bool);
        BufferView ints = Take(Engine.Compare(operation, Ints(int.MinValue, 5, int.MaxValue), Ints(5, 5, 5), 3), 3, DataType.Bool);

        Assert.That(Download<bool>(longs), Is.EqualTo(expected));
        Assert.That(Download<bool>(ints), Is.EqualTo(expected));
    }

    /// <summary>a where the condition holds, else b; what is not chosen leaves no trace, not even NaN.</summary>
    [Test]
    [Primitive(nameof(Engine.Select))]
    public void Select_AnyLength_TakesOneSide([Values(0, 1, 9, 257, 100_003)] int length)
    {
        bool[] condition = [.. Enumerable.Range(0, length).Select(i => i * 7 % 3 == 0)];
        double[] a = [.. condition.Select((holds, i) => holds ? i : double.NaN)];
        double[] b = [.. condition.Select((holds, i) => holds ? double.NegativeInfinity : -i)];
        double[] expected = [.. condition.Select((holds, i) => holds ? (double)i : -i)];

        AssertClose(Take(Engine.Select(Bools(condition), Floats(length, a), Floats(length, b)), length), expected);
    }

    /// <summary>Every element of the larger shape is the element of x at its coordinates.</summary>
    [Test]
    [Primitive(nameof(Engine.Broadcast))]
    public void Broadcast_EveryForm_RepeatsElements()
    {
        foreach ((long[] a, long[] b) in ShapePairs)
        {
            (BufferView left, _, Shape shape) = Operands(a, b);
            AssertClose(Take(Engine.Broadcast(left, shape), shape), Spread(Doubles(left), a, shape), what: $"{left.Shape} to {shape}");
        }
    }

    private static double[] Spread(double[] values, long[] operand, Shape shape) =>
        Array.ConvertAll(ElementwiseModel.Places(new Shape(operand), shape), place => values[place]);

    private (BufferView Left, BufferView Right, Shape Shape) Operands(long[] a, long[] b)
    {
        var left = new Shape(a);
        var right = new Shape(b);
        Assert.That(Shape.TryBroadcast(left, right, out Shape shape), Is.True);
        return (Noise(left, 1), Noise(right, 2, 0.5, 3), shape);
    }
}
