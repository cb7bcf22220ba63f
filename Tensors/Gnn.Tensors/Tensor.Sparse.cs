using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>One result for each entry (i, j) of a sparse matrix from row i of a and row j of b.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="operation">What is computed.</param>
    /// <param name="a">[rows, F].</param>
    /// <param name="b">[columns, F].</param>
    /// <param name="heads">For <see cref="EntryOperation.Dot"/>: H, a divisor of F, one inner product of F / H columns each.</param>
    /// <returns>[E, H] for <see cref="EntryOperation.Dot"/>, else [E, F], in entry order.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Sddmm(SparseStructure structure, EntryOperation operation, Tensor a, Tensor b, long heads = 1)
    {
        Throw.IfTranspose(structure);
        Throw.IfOtherEngine(a, b);
        Throw.IfNotFloating(a);
        Throw.IfNotFloating(b);
        Throw.IfNotRank(a, 2);
        Throw.IfNotRank(b, 2);
        if (a.Shape[0] != structure.RowCount || b.Shape[0] != structure.ColumnCount || a.Shape[1] != b.Shape[1])
        {
            throw new ArgumentException(
                $"'a' must be [{structure.RowCount}, F] and 'b' [{structure.ColumnCount}, F] for {structure}, got {a.Shape} and {b.Shape}.", nameof(a));
        }

        if (heads < 1 || a.Shape[1] % heads != 0 || (operation != EntryOperation.Dot && heads != 1))
        {
            throw new ArgumentException($"'heads' must divide the {a.Shape[1]} columns, and be 1 for all but Dot, got {heads}.", nameof(heads));
        }

        var shape = new Shape(structure.EntryCount, operation == EntryOperation.Dot ? heads : a.Shape[1]);
        Tensor y = Wrap(a.Engine.Sddmm(structure, operation, a.View, b.View, heads), shape);
        return Records(a, b) ? y.From(new SddmmNode(structure, operation, a, b)) : y;
    }

    /// <summary>The softmax of scores over the entries of each row, head by head.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="scores">[E] or [E, H] in entry order.</param>
    /// <returns>A tensor of the scores' shape.</returns>
    /// <exception cref="ArgumentException">There is not one score, or row of scores, for each entry.</exception>
    public static Tensor EdgeSoftmax(SparseStructure structure, Tensor scores)
    {
        Throw.IfTranspose(structure);
        CheckEntries(structure, scores);
        Tensor y = Wrap(scores.Engine.EdgeSoftmax(structure, HeadView(scores)), scores.Shape);
        return Records(scores) ? y.From(new EdgeSoftmaxNode(structure, scores, y)) : y;
    }

    /// <summary>The reduction over the entries of each row of what the entries hold.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="x">[E, F] in entry order.</param>
    /// <param name="reduction">How a row's entries become one; a row without entries gives 0.</param>
    /// <param name="transposed">Whether entries are taken by column.</param>
    /// <returns>[rows, F], or [columns, F] if transposed.</returns>
    /// <exception cref="ArgumentException">There is not one row of x for each entry.</exception>
    public static Tensor SegmentReduce(SparseStructure structure, Tensor x, Reduction reduction = Reduction.Sum, bool transposed = false)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotRank(x, 2);
        CheckEntries(structure, x);
        Tensor y = Wrap(
            x.Engine.SegmentReduce(structure, transposed, x.View, reduction, out EngineBuffer? arg), (Sides(structure, transposed).Rows, x.Shape[1]));
        using Tensor? from = arg is null ? null : Wrap(arg, y.Shape);
        if (Records(x))
        {
            y.From(from is null
                ? new SegmentReduceNode(structure, transposed, x, reduction == Reduction.Mean)
                : new SegmentExtremeNode(structure, transposed, x, from));
        }

        return y;
    }

    /// <summary>y[e] = x[i] for every entry e = (i, j), or x[j] if transposed: what the target, or the source, of each edge holds.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="x">[rows, F], or [columns, F] if transposed.</param>
    /// <param name="transposed">Whether entries are taken by column.</param>
    /// <returns>[E, F] in entry order.</returns>
    /// <exception cref="ArgumentException">There is not one row of x for each row.</exception>
    public static Tensor ExpandRows(SparseStructure structure, Tensor x, bool transposed = false)
    {
        CheckRows(structure, x, transposed);
        Tensor y = Wrap(x.Engine.ExpandRows(structure, transposed, x.View), (structure.EntryCount, x.Shape[1]));
        return Records(x) ? y.From(new ExpandRowsNode(structure, transposed, x)) : y;
    }

    /// <summary>y[i] = x[i] / max(1, number of entries of row i).</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="x">[rows, F], or [columns, F] if transposed.</param>
    /// <param name="transposed">Whether entries are taken by column.</param>
    /// <returns>A tensor of x's shape.</returns>
    /// <exception cref="ArgumentException">There is not one row of x for each row.</exception>
    public static Tensor DivideByRowLength(SparseStructure structure, Tensor x, bool transposed = false)
    {
        CheckRows(structure, x, transposed);
        Tensor y = Wrap(x.Engine.DivideByRowLength(structure, transposed, x.View), x.Shape);
        return Records(x) ? y.From(new DivideByRowLengthNode(structure, transposed, x)) : y;
    }

    private static (int Rows, int Columns) Sides(SparseStructure structure, bool transposed) =>
        transposed ? (structure.ColumnCount, structure.RowCount) : (structure.RowCount, structure.ColumnCount);

    private static void CheckRows(SparseStructure structure, Tensor x, bool transposed)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(x);
        Throw.IfNotRank(x, 2);
        int rows = Sides(structure, transposed).Rows;
        if (x.Shape[0] != rows)
        {
            throw new ArgumentException($"'x' must have {rows} rows for {structure}{(transposed ? " transposed" : "")}, got {x.Shape}.", nameof(x));
        }
    }

    private static long CheckEntries(SparseStructure structure, Tensor values)
    {
        Throw.IfNotFloating(values);
        if (values.Shape.Rank is < 1 or > 2 || values.Shape[0] != structure.EntryCount)
        {
            throw new ArgumentException($"Entry values must be [{structure.EntryCount}] or [{structure.EntryCount}, H] for {structure}, got {values.Shape}.", nameof(values));
        }

        return values.Shape.Rank == 1 ? 1 : values.Shape[1];
    }

    /// <summary>Entry values as [E, H], or an empty view.</summary>
    private static BufferView HeadView(Tensor? values) => values is null
        ? default
        : values.Shape.Rank == 2 ? values.View : new BufferView(values.Buffer, values._offset, (values.Shape[0], 1));

    /// <summary>Dot: da = SpMM(dy, b), db = SpMM^T(dy, a), head by head. Else the entries' gradients, times the other side for a product, are summed by row and by column.</summary>
    private sealed class SddmmNode(SparseStructure structure, EntryOperation operation, Tensor a, Tensor b) : GradNode(a, b)
    {
        private readonly Tensor? _a = operation is EntryOperation.Dot or EntryOperation.Multiply ? a.Alias(a.Shape) : null;
        private readonly Tensor? _b = operation is EntryOperation.Dot or EntryOperation.Multiply ? b.Alias(b.Shape) : null;

        internal override void Backward(Tensor gradient)
        {
            if (_a is not null && _b is not null)
            {
                if (Wants(0))
                {
                    Give(0, SpMM(structure, gradient, _b));
                }

                if (Wants(1))
                {
                    Give(1, SpMM(structure, gradient, _a, Reduction.Sum, transposed: true));
                }

                return;
            }

            if (Wants(0))
            {
                Give(0, SegmentReduce(structure, gradient));
            }

            if (Wants(1))
            {
                Tensor sum = SegmentReduce(structure, gradient, Reduction.Sum, transposed: true);
                Give(1, operation == EntryOperation.Subtract ? -sum : sum);
            }
        }

        protected override void DropSaved()
        {
            _a?.Dispose();
            _b?.Dispose();
        }
    }

    /// <summary>dx = y * (dy - sum of y * dy over the row).</summary>
    private sealed class EdgeSoftmaxNode(SparseStructure structure, Tensor scores, Tensor y) : GradNode(scores)
    {
        private readonly Tensor _y = y.Alias(y.Shape);

        internal override void Backward(Tensor gradient) =>
            Give(0, Wrap(gradient.Engine.EdgeSoftmaxGradient(structure, HeadView(_y), HeadView(gradient)), _y.Shape));

        protected override void DropSaved() => _y.Dispose();
    }

    /// <summary>dx[e] = dy[i], divided by the length of the row for a mean.</summary>
    private sealed class SegmentReduceNode(SparseStructure structure, bool transposed, Tensor x, bool isMean) : GradNode(x)
    {
        internal override void Backward(Tensor gradient)
        {
            Tensor share = isMean ? DivideByRowLength(structure, gradient, transposed) : gradient;
            Give(0, ExpandRows(structure, share, transposed));
        }

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx[e] = dy[i] where e gave the result, else 0.</summary>
    private sealed class SegmentExtremeNode(SparseStructure structure, bool transposed, Tensor x, Tensor arg) : GradNode(x)
    {
        private readonly Tensor _arg = arg.Alias(arg.Shape);
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) =>
            Give(0, Wrap(gradient.Engine.SegmentArgGradient(structure, transposed, gradient.View, _arg.View), _shape));

        protected override void DropSaved() => _arg.Dispose();
    }

    /// <summary>dx[i] = the sum of dy[e] over the row.</summary>
    private sealed class ExpandRowsNode(SparseStructure structure, bool transposed, Tensor x) : GradNode(x)
    {
        internal override void Backward(Tensor gradient) => Give(0, SegmentReduce(structure, gradient, Reduction.Sum, transposed));

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx[i] = dy[i] / max(1, length of row i).</summary>
    private sealed class DivideByRowLengthNode(SparseStructure structure, bool transposed, Tensor x) : GradNode(x)
    {
        internal override void Backward(Tensor gradient) => Give(0, DivideByRowLength(structure, gradient, transposed));

        protected override void DropSaved()
        {
        }
    }
}
