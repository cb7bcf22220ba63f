namespace Gnn.Layers.Heterogeneous;

/// <summary>The options of a <see cref="HanConv"/>.</summary>
public sealed record HanOptions
{
    /// <summary>H, the number of heads, a divisor of the outputs; 1 by default.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>The slope of LeakyReLU below 0, finite; 0.2 by default.</summary>
    public double NegativeSlope { get; init; } = 0.2;

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }
}
