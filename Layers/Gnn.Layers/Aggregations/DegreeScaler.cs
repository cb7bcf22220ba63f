namespace Gnn.Layers.Aggregations;

/// <summary>A factor of an aggregate that depends on the size d of its group.</summary>
public enum DegreeScaler
{
    /// <summary>1.</summary>
    Identity,

    /// <summary>ln(d + 1) / the average of ln(d + 1).</summary>
    Amplification,

    /// <summary>The average of ln(d + 1) / ln(d + 1), with 1 for a size of 0.</summary>
    Attenuation,

    /// <summary>d / the average of d.</summary>
    Linear,

    /// <summary>The average of d / d, with 1 for a size of 0.</summary>
    InverseLinear,
}
