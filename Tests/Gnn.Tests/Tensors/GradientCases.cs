using System.Diagnostics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;

namespace Gnn.Tests.Tensors;

/// <summary>A case for every differentiable operation, in every form that has its own path.</summary>
internal static partial class GradientCases
{
    private static readonly Shape Cube = (3, 4, 2);
    private static readonly RandomSource Source = new(seed: 5);

    internal static IEnumerable<GradientCase> All =>
        [.. Unary(), .. Binary(), .. Elementwise(), .. Reductions(), .. Matrices(), .. Rows(), .. Products(), .. Entries(), .. Blocks(), .. Sheaves(), .. Attentions(), .. Composed()];

    private static IEnumerable<GradientCase> Unary()
    {
        foreach (UnaryOperation operation in Enum.GetValues<UnaryOperation>())
        {
            Func<Tensor, Tensor> f = operation switch
            {
                UnaryOperation.Negate => x => -x,
                UnaryOperation.Absolute => x => x.Abs(),
                UnaryOperation.Exp => x => x.Exp(),
                UnaryOperation.Log => x => x.Log(),
                UnaryOperation.Sqrt => x => x.Sqrt(),
                UnaryOperation.Square => x => x.Square(),
                UnaryOperation.Reciprocal => x => x.Reciprocal(),
                UnaryOperation.InverseSqrt => x => x.InverseSqrt(),
                UnaryOperation.AddScalar => x => x + 1.5 - 0.25,
                UnaryOperation.MultiplyScalar => x => 3 * (x * 1.5) / 0.7,
                UnaryOperation.Power => x => x.Pow(2.5),
                UnaryOperation.Relu => x => x.Relu(),
                UnaryOperation.LeakyRelu => x => x.LeakyRelu(0.2),
                UnaryOperation.Elu => x => x.Elu(1.3),
                UnaryOperation.Sigmoid => x => x.Sigmoid(),
                UnaryOperation.Tanh => x => x.Tanh(),
                UnaryOperation.Gelu => x => x.Gelu(),
                UnaryOperation.Silu => x => x.Silu(),
                UnaryOperation.Softplus => x => x.Softplus(),
                UnaryOperation.Sin => x => x.Sin(),
                UnaryOperation.Cos => x => x.Cos(),
                _ => throw new UnreachableException($"Give {operation} a case."),
            };
            bool isForPositive = operation is UnaryOperation.Log or UnaryOperation.Sqrt or UnaryOperation.InverseSqrt or UnaryOperation.Power;
            yield return new GradientCase($"{operation}", x => f(x[0]), isForPositive ? Positive((3, 5)) : Grid((3, 5)));
        }

        yield return new GradientCase("GruStep", x => Tensor.GruStep(x[0], x[1], x[2]), Grid((4, 9)), Grid((4, 9), 0.0237, stream: 2), Grid((4, 3), stream: 3));
        foreach (PairDistance distance in Enum.GetValues<PairDistance>())
        {
            yield return new GradientCase(
                $"PairDistances {distance}", x => Tensor.PairDistances(x[0], x[1], distance, groups: 2), Grid((6, 4)), Grid((4, 4), 0.0237, stream: 2));
        }

        yield return new GradientCase("Power of negative numbers", x => x[0].Pow(3), Grid((3, 5)));
        yield return new GradientCase("LogSigmoid", x => x[0].LogSigmoid(), Grid((3, 5)));
        yield return new GradientCase("Unary of a scalar", x => x[0].Tanh(), Grid(Shape.Scalar));
        yield return new GradientCase("Unary of nothing", x => x[0].Tanh(), Grid((0, 3)));
    }

    private static IEnumerable<GradientCase> Binary()
    {
        (Shape A, Shape B)[] forms =
        [
            ((3, 4), (3, 4)), ((3, 4), Shape.Scalar), (Shape.Scalar, (3, 4)), ((3, 4), 1), ((3, 4), 4), (4, (3, 4)), ((3, 4), (3, 1)), ((3, 1), (3, 4)),
            ((3, 1), (1, 4)), ((2, 3, 4), (3, 1)), (new Shape([2, 3, 1, 2]), new Shape([3, 2, 1])), ((1, 4), (3, 4)), ((0, 4), 4), ((1, 2), (0, 2)),
        ];
        foreach (BinaryOperation operation in Enum.GetValues<BinaryOperation>())
        {
            Func<Tensor, Tensor, Tensor> f = operation switch
            {
                BinaryOperation.Add => (a, b) => a + b,
                BinaryOperation.Subtract => (a, b) => a - b,
                BinaryOperation.Multiply => (a, b) => a * b,
                BinaryOperation.Divide => (a, b) => a / b,
                BinaryOperation.Maximum => Tensor.Maximum,
                BinaryOperation.Minimum => Tensor.Minimum,
                _ => throw new UnreachableException($"Give {operation} a case."),
            };
            foreach ((Shape a, Shape b) in forms)
            {
                Func<Tensor> right = operation == BinaryOperation.Divide ? Positive(b) : Grid(b, 0.037, stream: 2);
                yield return new GradientCase($"{operation} {a} and {b}", x => f(x[0], x[1]), Grid(a), right);
            }
        }
    }

