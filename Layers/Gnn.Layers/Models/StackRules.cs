namespace Gnn.Layers.Models;

/// <summary>What <see cref="StackOptions"/> leave to the model.</summary>
/// <param name="Activation">The function between layers.</param>
/// <param name="DropsInput">Whether input features are dropped as hidden ones are.</param>
/// <param name="DecaysFirstLayerOnly">Whether only the first layer's parameters are decayed.</param>
internal readonly record struct StackRules(Activation Activation, bool DropsInput = false, bool DecaysFirstLayerOnly = false);
