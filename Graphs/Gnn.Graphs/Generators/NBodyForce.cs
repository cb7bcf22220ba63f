namespace Gnn.Graphs.Generators;

/// <summary>What acts between the particles of <see cref="NBody"/>.</summary>
public enum NBodyForce
{
    /// <summary>Springs of rest length zero between pairs that are drawn: <c>-k (r_i - r_j)</c>.</summary>
    Spring,

    /// <summary>Charges of +1 and -1 on the particles: <c>k c_i c_j (r_i - r_j) / |r_i - r_j|^3</c>.</summary>
    Charge,
}
