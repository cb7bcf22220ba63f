using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>How eigenvalues and eigenvectors are computed.</summary>
public sealed record SpectralOptions
{
    /// <summary>The nodes up to which the matrix is made dense and solved at once, in O(N^3); beyond, by iteration. At least 0; 256 by default.</summary>
    public int DenseLimit { get; init; } = 256;

    /// <summary>The residual at which an iteration ends: the norm of <c>L v - lambda v</c> of a unit vector, for an eigenvalue of at most 1 and else in proportion.
    /// Above 0; 1e-7 by default.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The most steps of an iteration, at least 1; 512 by default.</summary>
    public int MaxIterations { get; init; } = 512;

    /// <summary>Where an iteration's first vectors come from.</summary>
    public RandomSource Start { get; init; } = new(0);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(DenseLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
    }
}
