using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Cli.Nodes;

/// <summary>One run: a split, a model, and how it learns.</summary>
internal abstract class NodeRun(NodeSplit split) : IDisposable
{
    internal NodeSplit Split { get; } = split;

    internal abstract GraphSizes Sizes { get; }

    /// <summary>The model, where it is one of layers over one graph, which can be trained on batches and saved.</summary>
    internal virtual GraphModel? Model => null;

    internal abstract TrainingReport Fit(Optimizer optimizer, NodeClassificationOptions options, IProgress<EpochProgress>? progress, CancellationToken cancellation);

    /// <summary>The probabilities of the classes of every node, <c>[N, C]</c>, row-major.</summary>
    internal abstract float[] Probabilities();

    public abstract void Dispose();
}
