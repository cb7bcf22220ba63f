using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training;

/// <summary>Measures a <see cref="LabelPropagation"/> by the protocol of <see cref="NodeClassificationTrainer"/>: it knows the labels of the training nodes and of no others.</summary>
/// <remarks>There is nothing to train: one pass stands for an epoch. Its loss is the cross-entropy of <see cref="LabelPropagation.Predict"/>, and the graph needs no features.</remarks>
/// <example><code>
/// TrainingReport report = new LabelPropagationTrainer(new LabelPropagation(steps: 50, alpha: 0.9)).Fit(cora, split);
/// </code></example>
public sealed class LabelPropagationTrainer
{
    private readonly LabelPropagation _propagation;

    /// <summary>Creates a trainer.</summary>
    /// <param name="propagation">Steps and share.</param>
    public LabelPropagationTrainer(LabelPropagation propagation)
    {
        ArgumentNullException.ThrowIfNull(propagation);
        _propagation = propagation;
    }

    /// <summary>Spreads the labels of the training nodes and measures what comes of it.</summary>
    /// <param name="graph">The graph, with labels, on any engine.</param>
    /// <param name="split">Which nodes are known, validate and test; validation nodes choose nothing here.</param>
    /// <param name="engine">Where it is computed; the default engine if null.</param>
    /// <returns>What was reached; a model without parameters.</returns>
    /// <exception cref="ArgumentException">The graph has no labels; the split belongs to another graph, or has no training node; a training or validation node has no label; or the
    /// weights into a node sum to less than 0.</exception>
    public TrainingReport Fit(Graph graph, NodeSplit split, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        long start = Stopwatch.GetTimestamp();
        var options = new NodeClassificationOptions { Epochs = 1, Selection = ModelSelection.Last };
        NodeClassificationChecks.RunWithoutModel(graph, split, options);
        using var task = new LabelPropagationTask(_propagation, graph, split, options, engine ?? Engine.Default);
        var run = new NodeClassificationRun(options);
        EpochRecord record = task.Evaluate(epoch: 1, trainLoss: double.NaN);
        run.Add(record, Stopwatch.GetElapsedTime(start), Stopwatch.GetElapsedTime(start));
        return NodeClassificationReport.Of(task, graph, options, run, start) with { Model = nameof(LabelPropagation) };
    }
}
