using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="GraphRegressionTrainer"/>.</summary>
/// <remarks>Targets are taken as they are: where they are far from 1 in size, scale the column first.</remarks>
public sealed record GraphRegressionOptions : GraphTrainingOptions
{
    /// <summary>The graph column that holds the targets: floating, <c>[G]</c> or <c>[G, K]</c>. A target of a test graph that is NaN is not known, and not
    /// measured.</summary>
    public string Target { get; init; } = ColumnNames.Labels;

    /// <summary>The number by which the validation graphs choose the epoch, and early stopping goes.</summary>
    public RegressionMetric Metric { get; init; } = RegressionMetric.MeanAbsoluteError;

    internal override string MetricName => Metric.Name();

    internal override bool IsHigherBetter => Metric.IsHigherBetter();

    internal override GraphTask CreateTask(GraphSet set, IndexSplit split, Engine engine) => new GraphRegressionTask(set, split, this, engine);

    internal override int[] Strata(GraphSet set) => new int[set.Count];

    internal override void Check()
    {
        base.Check();
        ArgumentException.ThrowIfNullOrWhiteSpace(Target);
        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), $"The metric must be MeanAbsoluteError, RootMeanSquaredError or R2, got {Metric}.");
        }
    }
}
