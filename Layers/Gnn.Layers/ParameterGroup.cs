namespace Gnn.Layers;

/// <summary>Parameters that an optimiser treats alike.</summary>
/// <param name="Name">What the group is, for messages.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="WeightDecayScale">What the optimiser's weight decay is multiplied by for this group: 1 for all of it, 0 for none.</param>
/// <param name="LearningRateScale">What the optimiser's learning rate is multiplied by for this group, at least 0.</param>
public sealed record ParameterGroup(string Name, IReadOnlyList<Parameter> Parameters, double WeightDecayScale = 1, double LearningRateScale = 1);
