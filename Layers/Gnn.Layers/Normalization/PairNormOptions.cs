namespace Gnn.Layers.Normalization;

/// <summary>The options of a <see cref="PairNorm"/>.</summary>
public sealed record PairNormOptions
{
    /// <summary>s, the length that rows have in the mean afterwards, finite; 1 by default.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether every row is brought to that length on its own; false by default.</summary>
    public bool ScaleIndividually { get; init; }

    /// <summary>What is added before a division, above 0; 1e-5 by default.</summary>
    public double Epsilon { get; init; } = 1e-5;
}
