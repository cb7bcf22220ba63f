using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>A model of another kind than plain graphs as one of its nodes alone, whose edges are hidden in what it prepares.</summary>
internal sealed class NodesOnlyModel(Func<IPreparedNodes> prepare) : IGraphModel
{
    public Adjacency Prepare(Graph graph) => new Hidden(graph.InEdges, prepare());

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => ((Hidden)adjacency).Nodes.Forward(context, x);

    private sealed class Hidden(SparseStructure none, IPreparedNodes nodes) : Adjacency(none)
    {
        internal IPreparedNodes Nodes => nodes;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            nodes.Dispose();
        }
    }
}
