using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>What one step trains on.</summary>
internal abstract class NodeStep : IDisposable
{
    /// <summary>The training nodes whose loss it takes.</summary>
    internal abstract int Count { get; }

    /// <summary>The rows of the logits.</summary>
    internal abstract long Rows { get; }

    /// <summary>The stream that the step draws its dropout from.</summary>
    internal abstract RandomSource Random { get; }

    /// <summary>The logits.</summary>
    internal abstract Tensor Forward(in ForwardContext context);

    /// <summary>The mean loss of the training nodes.</summary>
    internal abstract Tensor Loss(Tensor logits);

    public virtual void Dispose()
    {
    }
}
