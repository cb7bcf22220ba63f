using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="EgnnConv"/>. The defaults are those of the paper's formulas with the mean over neighbours.</summary>
public sealed record EgnnOptions
{
    /// <summary>The number of features of each edge, at least 0; 0 by default: the layer takes none.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>Whether the layer takes velocities and scales them by a network of the node's features; false by default.</summary>
    public bool Velocities { get; init; }

    /// <summary>Whether a message is multiplied by a gate in (0, 1) that is computed from it; false by default.</summary>
    public bool Attention { get; init; }

    /// <summary>Whether the factor of a difference of positions is bounded by a hyperbolic tangent; false by default.</summary>
    public bool Tanh { get; init; }

    /// <summary>Whether a difference of positions is divided by its length plus 1, so that far nodes do not pull more; false by default.</summary>
    public bool NormalizeDifferences { get; init; }

    /// <summary>Whether the old features are added to the new ones, of which there must then be as many; true by default.</summary>
    public bool Residual { get; init; } = true;

    /// <summary>How the pulls of the neighbours become one, <see cref="Reduction.Mean"/>, the default, or <see cref="Reduction.Sum"/>.</summary>
    public Reduction PositionReduction { get; init; } = Reduction.Mean;
}