    private static IEnumerable<GradientCase> Elementwise()
    {
        bool[] mask = [true, false, true, true, false, false];
        Func<Tensor> condition = () => Tensor.Create(mask, (2, 3), TestEngines.Reference);
        yield return new GradientCase("Select", x => x[0].Select(x[1], x[2]), condition, Grid((2, 3)), Grid((2, 3), 0.037, stream: 2));
        yield return new GradientCase("BroadcastTo of a scalar", x => x[0].BroadcastTo((3, 4)), Grid(Shape.Scalar));
        yield return new GradientCase("BroadcastTo of a row", x => x[0].BroadcastTo((2, 3, 4)), Grid(4));
        yield return new GradientCase("BroadcastTo of a column", x => x[0].BroadcastTo((3, 4)), Grid((3, 1)));
        yield return new GradientCase("SumTo a row", x => x[0].SumTo(4), Grid((2, 3, 4)));
        yield return new GradientCase("SumTo a column", x => x[0].SumTo((3, 1)), Grid((3, 4)));
        yield return new GradientCase("SumTo a scalar", x => x[0].SumTo(Shape.Scalar), Grid((3, 4)));
        foreach (UnaryOperation? activation in new UnaryOperation?[] { null, UnaryOperation.Relu, UnaryOperation.LeakyRelu, UnaryOperation.Elu, UnaryOperation.Tanh })
        {
            foreach (double dropout in new[] { 0, 0.4 })
            {
                // A sum keeps nothing, so that its memory is used again; an exponential keeps its result, so that it is not.
                yield return new GradientCase(
                    $"Epilogue {activation}, dropout {dropout}",
                    x => Tensor.Epilogue(x[0] + x[1], x[2], x[3], activation, 0.3, dropout, Source)
                        + Tensor.Epilogue(x[0].Exp(), bias: null, addend: null, activation, 0.3, dropout, Source),
                    Grid((5, 7)),
                    Grid((5, 7), stream: 2),
                    Grid(7),
                    Grid((5, 7), stream: 3));
            }
        }

        yield return new GradientCase("Dropout", x => x[0].Dropout(0.4, Source), Grid((5, 7)));
    }

    private static IEnumerable<GradientCase> Reductions()
    {
        yield return new GradientCase("Sum of all", x => x[0].Sum(), Grid(Cube));
        yield return new GradientCase("Mean of all", x => x[0].Mean(), Grid(Cube));
        foreach (int axis in new[] { 0, 1, 2, -1 })
        {
            foreach (bool keep in new[] { false, true })
            {
                string where = $"axis {axis}{(keep ? ", kept" : "")}";
                yield return new GradientCase($"Sum {where}", x => x[0].Sum(axis, keep), Grid(Cube));
                yield return new GradientCase($"Mean {where}", x => x[0].Mean(axis, keep), Grid(Cube));
                yield return new GradientCase($"Max {where}", x => x[0].Max(axis, keep), Grid(Cube));
                yield return new GradientCase($"Min {where}", x => x[0].Min(axis, keep), Grid(Cube));
                yield return new GradientCase($"LogSumExp {where}", x => x[0].LogSumExp(axis, keep), Grid(Cube));
            }
        }

        foreach (int axis in new[] { 0, 1, -1 })
        {
            yield return new GradientCase($"Standardize axis {axis}", x => x[0].Standardize(axis, 0.01, out _, out _), Grid(Cube));
        }

        yield return new GradientCase("Standardize columns", x => x[0].Standardize(0, 0.01, out _, out _).Tanh(), Grid((5, 7)));
        yield return new GradientCase("Standardize rows", x => x[0].Standardize(-1, 0.01, out _, out _).Tanh(), Grid((5, 7)));

        yield return new GradientCase("Standardize one row", x => x[0].Standardize(0, 0.01, out _, out _), Grid((1, 4)));
        yield return new GradientCase("Standardize nothing", x => x[0].Standardize(0, 0.01, out _, out _), Grid((0, 4)));
        foreach (Shape shape in (Shape[])[5, (3, 5), Cube, (0, 3), (3, 0)])
        {
            yield return new GradientCase($"LogSoftmax {shape}", x => x[0].LogSoftmax(), Grid(shape));
        }

        foreach (Shape shape in (Shape[])[5, (3, 5), Cube, (0, 3), (3, 0)])
        {
            yield return new GradientCase($"Softmax {shape}", x => x[0].Softmax(), Grid(shape));
        }
    }

