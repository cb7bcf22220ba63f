using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Checkpoints;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>Trains a model to classify the nodes of one graph: all nodes at every step, or batches with sampled neighbours.</summary>
/// <remarks>
/// <para>The protocol: the graph is prepared once. Each epoch is one step (forward, loss on the training nodes, backward, optimiser), or one for each batch
/// (<see cref="NodeClassificationOptions.Batches"/>), and one evaluation on the training and validation nodes, for which nothing is sampled. The parameters and
/// buffers of the
/// epoch that <see cref="NodeClassificationOptions.Selection"/> chooses by <see cref="NodeClassificationOptions.Metric"/> are kept.
/// Labels of test nodes are read once, after that choice.</para>
/// <para>The same seed gives the same parameters to the bit, at any number of threads. Memory does not grow with the epochs: a step's tensors end with it, and
/// the copy of the best parameters is written over. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// var trainer = new NodeClassificationTrainer(model, new Adam(learningRate: 0.01, weightDecay: 5e-4));
/// TrainingReport report = trainer.Fit(cora, split, epochs: 200);
/// </code></example>
public sealed class NodeClassificationTrainer
{
    private readonly IGraphModel _model;
    private readonly Module _module;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IGraphModel"/> with a logit for each class, or one for two classes where the loss takes that; it is trained
    /// on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IGraphModel"/>, or has no parameters.</exception>
    public NodeClassificationTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<IGraphModel>(model, "gives a graph's nodes logits");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Creates a trainer of a model that stands for another, whose parameters are trained.</summary>
    internal NodeClassificationTrainer(Module module, IGraphModel model, Optimizer optimizer) => (_module, _model, _optimizer) = (module, model, optimizer);

    /// <summary>Trains the model and measures it, with the default protocol.</summary>
    /// <param name="graph">The graph, with features and labels, on any engine.</param>
    /// <param name="split">Which nodes train, validate and test.</param>
    /// <param name="epochs">The number of epochs, at least 1.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <inheritdoc cref="Fit(Graph, NodeSplit, NodeClassificationOptions, IProgress{EpochProgress}?, CancellationToken)" path="/exception"/>
    public TrainingReport Fit(
        Graph graph, NodeSplit split, int epochs = 200, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(graph, split, new NodeClassificationOptions { Epochs = epochs }, progress, cancellationToken);

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph, with features and labels, on any engine.</param>
    /// <param name="split">Which nodes train, validate and test.</param>
    /// <param name="options">The protocol.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The graph has no edges, features or labels, or a feature is not finite; the split belongs to another graph, or
    /// has no training node, or none of a class; a training or validation node has no label; or the model does not have an output for each class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are those after the epoch before.</exception>
    /// <exception cref="Gnn.Tensors.Files.DataFormatException">The checkpoint's file is damaged, or of another run; the model is as it was.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public TrainingReport Fit(
        Graph graph,
        NodeSplit split,
        NodeClassificationOptions options,
        IProgress<EpochProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        NodeClassificationChecks.Run(_module, graph, split, options);
        cancellationToken.ThrowIfCancellationRequested();
        Engine engine = _module.Parameters().First().Value.Engine;
        using NodeClassificationTask task = options.Batches is { } batches
            ? new SampledTask(Layered(batches), graph, split, options, batches, engine)
            : new FullBatchTask(_model, graph, split, options, engine);
        var run = new NodeClassificationRun(options);
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        try
        {
            step.Begin();
            Train(task, options, run, step, start, progress, cancellationToken);
        }
        finally
        {
            step.End();
        }

        return NodeClassificationReport.Of(task, graph, options, run, start) with
        {
            Model = _model.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString(),
        };
    }

