using Gnn.Layers.Sheaf;

namespace Gnn.Layers.Models;

/// <summary>The options of a <see cref="NeuralSheafDiffusion"/>.</summary>
public sealed record NeuralSheafDiffusionOptions
{
    /// <summary>What all layers are made with; their dropout is the model's, and the maps of the first layer are learnt without.</summary>
    public SheafOptions Sheaf { get; init; } = new();

    /// <summary>The chance to drop an element of the input in training, in [0, 1); 0 by default.</summary>
    public double InputDropout { get; init; }

    /// <summary>Whether a second linear map follows the first and its activation; false by default.</summary>
    public bool SecondLinear { get; init; }

    /// <summary>What an optimiser's weight decay is multiplied by for the parameters that make maps, at least 0; 1 by default.</summary>
    public double SheafDecay { get; init; } = 1;
}
