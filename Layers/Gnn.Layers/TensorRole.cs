namespace Gnn.Layers;

/// <summary>What a module's tensor is.</summary>
public enum TensorRole
{
    /// <summary>A parameter that is trained.</summary>
    Parameter,

    /// <summary>A parameter that is held fixed, see <see cref="Parameter.IsFrozen"/>.</summary>
    FrozenParameter,

    /// <summary>State that is saved but not trained.</summary>
    Buffer,
}
