using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <summary>The options of an <see cref="Mlp"/>.</summary>
public sealed record MlpOptions
{
    /// <summary>The function between layers; ReLU by default.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The chance to drop an element between layers in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>The normalisation between a linear map and the function after it; none by default, where PyTorch Geometric's has batch normalisation.</summary>
    public NormalizationKind Normalization { get; init; }

    /// <summary>Whether the function goes before the normalisation; false by default.</summary>
    public bool ActivationFirst { get; init; }

    /// <summary>Whether every layer has a bias; true by default.</summary>
    public bool Bias { get; init; } = true;
}
