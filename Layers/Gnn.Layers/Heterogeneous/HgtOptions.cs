namespace Gnn.Layers.Heterogeneous;

/// <summary>The options of a <see cref="HgtConv"/>.</summary>
public sealed record HgtOptions
{
    /// <summary>H, the number of heads, a divisor of the outputs; 1 by default.</summary>
    public int Heads { get; init; } = 1;
}
