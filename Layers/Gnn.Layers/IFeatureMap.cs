using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A function from the features of a node to new features of the same node, such as a linear map or a perceptron.</summary>
public interface IFeatureMap
{
    /// <summary>Maps every row on its own.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">[N, inputs].</param>
    /// <returns>[N, outputs].</returns>
    Tensor Forward(in ForwardContext context, Features x);
}
