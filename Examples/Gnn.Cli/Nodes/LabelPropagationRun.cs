using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Cli.Nodes;

/// <summary>Labels that are spread: nothing is trained.</summary>
internal sealed class LabelPropagationRun(LabelPropagation propagation, Graph graph, NodeSplit split, Engine engine) : NodeRun(split)
{
    internal override GraphSizes Sizes => new(graph.NodeCount, graph.EdgeCount, graph.Features.Shape[1], graph.ClassCount);

    internal override TrainingReport Fit(Optimizer optimizer, NodeClassificationOptions options, IProgress<EpochProgress>? progress, CancellationToken cancellation) =>
        new LabelPropagationTrainer(propagation).Fit(graph, Split, engine);

    internal override float[] Probabilities()
    {
        using var scope = new TensorScope();
        return propagation.Predict(graph, graph.HostLabels, Split.Train, graph.ClassCount, engine).ToArray<float>();
    }

    public override void Dispose() => graph.Dispose();
}
