namespace Gnn.Layers.Normalization;

/// <summary>The options of a <see cref="BatchNorm"/>, and of layers that keep statistics as it does.</summary>
public sealed record BatchNormOptions
{
    /// <summary>What is added to a variance, above 0; 1e-5 by default.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The share of a batch in the running statistics, in [0, 1]; 0.1 by default. Null for the mean of all batches so far.</summary>
    public double? Momentum { get; init; } = 0.1;

    /// <summary>Whether columns are scaled and shifted by parameters; true by default.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>Whether statistics are kept for inference, which else takes those of what it is given; true by default.</summary>
    public bool TrackRunningStatistics { get; init; } = true;

    internal void Check()
    {
        NormalizationChecks.Epsilon(Epsilon);
        if (Momentum is { } momentum)
        {
            NormalizationChecks.Momentum(momentum);
        }
    }
}
