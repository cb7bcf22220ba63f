using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>An <see cref="Layers.Activation"/> as a part of a <see cref="Sequential"/>.</summary>
/// <param name="Activation">The function of every element.</param>
public sealed record ActivationMap(Activation Activation) : IFeatureMap
{
    /// <inheritdoc/>
    /// <remarks>Sparse features are made dense, at the cost of N * F elements.</remarks>
    public Tensor Forward(in ForwardContext context, Features x) => Activation.Apply(x.ToDense());
}
