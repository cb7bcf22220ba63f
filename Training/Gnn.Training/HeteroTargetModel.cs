using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>A model of a heterogeneous graph as one of the nodes of its target type alone, whose edges are hidden in what it prepares.</summary>
internal sealed class HeteroTargetModel(IHeteroModel model, HeteroGraph graph, Engine engine) : IGraphModel
{
    public Adjacency Prepare(Graph targets)
    {
        HeteroGraph onEngine = graph.To(engine);
        try
        {
            return new WholeGraph(targets.InEdges, onEngine, model.Prepare(onEngine));
        }
        catch
        {
            onEngine.Dispose();
            throw;
        }
    }

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        var whole = (WholeGraph)adjacency;
        return model.Forward(context, whole.Features, whole.Edges);
    }

    private sealed class WholeGraph(SparseStructure targets, HeteroGraph graph, HeteroAdjacency edges) : Adjacency(targets)
    {
        internal HeteroFeatures Features { get; } = HeteroFeatures.Of(graph);

        internal HeteroAdjacency Edges => edges;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            edges.Dispose();
            graph.Dispose();
        }
    }
}
