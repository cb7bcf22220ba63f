using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A map that begins with a linear one, so that a sum over neighbours may be taken after it: A (X W^T) instead of (A X) W^T.</summary>
/// <remarks>That is what keeps sparse features sparse, and what saves work where the linear map has fewer outputs than inputs.</remarks>
public interface ILinearFirst : IFeatureMap
{
    /// <summary>The linear map that comes first; null if another map does.</summary>
    Linear? First { get; }

    /// <summary>What follows the product of the linear map, its bias first.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="z">X W^T of <see cref="First"/>, without its bias, [N, outputs of First]. It is taken over: nothing may use it afterwards.</param>
    /// <returns>[N, outputs].</returns>
    Tensor ForwardRest(in ForwardContext context, Tensor z);
}
