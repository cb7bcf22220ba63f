using Gnn.Graphs.Heterogeneous;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>A model over nodes and edges of several types that gives outputs for the nodes of one type.</summary>
public interface IHeteroModel
{
    /// <summary>The node type that the model gives outputs for.</summary>
    string Target { get; }

    /// <summary>Makes what the model propagates over, once for a graph.</summary>
    /// <param name="graph">The graph, with all edge types of the model; others take no part.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">The graph has not one of the model's edge types.</exception>
    HeteroAdjacency Prepare(HeteroGraph graph);

    /// <summary>Computes an output for every node of the target type.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes of each type that the model takes.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, outputs]</c>: logits for a classifier.</returns>
    /// <exception cref="ArgumentException">The features do not fit the model or the adjacency.</exception>
    /// <exception cref="KeyNotFoundException">A type has no features.</exception>
    Tensor Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency);
}
