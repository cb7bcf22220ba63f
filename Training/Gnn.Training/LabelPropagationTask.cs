using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training;

/// <summary>Labels of training nodes that are spread: nothing to train, and the same at every look.</summary>
internal sealed class LabelPropagationTask : NodeClassificationTask
{
    /// <summary>Stands for a probability of 0, whose logarithm would be infinite.</summary>
    private const double Least = 1e-30;

    private readonly Tensor _logits;

    internal LabelPropagationTask(LabelPropagation propagation, Graph graph, NodeSplit split, NodeClassificationOptions options, Engine engine)
        : base(graph, split, options, engine)
    {
        using var scope = new TensorScope();
        Tensor probabilities = propagation.Predict(Graph, KnownLabels(), split.Train, graph.ClassCount, engine);
        _logits = (probabilities + Least).Log().Keep();
    }

    public override void Dispose()
    {
        _logits.Dispose();
        base.Dispose();
    }

    internal override IEnumerable<NodeStep> Steps(int epoch) => [];

    protected override Tensor Logits() => _logits;
}
