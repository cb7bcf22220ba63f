using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Cli.Nodes;

/// <summary>A model that is trained, and whose probabilities the labels of training nodes may mend.</summary>
internal sealed class ModelRun(GraphModel model, Graph graph, NodeSplit split, CorrectAndSmooth? mending) : NodeRun(split)
{
    internal override GraphSizes Sizes => new(graph.NodeCount, graph.EdgeCount, graph.Features.Shape[1], graph.ClassCount);

    internal override GraphModel Model => model;

    internal override TrainingReport Fit(Optimizer optimizer, NodeClassificationOptions options, IProgress<EpochProgress>? progress, CancellationToken cancellation) =>
        new NodeClassificationTrainer(model, optimizer).Fit(graph, Split, options with { CorrectAndSmooth = mending }, progress, cancellation);

    internal override float[] Probabilities()
    {
        float[] own = Inference.Probabilities(model, graph);
        if (mending is null)
        {
            return own;
        }

        using var scope = new TensorScope();
        using Adjacency adjacency = CorrectAndSmooth.Prepare(graph, graph.Features.Engine);
        Tensor probabilities = Tensor.Create(own, (graph.NodeCount, graph.NodeCount == 0 ? 0 : own.Length / graph.NodeCount), graph.Features.Engine);
        return mending.Forward(probabilities, graph.HostLabels, Split.Train, adjacency).ToArray<float>();
    }

    public override void Dispose()
    {
        model.Dispose();
        graph.Dispose();
    }
}
