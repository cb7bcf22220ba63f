using Gnn.Layers.Convolutions;

namespace Gnn.Layers.Models;

/// <summary>The rarer options of a <see cref="Gin"/>.</summary>
public sealed record GinModelOptions
{
    /// <summary>The options of every layer; a trained epsilon that begins at 0 by default.</summary>
    public GinOptions Convolution { get; init; } = new() { TrainEpsilon = true };

    /// <summary>The options of the perceptrons; ReLU and no normalisation inside by default.</summary>
    public MlpOptions Perceptron { get; init; } = new();

    /// <summary>Whether the perceptron of the output has as many columns inside as outputs, as in PyTorch Geometric's GIN; false by default: as many as hidden ones.</summary>
    public bool NarrowOutput { get; init; }
}
