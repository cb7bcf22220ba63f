namespace Gnn.Layers.Convolutions;

/// <summary>What follows a layer in the same pass as its bias.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Dropout">The chance to drop an element of the result in training, in [0, 1).</param>
internal readonly record struct LayerEnd(Activation Activation, double Dropout);
