namespace Gnn.Tensors.Engines;

/// <summary>How far two rows are from each other.</summary>
public enum PairDistance
{
    /// <summary>The sum over columns of |a - b|; slope 0 at 0.</summary>
    Manhattan,

    /// <summary>The root of the sum over columns of (a - b)^2; slope 0 at 0.</summary>
    Euclidean,

    /// <summary>The sum of the moduli of complex numbers, whose real parts are the first half of the columns and whose imaginary parts are the second; slope 0 at 0.</summary>
    Modulus,
}
