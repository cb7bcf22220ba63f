using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

/// <summary>What a layer takes for nodes: a dense matrix or a sparse one, [N, F]. A <see cref="Tensor"/> or a <see cref="SparseTensor"/> converts by itself.</summary>
/// <remarks>A layer applies its linear map first where its formula allows, so that sparse features are never made dense.</remarks>
public readonly struct Features : IEquatable<Features>
{
    private readonly object? _value;

    private Features(object value) => _value = value;

    /// <summary>The dense matrix, or null.</summary>
    public Tensor? Dense => _value as Tensor;

    /// <summary>The sparse matrix, or null.</summary>
    public SparseTensor? Sparse => _value as SparseTensor;

    /// <summary>[N, F].</summary>
    public Shape Shape => Sparse?.Shape ?? Any.Shape;

    /// <summary>Where the values are.</summary>
    public Engine Engine => Sparse?.Engine ?? Any.Engine;

    private Tensor Any => Dense ?? throw new InvalidOperationException("These features are empty: give a Tensor or a SparseTensor.");

    /// <summary>Whether two values are the same matrix object.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <returns>True for the same object.</returns>
    public static bool operator ==(Features left, Features right) => left.Equals(right);

    /// <summary>Whether two values are different matrix objects.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <returns>True for different objects.</returns>
    public static bool operator !=(Features left, Features right) => !left.Equals(right);

    /// <summary>Dense features.</summary>
    /// <param name="dense">[N, F].</param>
    public static implicit operator Features(Tensor dense) => FromDense(dense);

    /// <summary>Sparse features.</summary>
    /// <param name="sparse">[N, F].</param>
    public static implicit operator Features(SparseTensor sparse) => FromSparse(sparse);

    /// <summary>Dense features.</summary>
    /// <param name="dense">[N, F].</param>
    /// <returns>The features.</returns>
    /// <exception cref="ArgumentException">The tensor is not a floating matrix.</exception>
    public static Features FromDense(Tensor dense)
    {
        Throw.IfNotFloating(dense);
        Throw.IfNotRank(dense, 2);
        return new Features(dense);
    }

    /// <summary>Sparse features.</summary>
    /// <param name="sparse">[N, F].</param>
    /// <returns>The features.</returns>
    public static Features FromSparse(SparseTensor sparse)
    {
        ArgumentNullException.ThrowIfNull(sparse);
        return new Features(sparse);
    }

    /// <summary>The product with a transposed weight, x W^T: the linear map of a layer whose weight is [out, in].</summary>
    /// <param name="weight">[out, F].</param>
    /// <returns>[N, out]; only stored entries of sparse features are visited.</returns>
    /// <exception cref="ArgumentException">The weight does not have F columns.</exception>
    public Tensor MatMulTransposed(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 2 || weight.Shape[1] != Shape[1])
        {
            throw new ArgumentException($"The features must have as many columns as the weight {weight.Shape} has, got {Shape}.", nameof(weight));
        }

        return Sparse is { } sparse
            ? MatMulTransposed(sparse, weight)
            : Any.MatMul(weight, transposeThis: false, transposeOther: true);
    }

    /// <summary>Dropout: of sparse features, only the stored entries are touched, keyed by entry.</summary>
    /// <param name="probability">The chance to drop an element, in [0, 1).</param>
    /// <param name="source">Where the random numbers come from.</param>
    /// <returns>Features of the same kind.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Features Dropout(double probability, RandomSource source) => Sparse is { } sparse
        ? sparse.WithValues(sparse.Values.Dropout(probability, source))
        : Any.Dropout(probability, source);

    /// <summary>The dense matrix; sparse features are made dense, at the cost of N * F elements.</summary>
    /// <returns>[N, F].</returns>
    public Tensor ToDense() => Sparse?.ToDense() ?? Any;

    /// <inheritdoc/>
    public bool Equals(Features other) => ReferenceEquals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Features other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode() ?? 0;

    private static Tensor MatMulTransposed(SparseTensor sparse, Tensor weight)
    {
        using Tensor transposed = weight.Transpose();
        return Tensor.SpMM(sparse.Structure, sparse.Values, transposed);
    }

    /// <inheritdoc/>
    public override string ToString() => _value?.ToString() ?? "Features, empty";
}
