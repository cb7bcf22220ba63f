using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Cli.Nodes;

/// <summary>A model of a heterogeneous graph that is trained.</summary>
/// <param name="model">The model, an <see cref="IHeteroModel"/>, which becomes the run's own.</param>
/// <param name="graph">The graph, which becomes the run's own.</param>
/// <param name="split">The split of the nodes of the model's target type.</param>
/// <param name="classes">The number of their classes.</param>
internal sealed class HeteroRun(Module model, HeteroGraph graph, NodeSplit split, int classes) : NodeRun(split)
{
    internal override GraphSizes Sizes
    {
        get
        {
            HeteroFeatures features = HeteroFeatures.Of(graph);
            return new((int)graph.TotalNodeCount, graph.TotalEdgeCount, features[((IHeteroModel)model).Target].Shape[1], classes);
        }
    }

    internal override TrainingReport Fit(Optimizer optimizer, NodeClassificationOptions options, IProgress<EpochProgress>? progress, CancellationToken cancellation) =>
        new HeteroNodeClassificationTrainer(model, optimizer).Fit(graph, Split, options, progress, cancellation);

    internal override float[] Probabilities()
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        using HeteroAdjacency adjacency = ((IHeteroModel)model).Prepare(graph);
        return ((IHeteroModel)model).Forward(ForwardContext.Inference, HeteroFeatures.Of(graph), adjacency).Softmax().ToArray<float>();
    }

    public override void Dispose()
    {
        model.Dispose();
        graph.Dispose();
    }
}
