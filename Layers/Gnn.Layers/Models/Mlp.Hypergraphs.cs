using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The perceptron as a baseline of hypergraphs, whose hyperedges it does not look at.</summary>
public sealed partial class Mlp : IHypergraphModel
{
    HypergraphAdjacency IHypergraphModel.Prepare(Hypergraph hypergraph)
    {
        using var incidences = new Incidences(hypergraph);
        return incidences.ToAdjacency();
    }

    Tensor IHypergraphModel.Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency)
    {
        HypergraphAdjacency.Check(x, adjacency);
        return Forward(context, x);
    }
}
