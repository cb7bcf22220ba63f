namespace Gnn.Layers.Models;

/// <summary>The options of an <see cref="Mlp"/>.</summary>
public sealed record MlpOptions
{
    /// <summary>The function between layers; ReLU by default.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The chance to drop an element between layers in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether every layer has a bias; true by default.</summary>
    public bool Bias { get; init; } = true;
}
