namespace Gnn.Layers.Models;

/// <summary>What of a layer's input is added to the result of its convolution.</summary>
public enum ResidualKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The input itself where it has as many columns as the result, else a linear map of it.</summary>
    Identity,

    /// <summary>A linear map of the input, at every layer.</summary>
    Linear,
}
