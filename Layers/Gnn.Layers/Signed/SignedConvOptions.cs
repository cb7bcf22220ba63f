namespace Gnn.Layers.Signed;

/// <summary>The options of <see cref="SignedConv"/>.</summary>
public sealed record SignedConvOptions
{
    /// <summary>What the layer takes: features, or the halves that a layer gave.</summary>
    public SignedInput Input { get; init; } = SignedInput.Features;

    /// <summary>Whether the maps of the nodes themselves have a bias.</summary>
    public bool Bias { get; init; } = true;
}
