using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;

namespace Gnn.Layers.Heterogeneous;

/// <summary>A layer over nodes and edges of several types: it computes a row for every node of each type that an edge type leads to.</summary>
public interface IHeteroConvolution
{
    /// <summary>Makes what the layer propagates over from a graph, once.</summary>
    /// <param name="graph">The graph, with all edge types of the layer; others take no part.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">The graph has not one of the layer's edge types.</exception>
    HeteroAdjacency Prepare(HeteroGraph graph);

    /// <summary>Makes what the layer propagates over from one block of a sampled batch.</summary>
    /// <param name="block">The block, of edges that lead to its targets.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The block has the edges that come from its targets.</exception>
    /// <exception cref="KeyNotFoundException">The block has not one of the layer's edge types.</exception>
    HeteroAdjacency Prepare(HeteroBlock block);

    /// <summary>Computes a row for every target of each type; of a block, targets are the first of the sources of their type.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources of each type, <c>[sources, inputs of the type]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(HeteroGraph)"/> made.</param>
    /// <returns><c>[targets, outputs]</c> for each type that an edge type leads to; other types are not there.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    /// <exception cref="KeyNotFoundException">A type has no features.</exception>
    IReadOnlyDictionary<string, Tensor> Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency);
}
