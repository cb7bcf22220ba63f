using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>A model over positive and negative edges that gives every node an embedding, and tells from two embeddings what is between the nodes.</summary>
public interface ISignedModel
{
    /// <summary>The number of feature columns taken.</summary>
    int Inputs { get; }

    /// <summary>The number of columns of the embedding.</summary>
    int Outputs { get; }

    /// <summary>Makes what the model propagates over, once for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    SignedAdjacency Prepare(SignedGraph graph);

    /// <summary>Computes an embedding of every node.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the model or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency);

    /// <summary>What is between pairs of nodes: logits of a positive edge, a negative edge, and none.</summary>
    /// <param name="embedding">What <see cref="Forward"/> gave, <c>[N, outputs]</c>.</param>
    /// <param name="sources">The first node of each pair, Int32 <c>[P]</c>, in [0, N).</param>
    /// <param name="targets">The second node of each pair, Int32 <c>[P]</c>, in [0, N).</param>
    /// <returns><c>[P, 3]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    Tensor Discriminate(Tensor embedding, Tensor sources, Tensor targets);
}