    private void Train(
        NodeClassificationTask task,
        NodeClassificationOptions options,
        NodeClassificationRun run,
        OptimizationStep optimization,
        long start,
        IProgress<EpochProgress>? progress,
        CancellationToken cancellationToken)
    {
        using ParameterSnapshot? snapshot = options.Selection == ModelSelection.Last ? null : new ParameterSnapshot(_module);
        TrainingCheckpoint? checkpoint = CheckpointOf(task, options, snapshot);
        foreach (double[] numbers in checkpoint?.Resume(EpochRecord.NumberCount) ?? [])
        {
            run.Add(EpochRecord.FromNumbers(numbers));
        }

        for (int epoch = run.Records.Count + 1; epoch <= options.Epochs && !IsOver(run, options); epoch++)
        {
            long began = Stopwatch.GetTimestamp();
            double learningRate = optimization.BeginEpoch(epoch, run.Results);
            (double loss, int steps) = TrainEpoch(task, options, optimization, epoch, cancellationToken);
            TimeSpan step = Stopwatch.GetElapsedTime(began) / steps;
            EpochRecord record = task.Evaluate(epoch, loss) with { LearningRate = learningRate };
            if (task.HasValidation && !double.IsFinite(record.ValidationLoss))
            {
                snapshot?.Restore();
                optimization.CheckLoss(record.ValidationLoss, epoch, "validation");
            }

            if (run.Add(record, step, Stopwatch.GetElapsedTime(began)))
            {
                snapshot?.Capture();
            }

            progress?.Report(new EpochProgress(record, options.Epochs, options.Selection == ModelSelection.Last ? epoch : run.Best.Epoch, Stopwatch.GetElapsedTime(start)));
            if (checkpoint is not null && (checkpoint.IsDue || cancellationToken.IsCancellationRequested))
            {
                checkpoint.Write(run.Records.Select(done => done.ToNumbers()), EpochRecord.NumberCount);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        if (snapshot is not null && run.Best.Epoch != run.Records.Count)
        {
            snapshot.Restore();
        }
    }

    private static bool IsOver(NodeClassificationRun run, NodeClassificationOptions options) => run.Records.Count - run.Best.Epoch >= options.Patience;

    /// <summary>The run's checkpoint: of another initial model, protocol, graph or split it is another run.</summary>
    private TrainingCheckpoint? CheckpointOf(NodeClassificationTask task, NodeClassificationOptions options, ParameterSnapshot? snapshot) => options.Checkpoint is { } file
        ? new TrainingCheckpoint(
            file,
            [
                _module.GetType().FullName!,
                (options with { Checkpoint = null }).ToString(),
                string.Join(' ', options.ClassWeights ?? []),
                task.Graph.ContentHash,
                task.Split.Name,
                string.Join(' ', task.Split.Train.ToArray()),
                string.Join(' ', task.Split.Validation.ToArray()),
            ],
            _module,
            _optimizer,
            snapshot)
        : null;

    /// <summary>The mean loss of an epoch's training nodes, and its number of steps.</summary>
    private static (double Loss, int Steps) TrainEpoch(
        NodeClassificationTask task, NodeClassificationOptions options, OptimizationStep optimization, int epoch, CancellationToken cancellationToken)
    {
        double mean = 0;
        int count = 0, steps = 0;
        foreach (NodeStep step in task.Steps(epoch))
        {
            using (step)
            {
                if (steps > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                count += step.Count;
                mean += (Step(task, step, options, optimization, epoch, isFirst: epoch == 1 && steps == 0) - mean) * step.Count / count;
                steps++;
            }
        }

        return (mean, steps);
    }

    private static double Step(
        NodeClassificationTask task, NodeStep step, NodeClassificationOptions options, OptimizationStep optimization, int epoch, bool isFirst)
    {
        using var scope = new TensorScope();
        var terms = new LossTerms();
        Tensor logits = step.Forward(ForwardContext.ForTraining(step.Random, scope, terms));
        if (isFirst)
        {
            NodeClassificationChecks.CheckOutputs(logits.Shape, step.Rows, task.Graph, task.Split, options);
        }

        return optimization.Apply(step.Loss(logits), terms, epoch);
    }

    private GraphModel Layered(NodeBatchOptions batches)
    {
        if (_model is not GraphModel model)
        {
            throw new ArgumentException(
                $"Batches need a model of layers, a GraphModel, got {_model.GetType().Name}: leave Batches null to train on the whole graph.",
                nameof(batches));
        }

        batches.Check();
        return model;
    }
}
