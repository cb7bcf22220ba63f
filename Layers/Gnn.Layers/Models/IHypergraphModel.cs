using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>A model over the nodes of a hypergraph.</summary>
public interface IHypergraphModel
{
    /// <summary>Makes what the model propagates over, once for a hypergraph.</summary>
    /// <param name="hypergraph">The hypergraph, on any engine.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A column that the model takes does not fit.</exception>
    HypergraphAdjacency Prepare(Hypergraph hypergraph);

    /// <summary>Computes an output for every node.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, F]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, outputs]</c>: logits for a classifier.</returns>
    /// <exception cref="ArgumentException">The features do not fit the model or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency);
}
