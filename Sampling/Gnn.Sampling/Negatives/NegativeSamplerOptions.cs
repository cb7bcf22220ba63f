namespace Gnn.Sampling.Negatives;

/// <summary>Which pairs a <see cref="NegativeSampler"/> draws, and how likely each is.</summary>
public sealed record NegativeSamplerOptions
{
    /// <summary>The power of degrees that is customary for weighted draws (Mikolov et al., "Distributed Representations of Words and Phrases and their
    /// Compositionality", 2013).</summary>
    public const double CustomaryPower = 0.75;

    /// <summary>Which ends of a positive are replaced.</summary>
    public CorruptedEnds Ends { get; init; } = CorruptedEnds.Both;

    /// <summary>The power p of degree-weighted draws, 0 or more, for example <see cref="CustomaryPower"/>: a node is drawn with a chance in proportion to d^p,
    /// where d is the number of nodes that it has an edge to (as source) or from (as target), repeats and self-loops not counted. A node of degree 0 is then
    /// never drawn. Null for all nodes alike (the default).</summary>
    public double? DegreePower { get; init; }

    /// <summary>Whether the negatives of one positive, or of one source, are all different.</summary>
    public bool Distinct { get; init; }

    /// <summary>Whether a node may be paired with itself. It never is one where sources and targets are two sets.</summary>
    public bool AllowSelfLoops { get; init; }

    /// <summary>Whether a pair and its reverse are one, so that neither is a negative if either is an edge. In an undirected graph this is always so.</summary>
    public bool Undirected { get; init; }

    /// <summary>The nodes that sources are drawn from; all by default. Equal to <see cref="TargetNodes"/> or apart from it, as users and items are.</summary>
    public Range SourceNodes { get; init; } = Range.All;

    /// <summary>The nodes that targets are drawn from; all by default.</summary>
    public Range TargetNodes { get; init; } = Range.All;
}
