namespace Gnn.Layers.Pooling;

/// <summary>The options of a <see cref="TopKPooling"/> and a <see cref="SagPooling"/>: which nodes stay, and what becomes of their features.</summary>
public sealed record TopKOptions
{
    /// <summary>The share of each graph's nodes that stays, rounded up to whole nodes, in (0, 1]; 0.5 by default.</summary>
    public double Ratio { get; init; } = 0.5;

    /// <summary>The number of each graph's nodes that stays, or all if it has fewer, at least 1; instead of <see cref="Ratio"/>. Null by default.</summary>
    public int? Count { get; init; }

    /// <summary>The softmax over its graph, in [0, 1], above which a node stays; the best node of a graph always does. Instead of <see cref="Ratio"/> and
    /// <see cref="Nonlinearity"/>. Null by default.</summary>
    public double? MinimumScore { get; init; }

    /// <summary>What the features of nodes that stay are multiplied by beside their scores, finite; 1 by default.</summary>
    public double Multiplier { get; init; } = 1;

    /// <summary>The function of the projection that is the score; the hyperbolic tangent by default.</summary>
    public Activation Nonlinearity { get; init; } = Activation.Tanh;

    internal void Check()
    {
        if (!(Ratio is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Ratio), Ratio, "'Ratio' is the share of nodes that stays and must be in (0, 1].");
        }

        if (Count is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Count), Count, "'Count' is the number of nodes that stays and must be at least 1.");
        }

        if (MinimumScore is { } least && !(least is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MinimumScore), least, "'MinimumScore' is compared with a softmax and must be in [0, 1].");
        }

        Throw.IfNotFinite(Multiplier);
    }
}
