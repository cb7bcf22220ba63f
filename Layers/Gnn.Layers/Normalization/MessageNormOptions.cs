namespace Gnn.Layers.Normalization;

/// <summary>The options of a <see cref="MessageNorm"/>.</summary>
public sealed record MessageNormOptions
{
    /// <summary>Whether the scale is trained; false by default, and then the parameter is frozen.</summary>
    public bool LearnScale { get; init; }

    /// <summary>p of the p-norm, at least 1 and finite; 2 by default.</summary>
    public double Power { get; init; } = 2;
}
