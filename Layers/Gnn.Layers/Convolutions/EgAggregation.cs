namespace Gnn.Layers.Convolutions;

/// <summary>How an <see cref="EgConv"/> aggregates its bases over incoming edges.</summary>
public enum EgAggregation
{
    /// <summary>The sum weighted as in a <see cref="GcnConv"/>.</summary>
    SymmetricNormalization,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The largest, column by column.</summary>
    Max,

    /// <summary>The smallest, column by column.</summary>
    Min,

    /// <summary>The variance, column by column.</summary>
    Variance,

    /// <summary>The root of the variance, which counts as at least 1e-5.</summary>
    StandardDeviation,
}