    private static IEnumerable<GradientCase> Matrices()
    {
        foreach (bool a in new[] { false, true })
        {
            foreach (bool b in new[] { false, true })
            {
                yield return new GradientCase(
                    $"MatMul{(a ? " A^T" : " A")}{(b ? " B^T" : " B")}", x => x[0].MatMul(x[1], a, b), Grid(a ? (4, 3) : (3, 4)), Grid(b ? (2, 4) : (4, 2)));
            }
        }

        yield return new GradientCase("MatMul of nothing", x => x[0].MatMul(x[1]), Grid((3, 0)), Grid((0, 2)));
        yield return new GradientCase("MatMul with itself", x => x[0].MatMul(x[0], transposeThis: true), Grid((4, 3)));
        yield return new GradientCase("Transpose", x => x[0].Transpose(), Grid((3, 4)));
    }

    private static IEnumerable<GradientCase> Rows()
    {
        Func<Tensor> narrow = () => Tensor.Create([2, 0, 2, 1, 2], 5, TestEngines.Reference);
        Func<Tensor> wide = () => Tensor.Create([2L, 0, 2, 1, 2], 5, TestEngines.Reference);
        yield return new GradientCase("Concatenate rows", x => Tensor.Concatenate(x, 0), Grid((2, 3)), Grid((0, 3)), Grid((4, 3)));
        yield return new GradientCase("Concatenate columns", x => Tensor.Concatenate(x, -1), Grid((3, 2)), Grid((3, 0)), Grid((3, 4)));
        yield return new GradientCase("Concatenate last of three", x => Tensor.Concatenate(x, 2), Grid((2, 3, 1)), Grid((2, 3, 4)));
        yield return new GradientCase("Concatenate twice the same", x => Tensor.Concatenate([x[0], x[0]], 1), Grid((3, 2)));
        yield return new GradientCase("Reshape", x => x[0].Reshape((4, 6)), Grid(Cube));
        yield return new GradientCase("Rows", x => x[0].Rows(1, 2), Grid((4, 3)));
        yield return new GradientCase("Rows none", x => x[0].Rows(4, 0), Grid((4, 3)));
        yield return new GradientCase("Rows of three axes", x => x[0].Rows(2, 1), Grid(Cube));
        yield return new GradientCase("Columns", x => x[0].Columns(1, 2), Grid((3, 4)));
        yield return new GradientCase("Columns all", x => x[0].Columns(0, 4), Grid((3, 4)));
        yield return new GradientCase("GatherRows by Int32", x => x[0].GatherRows(x[1]), Grid((4, 3)), narrow);
        yield return new GradientCase("GatherRows by Int64", x => x[0].GatherRows(x[1]), Grid(Cube), wide);
        yield return new GradientCase("ScatterAddRows by Int32", x => x[0].ScatterAddRows(x[1], 4), Grid((5, 3)), narrow);
        yield return new GradientCase("ScatterAddRows by Int64", x => x[0].ScatterAddRows(x[1], 3), Grid((5, 2, 2)), wide);
        yield return new GradientCase("Pick by Int32", x => x[0].Pick(x[1]), Grid((5, 3)), narrow);
        yield return new GradientCase("CrossEntropy", x => x[0].CrossEntropy(x[1]), Grid((5, 3)), narrow);
        yield return new GradientCase("Pick by Int64", x => x[0].Pick(x[1]), Grid((5, 3)), wide);
    }

    /// <summary>Distinct numbers, at least 0.05 apart and 0.01 from zero; grids of other offsets share no number.</summary>
    private static Func<Tensor> Grid(Shape shape, double offset = 0.013, ulong stream = 1) => () =>
    {
        int[] places = Source.Stream(stream).Sequence().Permutation((int)shape.Count);
        return Tensor.Create(Array.ConvertAll(places, place => ((place - (places.Length / 2)) * 0.05) + offset), shape, TestEngines.Reference);
    };

    private static Func<Tensor> Positive(Shape shape) => () => Tensor.Uniform(shape, Source.Stream("positive"), 0.5, 2, TestEngines.Reference);
}
