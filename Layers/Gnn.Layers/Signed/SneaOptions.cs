namespace Gnn.Layers.Signed;

/// <summary>The options of <see cref="SneaConv"/>.</summary>
public sealed record SneaOptions
{
    /// <summary>What the layer takes: features, or the halves that a layer gave.</summary>
    public SignedInput Input { get; init; } = SignedInput.Features;

    /// <summary>Whether the maps have a bias.</summary>
    public bool Bias { get; init; } = true;
}
