using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers.Aggregations;

/// <summary>The number of columns that a network returns, which only the network knows: it is asked with one row of zeros.</summary>
internal static class NetworkWidth
{
    internal static int Of(IFeatureMap network, int inputs)
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        Engine engine = (network as Module)?.Parameters().FirstOrDefault()?.Value.Engine ?? Engine.Default;
        return checked((int)network.Forward(ForwardContext.Inference, Tensor.Zeros((1, inputs), engine)).Shape[1]);
    }
}
