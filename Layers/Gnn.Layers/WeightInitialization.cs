namespace Gnn.Layers;

/// <summary>How the weight of a linear map begins.</summary>
public enum WeightInitialization
{
    /// <summary>Uniform within 1 / sqrt(inputs): PyTorch's default, see <see cref="Initialize.FanIn"/>.</summary>
    FanIn,

    /// <summary>Uniform within sqrt(6 / (inputs + outputs)), see <see cref="Initialize.Glorot"/>.</summary>
    Glorot,
}
