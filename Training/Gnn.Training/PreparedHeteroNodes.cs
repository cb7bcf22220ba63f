using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training;

/// <summary>A heterogeneous graph on a model's engine, whose features are those of all types.</summary>
internal sealed class PreparedHeteroNodes : IPreparedNodes
{
    private readonly IHeteroModel _model;
    private readonly HeteroGraph _graph;
    private readonly HeteroFeatures _features;
    private readonly HeteroAdjacency _edges;

    internal PreparedHeteroNodes(IHeteroModel model, HeteroGraph graph, Engine engine)
    {
        _model = model;
        _graph = graph.To(engine);
        try
        {
            _features = HeteroFeatures.Of(_graph);
            _edges = model.Prepare(_graph);
        }
        catch
        {
            _graph.Dispose();
            throw;
        }
    }

    public Tensor Forward(in ForwardContext context, Features x) => _model.Forward(context, _features, _edges);

    public void Dispose()
    {
        _edges.Dispose();
        _graph.Dispose();
    }
}
