using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="GraphClassificationTrainer"/>.</summary>
public sealed record GraphClassificationOptions : GraphTrainingOptions
{
    /// <summary>The number by which the validation graphs choose the epoch, and early stopping goes.</summary>
    /// <remarks>The area under the ROC curve needs two classes, by two logits or by one, and validation graphs of both.</remarks>
    public ClassificationMetric Metric { get; init; } = ClassificationMetric.Accuracy;

    /// <summary>How much a graph of each class counts in the default loss, one finite weight of at least 0 for each class; null for 1 each.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The label smoothing of the default loss, in [0, 1].</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether a class may be without a training graph: it is not learnt then, and its graphs count as wrong.</summary>
    public bool AllowsUntrainedClasses { get; init; }

    internal override string MetricName => Metric.Name();

    internal override bool IsHigherBetter => true;

    internal override GraphTask CreateTask(GraphSet set, IndexSplit split, Engine engine) => new GraphClassificationTask(set, split, this, engine);

    internal override int[] Strata(GraphSet set) => set.HostLabels.ToArray();

    internal override void Check()
    {
        base.Check();
        if (Loss is not null && (ClassWeights is not null || LabelSmoothing != 0))
        {
            throw new ArgumentException(
                $"ClassWeights and LabelSmoothing are those of the default loss: give them to the loss itself, {Loss}, where it has them.", nameof(Loss));
        }

        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), $"The metric must be Accuracy, MacroF1 or RocAuc, got {Metric}.");
        }

        // Checks its arguments.
        _ = new CrossEntropy(ClassWeights, LabelSmoothing);
    }
}
