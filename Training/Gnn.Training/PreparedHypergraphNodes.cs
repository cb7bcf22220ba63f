using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Layers.Models;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>What a model prepared of a hypergraph.</summary>
internal sealed class PreparedHypergraphNodes(IHypergraphModel model, Hypergraph hypergraph) : IPreparedNodes
{
    private readonly HypergraphAdjacency _adjacency = model.Prepare(hypergraph);

    public Tensor Forward(in ForwardContext context, Features x) => model.Forward(context, x, _adjacency);

    public void Dispose() => _adjacency.Dispose();
}
