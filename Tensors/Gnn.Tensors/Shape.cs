using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gnn.Tensors;

/// <summary>The lengths of a tensor's axes, outermost first; rank 0 (a scalar) to 4.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest rank a tensor can have.</summary>
    public const int MaxRank = 4;

    private readonly long _axis0;
    private readonly long _axis1;
    private readonly long _axis2;
    private readonly long _axis3;

    /// <summary>Creates the shape of a vector.</summary>
    /// <param name="axis0">The number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    public Shape(long axis0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(axis0);
        (_axis0, Rank) = (axis0, 1);
    }

    /// <summary>Creates the shape of a matrix.</summary>
    /// <param name="axis0">The number of rows, at least 0.</param>
    /// <param name="axis1">The number of columns, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    public Shape(long axis0, long axis1)
        : this([axis0, axis1])
    {
    }

    /// <summary>Creates the shape of a tensor of rank 3.</summary>
    /// <param name="axis0">The length of the outermost axis, at least 0.</param>
    /// <param name="axis1">The length of the middle axis, at least 0.</param>
    /// <param name="axis2">The length of the innermost axis, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    public Shape(long axis0, long axis1, long axis2)
        : this([axis0, axis1, axis2])
    {
    }

    /// <summary>Creates a shape from its axes.</summary>
    /// <param name="axes">The lengths, outermost first; at most <see cref="MaxRank"/> of them.</param>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxRank"/> axes, or their product exceeds 2^63 - 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    public Shape(ReadOnlySpan<long> axes)
    {
        if (axes.Length > MaxRank)
        {
            throw new ArgumentException($"A tensor has at most {MaxRank} axes, got {axes.Length}: reshape it first.", nameof(axes));
        }

        Int128 product = 1;
        foreach (long length in axes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(axes));
            product *= length;
            if (product > long.MaxValue)
            {
                throw new ArgumentException("The number of elements exceeds 2^63 - 1.", nameof(axes));
            }
        }

        Rank = axes.Length;
        _axis0 = axes.Length > 0 ? axes[0] : 0;
        _axis1 = axes.Length > 1 ? axes[1] : 0;
        _axis2 = axes.Length > 2 ? axes[2] : 0;
        _axis3 = axes.Length > 3 ? axes[3] : 0;
    }

    /// <summary>The shape of a scalar: rank 0, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes, 0 to <see cref="MaxRank"/>.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the axes, 1 for a scalar.</summary>
    public long Count => Rank switch
    {
        0 => 1,
        1 => _axis0,
        2 => _axis0 * _axis1,
        3 => _axis0 * _axis1 * _axis2,
        _ => _axis0 * _axis1 * _axis2 * _axis3,
    };

    /// <summary>The length of an axis.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> - 1, or -1 to -<see cref="Rank"/> counted from the innermost.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public long this[int axis] => Normalize(axis) switch
    {
        0 => _axis0,
        1 => _axis1,
        2 => _axis2,
        3 => _axis3,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether two shapes have the same axes.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    /// <returns>True if rank and all lengths agree.</returns>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    /// <returns>True if rank or a length differs.</returns>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The shape of a vector.</summary>
    /// <param name="length">The number of elements.</param>
    public static implicit operator Shape(long length) => new(length);

    /// <summary>The shape of a matrix.</summary>
    /// <param name="axes">Rows and columns.</param>
    public static implicit operator Shape((long Rows, long Columns) axes) => new(axes.Rows, axes.Columns);

    /// <summary>The shape of a tensor of rank 3.</summary>
    /// <param name="axes">The lengths, outermost first.</param>
    public static implicit operator Shape((long, long, long) axes) => new(axes.Item1, axes.Item2, axes.Item3);

    /// <summary>The shape that two tensors broadcast to by NumPy's rule: axes are aligned at the innermost, and 1 stretches.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other.</param>
    /// <param name="result">The common shape.</param>
    /// <returns>False if an axis differs and neither length is 1.</returns>
    public static bool TryBroadcast(in Shape left, in Shape right, out Shape result)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Span<long> axes = stackalloc long[MaxRank];
        for (int i = 1; i <= rank; i++)
        {
            long a = i <= left.Rank ? left[-i] : 1;
            long b = i <= right.Rank ? right[-i] : 1;
            if (a != b && a != 1 && b != 1)
            {
                result = default;
                return false;
            }

            axes[rank - i] = a == 1 ? b : a;
        }

        result = new Shape(axes[..rank]);
        return true;
    }

    /// <summary>This shape with one axis replaced.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> - 1, or counted from the innermost if negative.</param>
    /// <param name="length">The new length, at least 0.</param>
    /// <returns>The changed shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the length is negative.</exception>
    public Shape With(int axis, long length)
    {
        Span<long> axes = stackalloc long[MaxRank];
        CopyTo(axes);
        axes[Normalize(axis)] = length;
        return new Shape(axes[..Rank]);
    }

    /// <summary>The number of elements before, along and after an axis: the tensor seen as [outer, length, inner].</summary>
    /// <param name="axis">0 to <see cref="Rank"/> - 1, or counted from the innermost if negative.</param>
    /// <returns>The three products.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public (long Outer, long Length, long Inner) Around(int axis)
    {
        int at = Normalize(axis);
        long outer = 1, inner = 1;
        for (int i = 0; i < Rank; i++)
        {
            if (i < at)
            {
                outer *= this[i];
            }
            else if (i > at)
            {
                inner *= this[i];
            }
        }

        return (outer, this[at], inner);
    }

    /// <summary>Copies the axes into a span of at least <see cref="Rank"/> elements.</summary>
    /// <param name="destination">Receives the lengths, outermost first.</param>
    public void CopyTo(Span<long> destination)
    {
        for (int i = 0; i < Rank; i++)
        {
            destination[i] = this[i];
        }
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        Rank == other.Rank && _axis0 == other._axis0 && _axis1 == other._axis1 && _axis2 == other._axis2 && _axis3 == other._axis3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, _axis0, _axis1, _axis2, _axis3);

    /// <summary>The axes in brackets, for example <c>[2708, 1433]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < Rank; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(this[i].ToString(CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }

    private int Normalize(int axis)
    {
        int at = axis < 0 ? axis + Rank : axis;
        return (uint)at < (uint)Rank
            ? at
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A shape of rank {Rank} has the axes {-Rank} to {Rank - 1}.");
    }
}
