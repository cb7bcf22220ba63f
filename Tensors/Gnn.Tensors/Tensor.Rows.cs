using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Parts one after another along axis 0, or side by side along the last.</summary>
    /// <param name="parts">At least one tensor; all of one type, and equal in the other axes.</param>
    /// <param name="axis">0, or the innermost axis (-1).</param>
    /// <returns>The whole.</returns>
    /// <exception cref="ArgumentException">There are no parts, they do not fit, or the axis is another.</exception>
    public static Tensor Concatenate(ReadOnlySpan<Tensor> parts, int axis)
    {
        if (parts.Length == 0)
        {
            throw new ArgumentException("Concatenate takes at least one tensor.", nameof(parts));
        }

        Tensor first = parts[0];
        int at = axis < 0 ? axis + first.Shape.Rank : axis;
        if (first.Shape.Rank == 0 || (at != 0 && at != first.Shape.Rank - 1))
        {
            throw new ArgumentException($"Concatenate works along the first or the last axis, got axis {axis} of {first.Shape}.", nameof(axis));
        }

        long total = 0;
        var views = new BufferView[parts.Length];
        bool records = false;
        for (int i = 0; i < parts.Length; i++)
        {
            Tensor part = parts[i];
            Throw.IfOtherEngine(first, part);
            if (part.DataType != first.DataType || part.Shape.Rank != first.Shape.Rank || part.Shape.With(at, 0) != first.Shape.With(at, 0))
            {
                throw new ArgumentException(
                    $"Part {i} is {part.DataType} {part.Shape} and does not fit {first.DataType} {first.Shape} along axis {at}.", nameof(parts));
            }

            views[i] = part.View;
            total += part.Shape[at];
            records |= Records(part);
        }

        long outer = at == 0 ? 1 : first.Shape.Around(at).Outer;
        Tensor y = Wrap(first.Engine.Concatenate(views, outer), first.Shape.With(at, total));
        return records ? y.From(new ConcatenateNode(parts, at)) : y;
    }

    /// <summary>The same elements with another shape; shares the buffer.</summary>
    /// <param name="shape">A shape of as many elements.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Reshape(in Shape shape)
    {
        if (shape.Count != Shape.Count)
        {
            throw new ArgumentException($"{Shape} has {Shape.Count} elements and cannot become {shape} with {shape.Count}.", nameof(shape));
        }

        Buffer.Retain();
        var y = new Tensor(Buffer, _offset, shape, isInScope: true);
        return Records(this) ? y.From(new ReshapeNode(this)) : y;
    }

    /// <summary>A run of leading rows' neighbours: rows start to start + count - 1 along axis 0; shares the buffer.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>[count, ...].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    public Tensor Rows(long start, long count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start > Shape[0] - count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"Rows {start} to {start + count} (exclusive) do not lie inside {Shape}.");
        }

        if (count == Shape[0])
        {
            return Reshape(Shape);
        }

        long width = Shape.With(0, 1).Count;
        Buffer.Retain();
        var y = new Tensor(Buffer, _offset + (start * width), Shape.With(0, count), isInScope: true);
        return Records(this) ? y.From(new RowsNode(this, start)) : y;
    }

    /// <summary>A run of columns of a matrix.</summary>
    /// <param name="start">The first column.</param>
    /// <param name="count">The number of columns.</param>
    /// <returns>[rows, count].</returns>
    /// <exception cref="ArgumentException">The tensor is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The columns are not all there.</exception>
    public Tensor Columns(long start, long count)
    {
        Throw.IfNotRank(this, 2);
        if (start < 0 || count < 0 || start > Shape[1] - count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"Columns {start} to {start + count} (exclusive) do not lie inside {Shape}.");
        }

        Tensor y = Wrap(Engine.SliceColumns(View, Shape[0], start, count), (Shape[0], count));
        return Records(this) ? y.From(new ColumnsNode(this, start, count)) : y;
    }

    /// <summary>y[i] = x[index[i]], row by row along axis 0.</summary>
    /// <param name="index">Int32 or Int64 [M], in [0, rows).</param>
    /// <returns>[M, ...].</returns>
    /// <exception cref="ArgumentException">The index is not an integer vector, or this tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; the message names its position and value.</exception>
    public Tensor GatherRows(Tensor index)
    {
        Throw.IfOtherEngine(this, index);
        Throw.IfNotIndex(index);
        Shape shape = Shape.With(0, index.Shape[0]);
        Tensor y = Wrap(Engine.GatherRows(View, index.View), shape);
        return Records(this) ? y.From(new GatherRowsNode(this, index)) : y;
    }

    /// <summary>y[index[i]] += x[i] from zero, row by row along axis 0; a row that several i name sums them in their order.</summary>
    /// <param name="index">Int32 or Int64 [rows of x], in [0, rows).</param>
    /// <param name="rows">The number of rows of the result.</param>
    /// <returns>[rows, ...].</returns>
    /// <exception cref="ArgumentException">The index is not an integer vector with one element a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; the message names its position and value.</exception>
    public Tensor ScatterAddRows(Tensor index, long rows)
    {
        Throw.IfOtherEngine(this, index);
        Throw.IfNotFloating(this);
        Throw.IfNotIndex(index);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (index.Shape[0] != Shape[0])
        {
            throw new ArgumentException($"'index' must have one element for each of {Shape[0]} rows, got {index.Shape}.", nameof(index));
        }

        Shape shape = Shape.With(0, rows);
        Tensor y = Wrap(Engine.ScatterAddRows(View, index.View, rows), shape);
        return Records(this) ? y.From(new ScatterAddRowsNode(this, index)) : y;
    }

    /// <summary>y[i] = x[i, column[i]] of a matrix.</summary>
    /// <param name="column">Int32 or Int64 [rows], in [0, columns).</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentException">This tensor is not a floating matrix, or the columns are not an integer vector with one element a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is out of range; the message names its position and value.</exception>
    public Tensor Pick(Tensor column)
    {
        Throw.IfOtherEngine(this, column);
        Throw.IfNotFloating(this);
        Throw.IfNotRank(this, 2);
        Throw.IfNotIndex(column);
        if (column.Shape[0] != Shape[0])
        {
            throw new ArgumentException($"'column' must have one element for each of {Shape[0]} rows, got {column.Shape}.", nameof(column));
        }

        Tensor y = Wrap(Engine.Pick(View, column.View), Shape[0]);
        return Records(this) ? y.From(new PickNode(this, column)) : y;
    }

    /// <summary>Each part's gradient is its run of columns of dy, seen as [outer, width].</summary>
    private sealed class ConcatenateNode : GradNode
    {
        private readonly Shape[] _shapes;
        private readonly int _axis;

        internal ConcatenateNode(ReadOnlySpan<Tensor> parts, int axis)
            : base(parts)
        {
            _axis = axis;
            _shapes = new Shape[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                _shapes[i] = parts[i].Shape;
            }
        }

        internal override void Backward(Tensor gradient)
        {
            long outer = _axis == 0 ? 1 : gradient.Shape.Around(_axis).Outer;
            long start = 0;
            for (int i = 0; i < _shapes.Length; i++)
            {
                long width = outer == 0 ? 0 : _shapes[i].Count / outer;
                if (Wants(i))
                {
                    Give(i, Wrap(gradient.Engine.SliceColumns(gradient.View, outer, start, width), _shapes[i]));
                }

                start += width;
            }
        }

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx = dy with the old shape.</summary>
    private sealed class ReshapeNode(Tensor x) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) => Give(0, gradient.Reshape(_shape));

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx = dy between zeros for the rows not taken.</summary>
    private sealed class RowsNode(Tensor x, long start) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient)
        {
            long end = start + gradient.Shape[0];
            Tensor before = Zeros(_shape.With(0, start), gradient.Engine);
            Tensor after = Zeros(_shape.With(0, _shape[0] - end), gradient.Engine);
            Give(0, Concatenate([before, gradient, after], 0));
        }

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx = dy between zeros for the columns not taken.</summary>
    private sealed class ColumnsNode(Tensor x, long start, long count) : GradNode(x)
    {
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient)
        {
            Tensor before = Zeros((_shape[0], start), gradient.Engine);
            Tensor after = Zeros((_shape[0], _shape[1] - start - count), gradient.Engine);
            Give(0, Concatenate([before, gradient, after], 1));
        }

        protected override void DropSaved()
        {
        }
    }

    /// <summary>dx = dy scattered by the index.</summary>
    private sealed class GatherRowsNode(Tensor x, Tensor index) : GradNode(x)
    {
        private readonly Tensor _index = index.Alias(index.Shape);
        private readonly long _rows = x.Shape[0];

        internal override void Backward(Tensor gradient) => Give(0, gradient.ScatterAddRows(_index, _rows));

        protected override void DropSaved() => _index.Dispose();
    }

    /// <summary>dx = dy gathered by the index.</summary>
    private sealed class ScatterAddRowsNode(Tensor x, Tensor index) : GradNode(x)
    {
        private readonly Tensor _index = index.Alias(index.Shape);

        internal override void Backward(Tensor gradient) => Give(0, gradient.GatherRows(_index));

        protected override void DropSaved() => _index.Dispose();
    }

    /// <summary>dx = dy at the column picked, 0 elsewhere.</summary>
    private sealed class PickNode(Tensor x, Tensor column) : GradNode(x)
    {
        private readonly Tensor _column = column.Alias(column.Shape);
        private readonly Shape _shape = x.Shape;

        internal override void Backward(Tensor gradient) => Give(0, Wrap(gradient.Engine.PickGradient(gradient.View, _column.View, _shape[1]), _shape));

        protected override void DropSaved() => _column.Dispose();
    }
}
