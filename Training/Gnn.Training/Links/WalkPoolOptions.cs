namespace Gnn.Training.Links;

/// <summary>The options of a <see cref="WalkPool"/>.</summary>
public sealed record WalkPoolOptions
{
    /// <summary>How far a subgraph reaches from the two ends, at least 1.</summary>
    public int Hops { get; init; } = 2;

    /// <summary>The most nodes that a hop adds; null, the default, for all.</summary>
    public int? MaxNodesPerHop { get; init; }

    /// <summary>The number of columns of convolutions and attention, at least 1.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>The number of attention heads, each with walks of its own, at least 1.</summary>
    public int Heads { get; init; } = 2;

    /// <summary>The length of the longest walk, at least 2; the shortest has 2 steps.</summary>
    public int WalkLength { get; init; } = 8;

    /// <summary>The number of columns of ones that every node has where features are not used, at least 1.</summary>
    public int Constants { get; init; } = 16;

    /// <summary>Whether nodes have their features in place of ones.</summary>
    public bool UseFeatures { get; init; }

    /// <summary>Whether nodes have their embedded labels too: their distances to the two ends.</summary>
    public bool UseLabels { get; init; }

    /// <summary>The chance to drop an element, in [0, 1): between convolutions, between the maps of attention and before the last map.</summary>
    public double Dropout { get; init; } = 0.5;

    internal void Check()
    {
        OptionChecks.AtLeastOne(Hops, nameof(Hops), "A subgraph reaches at least 1 hop");
        OptionChecks.AtLeastOne(MaxNodesPerHop ?? 1, nameof(MaxNodesPerHop), "A hop adds at least 1 node");
        OptionChecks.AtLeastOne(Hidden, nameof(Hidden), "A convolution has at least 1 column");
        OptionChecks.AtLeastOne(Heads, nameof(Heads), "Attention has at least 1 head");
        OptionChecks.AtLeastOne(Constants, nameof(Constants), "A node has at least 1 column of ones");
        if (WalkLength < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(WalkLength), WalkLength, $"The longest walk has at least 2 steps, got {WalkLength}.");
        }

        if (!(Dropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, $"The chance to drop must be in [0, 1), got {Dropout}.");
        }
    }
}
