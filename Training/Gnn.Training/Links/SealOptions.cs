namespace Gnn.Training.Links;

/// <summary>The options of a <see cref="Seal"/>.</summary>
public sealed record SealOptions
{
    internal const int LeastKept = 10;

    /// <summary>How far a subgraph reaches from the two ends, at least 1.</summary>
    public int Hops { get; init; } = 1;

    /// <summary>The most nodes that a hop adds; null for all.</summary>
    public int? MaxNodesPerHop { get; init; } = 100;

    /// <summary>The number of columns of labels and convolutions, at least 1.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>The number of convolutions before the last, which has one column, at least 1.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>K, the number of nodes that are kept of a subgraph, even and at least 10; <see cref="Seal.KeptNodesFor"/> tells what suits a graph.</summary>
    public int KeptNodes { get; init; } = 30;

    /// <summary>Whether node features stand beside the embedded labels.</summary>
    public bool UseFeatures { get; init; }

    /// <summary>The chance to drop an element before the last map, in [0, 1).</summary>
    public double Dropout { get; init; } = 0.5;

    internal void Check()
    {
        OptionChecks.AtLeastOne(Hops, nameof(Hops), "A subgraph reaches at least 1 hop");
        OptionChecks.AtLeastOne(Hidden, nameof(Hidden), "A convolution has at least 1 column");
        OptionChecks.AtLeastOne(Layers, nameof(Layers), "There is at least 1 convolution before the last");
        if (KeptNodes < LeastKept || KeptNodes % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(KeptNodes), KeptNodes, $"The number of kept nodes must be even and at least {LeastKept}, got {KeptNodes}.");
        }

        if (!(Dropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, $"The chance to drop must be in [0, 1), got {Dropout}.");
        }
    }
}
