using Gnn.Tensors.Autograd;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The matrix product op(this) op(other), op being the identity or the transpose; nothing is transposed in memory.</summary>
    /// <param name="other">A floating matrix, [K, N], or [N, K] if transposed.</param>
    /// <param name="transposeThis">Whether this matrix, [M, K], is given as [K, M].</param>
    /// <param name="transposeOther">Whether the other matrix is transposed.</param>
    /// <returns>[M, N].</returns>
    /// <exception cref="ArgumentException">A tensor is not a floating matrix, or the inner lengths differ.</exception>
    public Tensor MatMul(Tensor other, bool transposeThis = false, bool transposeOther = false)
    {
        Throw.IfOtherEngine(this, other);
        Throw.IfNotFloating(this);
        Throw.IfNotFloating(other);
        Throw.IfNotRank(this, 2);
        Throw.IfNotRank(other, 2);
        (long m, long k) = transposeThis ? (Shape[1], Shape[0]) : (Shape[0], Shape[1]);
        (long inner, long n) = transposeOther ? (other.Shape[1], other.Shape[0]) : (other.Shape[0], other.Shape[1]);
        if (k != inner)
        {
            throw new ArgumentException(
                $"The inner lengths must agree: {Shape}{(transposeThis ? " transposed" : "")} times {other.Shape}{(transposeOther ? " transposed" : "")} has {k} and {inner}.",
                nameof(other));
        }

        var shape = new Shape(m, n);
        Tensor y = Wrap(Engine.MatMul(View, transposeThis, other.View, transposeOther), shape);
        return Records(this, other) ? y.From(new MatMulNode(this, transposeThis, other, transposeOther)) : y;
    }

    /// <summary>The transpose of a matrix.</summary>
    /// <returns>[columns, rows].</returns>
    /// <exception cref="ArgumentException">The tensor is not a floating matrix.</exception>
    public Tensor Transpose()
    {
        Throw.IfNotFloating(this);
        Throw.IfNotRank(this, 2);
        Tensor y = Wrap(Engine.Transpose(View), (Shape[1], Shape[0]));
        return Records(this) ? y.From(new TransposeNode(this)) : y;
    }

    /// <summary>For Y = A B: dA = dY B^T, dB = A^T dY; the other forms follow by transposing.</summary>
    private sealed class MatMulNode(Tensor a, bool transposeA, Tensor b, bool transposeB) : GradNode(a, b)
    {
        private readonly Tensor? _a = b.RequiresGradient ? a.Alias(a.Shape) : null;
        private readonly Tensor? _b = a.RequiresGradient ? b.Alias(b.Shape) : null;

        internal override void Backward(Tensor gradient)
        {
            if (Wants(1))
            {
                GiveOwn(1, transposeB ? gradient.MatMul(_a!, transposeThis: true, transposeA) : _a!.MatMul(gradient, !transposeA));
            }

            // In a layer A is the large one, as large as its gradient, which may take its place in memory.
            _a?.Dispose();
            if (Wants(0))
            {
                GiveOwn(0, transposeA ? _b!.MatMul(gradient, transposeB, transposeOther: true) : gradient.MatMul(_b!, transposeThis: false, !transposeB));
            }
        }

        protected override void DropSaved()
        {
            _a?.Dispose();
            _b?.Dispose();
        }
    }

    /// <summary>dx is dy transposed.</summary>
    private sealed class TransposeNode(Tensor x) : GradNode(x)
    {
        internal override void Backward(Tensor gradient) => Give(0, gradient.Transpose());

        protected override void DropSaved()
        {
        }
    }
}
