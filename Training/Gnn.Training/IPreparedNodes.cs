using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>What a model of another kind than plain graphs prepared, ready to give the nodes outputs.</summary>
internal interface IPreparedNodes : IDisposable
{
    /// <summary>[N, outputs] of the nodes with features x.</summary>
    Tensor Forward(in ForwardContext context, Features x);
}
