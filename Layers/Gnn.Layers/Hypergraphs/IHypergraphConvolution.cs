using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Hypergraphs;

/// <summary>A layer that computes a row for every node of a hypergraph from the rows of the nodes that it shares hyperedges with.</summary>
public interface IHypergraphConvolution
{
    /// <summary>The number of columns that it returns.</summary>
    int Outputs { get; }

    /// <summary>Makes what the layer propagates over from a hypergraph, once: degrees, weights, features of hyperedges.</summary>
    /// <param name="hypergraph">The hypergraph, on any engine.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A column that the layer takes does not fit.</exception>
    HypergraphAdjacency Prepare(Hypergraph hypergraph);

    /// <summary>Computes a row for every node.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Hypergraph)"/> made.</param>
    /// <returns><c>[N, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency);

    /// <summary>The layer, then an activation and dropout; a layer that can does them in the same pass as its bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Hypergraph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[N, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency, Activation activation, double dropout = 0) =>
        context.Epilogue(Forward(context, x, adjacency), activation: activation, dropout: dropout);
}
