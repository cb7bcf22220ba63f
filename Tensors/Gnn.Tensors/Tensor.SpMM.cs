using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>y[i] = reduction over the entries (i, j) of value(e) * x[j]: messages from sources to targets, never stored.</summary>
    /// <param name="adjacency">The entries and their values, [E] or [E, H], or none.</param>
    /// <param name="x">[columns, F]; with values [E, H], F = H * D and head h scales its own D columns.</param>
    /// <param name="reduction">How a row's entries become one; a row without entries gives 0.</param>
    /// <returns>[rows, F].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor SpMM(Adjacency adjacency, Tensor x, Reduction reduction = Reduction.Sum)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        return SpMM(adjacency.Structure, adjacency.Values, x, reduction, transposed: false, adjacency);
    }

    /// <summary>y[i] = reduction over the entries (i, j) of value(e) * x[j].</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="values">[E] or [E, H] in entry order, or null for 1 everywhere.</param>
    /// <param name="x">[columns, F], or [rows, F] if transposed; F is a multiple of H.</param>
    /// <param name="reduction">How a row's entries become one; a row without entries gives 0. The gradient of a maximum or minimum goes to the first of several.</param>
    /// <param name="transposed">Whether the matrix is transposed: then y[j] reduces over the entries (i, j) of value(e) * x[i].</param>
    /// <returns>[rows, F], or [columns, F] if transposed.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor SpMM(SparseStructure structure, Tensor? values, Tensor x, Reduction reduction = Reduction.Sum, bool transposed = false) =>
        SpMM(structure, values, x, reduction, transposed, adjacency: null);

    /// <summary>y[i] = scale * self[i] + the sum over the entries (i, j) of x[j]: each row with its neighbours, in one pass.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="x">[columns, F].</param>
    /// <param name="self">[rows, F]; may be x where there are as many rows as columns.</param>
    /// <param name="scale">One element, of any shape.</param>
    /// <returns>[rows, F].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor SumWithSelf(SparseStructure structure, Tensor x, Tensor self, Tensor scale)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(x);
        Throw.IfNotFloating(self);
        Throw.IfNotFloating(scale);
        Throw.IfOtherEngine(x, self);
        Throw.IfOtherEngine(x, scale);
        Throw.IfNotRank(x, 2);
        if (x.Shape[0] != structure.ColumnCount)
        {
            throw new ArgumentException($"'x' must have one row for each of {structure.ColumnCount} columns of {structure}, got {x.Shape}.", nameof(x));
        }

        Shape shape = (structure.RowCount, x.Shape[1]);
        if (self.Shape != shape)
        {
            throw new ArgumentException($"'self' must be {shape}, a row for each of {structure} and as many columns as 'x', got {self.Shape}.", nameof(self));
        }

        if (scale.Shape.Count != 1)
        {
            throw new ArgumentException($"'scale' must have one element, got {scale.Shape}.", nameof(scale));
        }

        Tensor y = Wrap(x.Engine.SpMMWithSelf(structure, transposed: false, x.View, self.View, scale.View), shape);
        if (Records(x) || Records(self) || Records(scale))
        {
            y.From(new SumWithSelfNode(structure, x, self, scale));
        }

        return y;
    }

    /// <summary>The same; values that are an adjacency's own and want no gradient need not be brought into another order in each backward pass.</summary>
    private static Tensor SpMM(SparseStructure structure, Tensor? values, Tensor x, Reduction reduction, bool transposed, Adjacency? adjacency)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(x);
        Throw.IfNotRank(x, 2);
        (int rows, int columns) = Sides(structure, transposed);
        if (x.Shape[0] != columns)
        {
            throw new ArgumentException($"'x' must have one row for each of {columns} {(transposed ? "rows" : "columns")} of {structure}, got {x.Shape}.", nameof(x));
        }

        long heads = 1;
        if (values is not null)
        {
            heads = CheckEntries(structure, values);
            Throw.IfOtherEngine(x, values);
            if (heads == 0 && x.Shape[1] == 0)
            {
                return Zeros((rows, 0), x.Engine);
            }

            if (heads == 0 || x.Shape[1] % heads != 0)
            {
                throw new ArgumentException($"With values {values.Shape}, the columns of 'x' must be a multiple of {heads} heads, got {x.Shape}.", nameof(x));
            }
        }

        Tensor y = Wrap(x.Engine.SpMM(structure, transposed, HeadView(values), x.View, reduction, out EngineBuffer? arg), (rows, x.Shape[1]));
        using Tensor? from = arg is null ? null : Wrap(arg, y.Shape);
        if (Records(x) || (values is not null && Records(values)))
        {
            y.From(from is null
                ? new SpMMNode(structure, transposed, values, x, heads, reduction == Reduction.Mean, values is { RequiresGradient: false } ? adjacency : null)
                : new SpMMExtremeNode(structure, transposed, values, x, heads, from));
        }

        return y;
    }

    /// <summary>dx = A^T dy; dvalue(e) = dy[i] . x[j], head by head. A mean first divides dy by the length of the row.</summary>
    private sealed class SpMMNode(
        SparseStructure structure, bool transposed, Tensor? values, Tensor x, long heads, bool isMean, Adjacency? adjacency) : GradNode(values is null ? [x] : [x, values])
    {
        private readonly Tensor? _values = values?.Alias(values.Shape);
        private readonly Tensor? _x = values is not null && values.RequiresGradient ? x.Alias(x.Shape) : null;

        internal override void Backward(Tensor gradient)
        {
            Tensor share = isMean ? DivideByRowLength(structure, gradient, transposed) : gradient;
            if (Wants(0))
            {
                GiveOwn(0, adjacency is null or { IsDisposed: true }
                    ? SpMM(structure, _values, share, Reduction.Sum, !transposed)
                    : SpMM(structure.Reversed, adjacency.ReversedValues(), share));
            }

            if (_x is not null)
            {
                Tensor toValues = transposed ? Sddmm(structure, EntryOperation.Dot, _x, share, heads) : Sddmm(structure, EntryOperation.Dot, share, _x, heads);
                Give(1, toValues.Reshape(_values!.Shape));
            }
        }

        protected override void DropSaved()
        {
            _values?.Dispose();
            _x?.Dispose();
        }
    }

    /// <summary>dx = A^T dy; dself = scale * dy; dscale = the sum of dy * self. Where x is self, both at once.</summary>
    private sealed class SumWithSelfNode(SparseStructure structure, Tensor x, Tensor self, Tensor scale) : GradNode(x, self, scale)
    {
        private readonly bool _isOne = ReferenceEquals(x, self);
        private readonly Tensor _scale = scale.Alias(scale.Shape);
        private readonly Tensor? _self = scale.RequiresGradient ? self.Alias(self.Shape) : null;

        internal override void Backward(Tensor gradient)
        {
            if (_isOne && Wants(0))
            {
                GiveOwn(0, Wrap(gradient.Engine.SpMMWithSelf(structure, transposed: true, gradient.View, gradient.View, _scale.View), gradient.Shape));
            }
            else
            {
                if (Wants(0))
                {
                    GiveOwn(0, SpMM(structure, null, gradient, Reduction.Sum, transposed: true));
                }

                if (Wants(1))
                {
                    GiveOwn(1, gradient * _scale);
                }
            }

            if (_self is not null)
            {
                GiveOwn(2, Wrap(gradient.Engine.InnerProduct(gradient.View, _self.View), _scale.Shape));
            }
        }

        protected override void DropSaved()
        {
            _scale.Dispose();
            _self?.Dispose();
        }
    }

    /// <summary>dx and dvalue as for a sum, over the entries that gave a result.</summary>
    private sealed class SpMMExtremeNode(SparseStructure structure, bool transposed, Tensor? values, Tensor x, long heads, Tensor arg) : GradNode(values is null ? [x] : [x, values])
    {
        private readonly Tensor? _values = values?.Alias(values.Shape);
        private readonly Tensor? _x = values is not null && values.RequiresGradient ? x.Alias(x.Shape) : null;
        private readonly Tensor _arg = arg.Alias(arg.Shape);
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient)
        {
            Engine engine = gradient.Engine;
            if (Wants(0))
            {
                GiveOwn(0, Wrap(engine.SpMMArgGradient(structure, transposed, HeadView(_values), gradient.View, _arg.View), _shape));
            }

            if (_x is not null)
            {
                GiveOwn(1, Wrap(engine.SpMMArgValueGradient(structure, transposed, heads, _x.View, gradient.View, _arg.View), _values!.Shape));
            }
        }

        protected override void DropSaved()
        {
            _values?.Dispose();
            _x?.Dispose();
            _arg.Dispose();
        }
    }
}
