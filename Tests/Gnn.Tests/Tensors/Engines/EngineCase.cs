using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Tensors.Engines;

/// <summary>A primitive with random arguments whose size is given.</summary>
/// <param name="Name">What the test is called.</param>
/// <param name="Run">Makes arguments of a size, calls the primitive and returns its results.</param>
/// <param name="IsSum">Whether results are sums, whose error grows with their length.</param>
internal sealed record EngineCase(string Name, Action<EngineInputs, EngineSize> Run, bool IsSum = false)
{
    public override string ToString() => Name;
}

/// <summary>How large a case is made.</summary>
/// <param name="Rows">The rows, nodes or outer elements.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Entries">The entries of a structure.</param>
/// <param name="IsWide">Whether offsets and indices have 64 bits.</param>
internal readonly record struct EngineSize(int Rows, int Columns, int Entries, bool IsWide = false);

/// <summary>All primitives of an engine as cases.</summary>
internal static partial class EngineCases
{
    private static readonly RandomSource Source = new RandomSource(7UL).Stream("cases");

    public static IEnumerable<EngineCase> All() =>
        [.. Elementwise(), .. Reductions(), .. Standardizations(), .. Matrices(), .. Rows(), .. Sparse(), .. BlockProducts(), .. WalksOfPairs(), .. Attentions(), .. Epilogues(), .. Others()];

    public static IEnumerable<EngineCase> Elementwise()
    {
        foreach (EngineCase unary in Unaries())
        {
            yield return unary;
        }

        foreach (BinaryOperation operation in Enum.GetValues<BinaryOperation>())
        {
            yield return new($"Binary {operation}", (inputs, size) => Broadcasts(inputs, size, special: true, (a, b, shape) =>
                inputs.Engine.Binary(operation, a, b, shape)));
        }

        foreach (ComparisonOperation operation in Enum.GetValues<ComparisonOperation>())
        {
            yield return new($"Compare {operation}", (inputs, size) => Broadcasts(inputs, size, special: true, (a, b, shape) =>
                inputs.Engine.Compare(operation, a, b, shape)));
            yield return new($"Compare {operation} integers", (inputs, size) =>
            {
                Shape shape = (size.Rows, size.Columns);
                inputs.Return(inputs.Engine.Compare(operation, inputs.Ints(shape, 3, size.IsWide), inputs.Ints(size.Columns, 3, size.IsWide), shape));
            });
        }

        yield return new("Select", (inputs, size) =>
        {
            Shape shape = (size.Rows, size.Columns);
            inputs.Return(inputs.Engine.Select(inputs.Bools(shape), inputs.Floats(shape, special: true), inputs.Floats(shape, special: true)));
        });
        yield return new("Broadcast", (inputs, size) =>
        {
            inputs.Return(inputs.Engine.Broadcast(inputs.Floats(size.Columns, special: true), (size.Rows, size.Columns)));
            inputs.Return(inputs.Engine.Broadcast(inputs.Floats((size.Rows, 1), special: true), (size.Rows, size.Columns)));
            inputs.Return(inputs.Engine.Broadcast(inputs.Floats(Shape.Scalar), (size.Rows, size.Columns)));
            inputs.Return(inputs.Engine.Broadcast(inputs.Floats((1, size.Columns, 1)), new Shape([size.Rows, size.Columns, 3])));
        });
        yield return new("AccumulateInto", (inputs, size) =>
        {
            BufferView target = inputs.Floats((size.Rows, size.Columns), special: true);
            inputs.Engine.AccumulateInto(target, inputs.Floats((size.Rows, size.Columns), special: true), 0.5);
            inputs.Return(inputs.Engine.Copy(target));
        });
    }

