namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="EgConv"/>.</summary>
public sealed record EgOptions
{
    /// <summary>How bases are aggregated, at least one way; the sum weighted as in a <see cref="GcnConv"/> by default.</summary>
    public IReadOnlyList<EgAggregation> Aggregations { get; init; } = [EgAggregation.SymmetricNormalization];

    /// <summary>H, the number of heads, a divisor of the number of outputs; 8 by default.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>B, the number of bases, at least 1; 4 by default.</summary>
    public int Bases { get; init; } = 4;

    /// <summary>Whether every node has a self-loop; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
