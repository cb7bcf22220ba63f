namespace Gnn.Layers.Normalization;

/// <summary>The options of an <see cref="InstanceNorm"/>.</summary>
public sealed record InstanceNormOptions
{
    /// <summary>What is added to a variance, above 0; 1e-5 by default.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The share of a batch in the running statistics, in [0, 1]; 0.1 by default.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>Whether columns are scaled and shifted by parameters; false by default.</summary>
    public bool Affine { get; init; }

    /// <summary>Whether statistics are kept for inference, which else takes those of each graph; false by default.</summary>
    public bool TrackRunningStatistics { get; init; }
}