    public static IEnumerable<EngineCase> Reductions()
    {
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            bool isSum = reduction is Reduction.Sum or Reduction.Mean;
            yield return new($"Reduce {reduction}", (inputs, size) => AlongAxes(inputs, size, special: false, (x, outer, length, inner) =>
                inputs.Engine.Reduce(reduction, x, outer, length, inner)), isSum);
            yield return new($"Reduce {reduction} special", (inputs, size) => AlongAxes(inputs, size, special: true, (x, outer, length, inner) =>
                inputs.Engine.Reduce(reduction, x, outer, length, inner)), isSum);
            if (!isSum)
            {
                yield return new($"ArgReduce {reduction}", (inputs, size) => AlongAxes(inputs, size, special: true, (x, outer, length, inner) =>
                {
                    BufferView arg = inputs.Keep(inputs.Engine.ArgReduce(reduction, x, outer, length, inner), outer * inner);
                    inputs.Return(inputs.Engine.ArgReduceGradient(inputs.Floats(outer * inner), arg, outer, length, inner));
                    return inputs.Engine.Copy(arg);
                }));
            }
        }

        yield return new("LogSumExp", (inputs, size) => AlongAxes(inputs, size, special: false, (x, outer, length, inner) =>
            inputs.Engine.LogSumExp(x, outer, length, inner)), IsSum: true);
        yield return new("LogSumExp special", (inputs, size) => AlongAxes(inputs, size, special: true, (x, outer, length, inner) =>
            inputs.Engine.LogSumExp(x, outer, length, inner)), IsSum: true);
        yield return new("LogSoftmax", (inputs, size) =>
        {
            Shape shape = (size.Rows, size.Columns);
            inputs.Return(inputs.Engine.LogSoftmax(inputs.Floats(shape, 50)));
            inputs.Return(inputs.Engine.LogSoftmax(inputs.Floats(shape, special: true)));
            inputs.Return(inputs.Engine.LogSoftmaxGradient(inputs.Floats(shape, special: true), inputs.Floats(shape)));
        }, IsSum: true);
        yield return new("Softmax", (inputs, size) =>
        {
            Shape shape = (size.Rows, size.Columns);
            inputs.Return(inputs.Engine.Softmax(inputs.Floats(shape, 50)));
            inputs.Return(inputs.Engine.Softmax(inputs.Floats(shape, special: true)));
            inputs.Return(inputs.Engine.SoftmaxGradient(inputs.Floats(shape, special: true), inputs.Floats(shape)));
        }, IsSum: true);
    }

    public static IEnumerable<EngineCase> Matrices()
    {
        foreach ((bool transposeA, bool transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            yield return new($"MatMul {transposeA} {transposeB}", (inputs, size) =>
            {
                (int m, int n, int k) = (size.Rows, size.Columns, inputs.Next(300));
                inputs.Return(inputs.Engine.MatMul(
                    inputs.Floats(transposeA ? (k, m) : (m, k)), transposeA, inputs.Floats(transposeB ? (n, k) : (k, n)), transposeB));
            }, IsSum: true);
            yield return new($"MatMul {transposeA} {transposeB} long", (inputs, size) =>
            {
                (int m, int n, int k) = (size.Columns, Math.Min(size.Columns, 40), 4 * size.Rows);
                inputs.Return(inputs.Engine.MatMul(
                    inputs.Floats(transposeA ? (k, m) : (m, k)), transposeA, inputs.Floats(transposeB ? (n, k) : (k, n)), transposeB));
            }, IsSum: true);
        }

        yield return new("MatMul special", (inputs, size) => inputs.Return(inputs.Engine.MatMul(
            inputs.Ties((size.Rows, 9), special: true), transposeA: false, inputs.Floats((9, size.Columns)), transposeB: false)), IsSum: true);
        yield return new("Transpose", (inputs, size) => inputs.Return(inputs.Engine.Transpose(inputs.Floats((size.Rows, size.Columns), special: true))));
    }

    public static IEnumerable<EngineCase> Rows()
    {
        yield return new("GatherRows", (inputs, size) =>
        {
            BufferView index = inputs.Ints(size.Rows > 0 ? size.Entries : 0, Math.Max(1, size.Rows), size.IsWide);
            inputs.Return(inputs.Engine.GatherRows(inputs.Floats((size.Rows, size.Columns), special: true), index));
            inputs.Return(inputs.Engine.GatherRows(inputs.Bools((size.Rows, size.Columns)), index));
        });
        yield return new("ScatterAddRows", (inputs, size) =>
        {
            int rows = Math.Max(1, size.Rows);
            BufferView index = inputs.Ints(size.Entries, rows, size.IsWide);
            inputs.Return(inputs.Engine.ScatterAddRows(inputs.Floats((size.Entries, size.Columns)), index, rows));
        }, IsSum: true);
        yield return new("Pick", (inputs, size) =>
        {
            int columns = Math.Max(1, size.Columns);
            BufferView column = inputs.Ints(size.Rows, columns, size.IsWide);
            inputs.Return(inputs.Engine.Pick(inputs.Floats((size.Rows, columns), special: true), column));
            inputs.Return(inputs.Engine.PickGradient(inputs.Floats(size.Rows, special: true), column, columns));
        });
        yield return new("Concatenate", (inputs, size) =>
        {
            BufferView a = inputs.Floats((size.Rows, size.Columns), special: true);
            BufferView b = inputs.Floats((size.Rows, 3));
            inputs.Return(inputs.Engine.Concatenate([a, b, a], size.Rows));
            inputs.Return(inputs.Engine.Concatenate([a, b], 1));
            inputs.Return(inputs.Engine.SliceColumns(a, size.Rows, size.Columns / 3, size.Columns / 2));
            inputs.Return(inputs.Engine.SliceColumns(inputs.Bools((size.Rows, size.Columns)), size.Rows, size.Columns / 3, size.Columns / 2));
        });
    }

    public static IEnumerable<EngineCase> Sparse()
    {
        foreach (bool transposed in new[] { false, true })
        {
            yield return new($"SpMMWithSelf transposed {transposed}", (inputs, size) => SpMMWithSelf(inputs, size, transposed), IsSum: true);
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                bool isSum = reduction is Reduction.Sum or Reduction.Mean;
                foreach (int heads in new[] { 0, 1, 3 })
                {
                    yield return new($"SpMM {reduction} transposed {transposed} heads {heads}", (inputs, size) =>
                        SpMM(inputs, size, transposed, reduction, heads), IsSum: true);
                }

                yield return new($"SegmentReduce {reduction} transposed {transposed}", (inputs, size) =>
                {
                    using SparseStructure structure = Structure(inputs, size);
                    BufferView x = isSum ? inputs.Floats((size.Entries, size.Columns)) : inputs.Ties((size.Entries, size.Columns), special: true);
                    inputs.Return(inputs.Engine.SegmentReduce(structure, transposed, x, reduction, out EngineBuffer? arg));
                    if (arg is not null)
                    {
                        inputs.Return(arg);
                        arg.Retain();
                        int rows = transposed ? structure.ColumnCount : structure.RowCount;
                        BufferView gradient = inputs.Floats((rows, size.Columns));
                        inputs.Return(inputs.Engine.SegmentArgGradient(structure, transposed, gradient, inputs.Keep(arg, gradient.Shape)));
                    }
                }, isSum);
            }

            yield return new($"ExpandRows transposed {transposed}", (inputs, size) =>
            {
                using SparseStructure structure = Structure(inputs, size);
                BufferView x = inputs.Floats((transposed ? structure.ColumnCount : structure.RowCount, size.Columns), special: true);
                inputs.Return(inputs.Engine.ExpandRows(structure, transposed, x));
                inputs.Return(inputs.Engine.DivideByRowLength(structure, transposed, x));
            });
        }

        foreach (EntryOperation operation in Enum.GetValues<EntryOperation>())
        {
            yield return new($"Sddmm {operation}", (inputs, size) =>
            {
                using SparseStructure structure = Structure(inputs, size);
                bool isDot = operation == EntryOperation.Dot;
                BufferView a = inputs.Floats((structure.RowCount, size.Columns), special: !isDot);
                BufferView b = inputs.Floats((structure.ColumnCount, size.Columns), special: !isDot);
                inputs.Return(inputs.Engine.Sddmm(structure, operation, a, b, 1));
                if (isDot)
                {
                    a = inputs.Floats((structure.RowCount, 3 * size.Columns));
                    b = inputs.Floats((structure.ColumnCount, 3 * size.Columns));
                    inputs.Return(inputs.Engine.Sddmm(structure, operation, a, b, 3));
                }
            }, operation == EntryOperation.Dot);
        }

        foreach (int heads in new[] { 1, 4, 19 })
        {
            yield return new($"EdgeSoftmax heads {heads}", (inputs, size) =>
            {
                using SparseStructure structure = Structure(inputs, size);
                Shape shape = (size.Entries, heads);
                inputs.Return(inputs.Engine.EdgeSoftmax(structure, inputs.Floats(shape, 30)));
                inputs.Return(inputs.Engine.EdgeSoftmax(structure, inputs.Ties(shape, special: true)));
                inputs.Return(inputs.Engine.EdgeSoftmaxGradient(structure, inputs.Floats(shape, 1), inputs.Floats(shape)));
            }, IsSum: true);
        }
    }

    public static IEnumerable<EngineCase> Others()
    {
        yield return new("RandomUniform", (inputs, size) => inputs.Return(inputs.Engine.RandomUniform(size.Rows * size.Columns, Source, -1, 3)));
        yield return new("RandomNormal", (inputs, size) => inputs.Return(inputs.Engine.RandomNormal(size.Rows * size.Columns, Source, 1, 2)));
        foreach (double probability in new[] { 0, 0.1, 0.5, 0.999999999999 })
        {
            yield return new($"Dropout {probability}", (inputs, size) =>
                inputs.Return(inputs.Engine.Dropout(inputs.Floats((size.Rows, size.Columns), special: true), probability, Source)));
        }

        foreach (bool decoupled in new[] { false, true })
        {
            yield return new($"AdamStep decoupled {decoupled}", (inputs, size) =>
            {
                Shape shape = (size.Rows, size.Columns);
                BufferView w = inputs.Floats(shape), m = inputs.Floats(shape), v = inputs.Floats(shape, positive: true);
                inputs.Engine.AdamStep(w, inputs.Floats(shape), m, v, new AdamStep(3, 0.01, 0.9, 0.999, 1e-8, 0.05, decoupled));
                inputs.Return(inputs.Engine.Copy(w));
                inputs.Return(inputs.Engine.Copy(m));
                inputs.Return(inputs.Engine.Copy(v));
            }, IsSum: true);
        }

        yield return new("AdagradStep", (inputs, size) =>
        {
            Shape shape = (size.Rows, size.Columns);
            BufferView w = inputs.Floats(shape), squares = inputs.Floats(shape, positive: true);
            inputs.Engine.AdagradStep(w, inputs.Floats(shape), squares, new AdagradStep(0.01, 1e-8, 0.05));
            inputs.Return(inputs.Engine.Copy(w));
            inputs.Return(inputs.Engine.Copy(squares));
        }, IsSum: true);
        foreach (bool flag in new[] { false, true })
        {
            yield return new($"SgdStep first {flag}", (inputs, size) =>
            {
                Shape shape = (size.Rows, size.Columns);
                BufferView w = inputs.Floats(shape), direction = inputs.Floats(shape);
                inputs.Engine.SgdStep(w, inputs.Floats(shape), direction, new SgdStep(flag, 0.1, 0.9, 0.2, 0.01, flag));
                inputs.Engine.SgdStep(w, inputs.Floats(shape), direction, new SgdStep(IsFirst: false, 0.1, 0.9, 0.2, 0.01, flag));
                inputs.Engine.SgdStep(w, inputs.Floats(shape), default, new SgdStep(IsFirst: false, 0.1, 0, 0, 0.01, Nesterov: false));
                inputs.Return(inputs.Engine.Copy(w));
                inputs.Return(inputs.Engine.Copy(direction));
            }, IsSum: true);
        }
    }

    private static void SpMMWithSelf(EngineInputs inputs, EngineSize size, bool transposed)
    {
        using SparseStructure structure = Structure(inputs, size);
        (int rows, int columns) = transposed ? (structure.ColumnCount, structure.RowCount) : (structure.RowCount, structure.ColumnCount);
        BufferView x = inputs.Floats((columns, size.Columns));
        BufferView self = inputs.Floats((rows, size.Columns));
        inputs.Return(inputs.Engine.SpMMWithSelf(structure, transposed, x, self, inputs.Floats(1)));
        inputs.Return(inputs.Engine.InnerProduct(self, self));
    }

    private static SparseStructure Structure(EngineInputs inputs, EngineSize size) =>
        inputs.Structure(Math.Max(1, size.Rows), Math.Max(1, size.Rows - 1), size.Entries, size.IsWide);

    private static void SpMM(EngineInputs inputs, EngineSize size, bool transposed, Reduction reduction, int heads)
    {
        using SparseStructure structure = Structure(inputs, size);
        int width = size.Columns * Math.Max(1, heads);
        (int rows, int columns) = transposed ? (structure.ColumnCount, structure.RowCount) : (structure.RowCount, structure.ColumnCount);

        // Powers of two keep products exact, so that both engines see the same ties.
        bool isSum = reduction is Reduction.Sum or Reduction.Mean;
        BufferView x = isSum ? inputs.Floats((columns, width)) : inputs.Ties((columns, width), special: true);
        BufferView values = heads == 0 ? default : isSum ? inputs.Floats((size.Entries, heads)) : inputs.Ties((size.Entries, heads));
        inputs.Return(inputs.Engine.SpMM(structure, transposed, values, x, reduction, out EngineBuffer? arg));
        if (arg is null)
        {
            return;
        }

        inputs.Return(arg);
        arg.Retain();
        BufferView from = inputs.Keep(arg, (rows, width));
        BufferView gradient = inputs.Floats((rows, width));
        inputs.Return(inputs.Engine.SpMMArgGradient(structure, transposed, values, gradient, from));
        inputs.Return(inputs.Engine.SpMMArgGradient(structure, transposed, values, inputs.Floats((rows, width), special: true), from));
        if (heads > 0)
        {
            BufferView finite = inputs.Floats((columns, width));
            inputs.Return(inputs.Engine.SpMMArgValueGradient(structure, transposed, heads, finite, gradient, from));
        }
    }

    private static void AlongAxes(EngineInputs inputs, EngineSize size, bool special, Func<BufferView, long, long, long, EngineBuffer> reduce)
    {
        int length = Math.Max(1, size.Columns);
        foreach ((long outer, long middle, long inner) in new (long, long, long)[]
            { (size.Rows, length, 1), (1, Math.Max(1, size.Rows), length), (3, Math.Max(1, size.Rows), 5), (2, 3, size.Rows * length), (1, Math.Max(1, size.Rows) * length, 1) })
        {
            inputs.Return(reduce(inputs.Floats((outer, middle, inner), 3, special), outer, middle, inner));
        }
    }

    private static void Broadcasts(EngineInputs inputs, EngineSize size, bool special, Func<BufferView, BufferView, Shape, EngineBuffer> combine)
    {
        Shape shape = (size.Rows, size.Columns);
        inputs.Return(combine(inputs.Ties(shape, special), inputs.Ties(shape, special), shape));
        inputs.Return(combine(inputs.Floats(shape, 3, special), inputs.Floats(size.Columns, 3, special), shape));
        inputs.Return(combine(inputs.Floats((size.Rows, 1), 3, special), inputs.Floats(shape, 3, special), shape));
        inputs.Return(combine(inputs.Floats(Shape.Scalar), inputs.Floats(shape, 3, special), shape));
        inputs.Return(combine(inputs.Floats((size.Rows, 1), 3, special), inputs.Floats((1, size.Columns), 3, special), shape));
        var deep = new Shape([2, size.Rows, 3, size.Columns]);
        inputs.Return(combine(inputs.Floats(new Shape([size.Rows, 1, size.Columns])), inputs.Floats(new Shape([2, 1, 3, 1])), deep));
    }
}
