using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>A layer over positive and negative edges: it computes for every node a balanced half (friends, and enemies of enemies) and an unbalanced one.</summary>
public interface ISignedConvolution
{
    /// <summary>The number of columns of each half that is computed.</summary>
    int Outputs { get; }

    /// <summary>Makes what the layer propagates over from a graph, once.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    SignedAdjacency Prepare(SignedGraph graph);

    /// <summary>Computes both halves of every node.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">As the layer's <see cref="SignedInput"/> says: features, <c>[N, inputs]</c>, dense or sparse; or halves, <c>[N, 2 inputs]</c>, dense.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, 2 outputs]</c>: the balanced half, then the unbalanced one.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency);
}
