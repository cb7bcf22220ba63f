namespace Gnn.Layers;

/// <summary>The options of a <see cref="Linear"/> map.</summary>
public sealed record LinearOptions
{
    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>How the weight begins; as PyTorch's by default.</summary>
    public WeightInitialization Weights { get; init; }
}
