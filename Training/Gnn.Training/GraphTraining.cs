using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>Trains a model on whole graphs: what the trainers of classification and regression share.</summary>
internal sealed class GraphTraining
{
    private readonly Module _module;
    private readonly IGraphLevelModel _model;
    private readonly Optimizer _optimizer;

    internal GraphTraining(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<IGraphLevelModel>(model, "gives an output for each graph");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    internal GraphTrainingReport Fit(
        GraphSet set, IndexSplit split, GraphTrainingOptions options, IProgress<GraphEpochProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        long start = Stopwatch.GetTimestamp();
        options.Check();
        CheckSet(set);
        CheckSplit(set, split, options);
        cancellationToken.ThrowIfCancellationRequested();
        Engine engine = _module.Parameters().First().Value.Engine;
        using GraphTask task = options.CreateTask(set, split, engine);
        var run = new GraphRun(options.IsHigherBetter, options.Selection);
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        try
        {
            step.Begin();
            Train(task, run, step, start, progress, cancellationToken);
        }
        finally
        {
            step.End();
        }

        return Report(task, run, engine, start, cancellationToken);
    }

    private static void CheckSet(GraphSet set)
    {
        if (!set.Nodes.Contains(ColumnNames.Features))
        {
            throw new ArgumentException(
                "The graphs have no node features: add them with set.WithFeatures(x), for example a column of ones or one-hot degrees if nothing is known.",
                nameof(set));
        }

        if (set.Validate().FirstOrDefault(found => found.Column == ColumnNames.Features
            && found.Kind is GraphDefectKind.NonFiniteValue or GraphDefectKind.FeatureFormat) is { } defect)
        {
            throw new ArgumentException($"The graphs cannot be trained on: {defect}. Replace the value, or leave the column out.", nameof(set));
        }
    }

    private static void CheckSplit(GraphSet set, IndexSplit split, GraphTrainingOptions options)
    {
        if (split.ItemCount != set.Count)
        {
            throw new ArgumentException(
                $"The split '{split.Name}' is of {split.ItemCount} {split.ItemName}s, but the set has {set.Count} graphs: take the split that belongs to the set.",
                nameof(split));
        }

        if (split.Train.IsEmpty)
        {
            throw new ArgumentException($"The split '{split.Name}' has no training graph: training needs at least one.", nameof(split));
        }

        if (split.Validation.IsEmpty && (options.Selection != ModelSelection.Last || options.Patience is not null))
        {
            throw new ArgumentException(
                $"The split '{split.Name}' has no validation graph, which choosing the best epoch and early stopping need: "
                + "use Selection = ModelSelection.Last without a patience, or give validation graphs.",
                nameof(split));
        }
    }

    private void Train(
        GraphTask task, GraphRun run, OptimizationStep optimization, long start, IProgress<GraphEpochProgress>? progress, CancellationToken cancellationToken)
    {
        GraphTrainingOptions options = task.Options;
        bool isLast = options.Selection == ModelSelection.Last;
        using ParameterSnapshot? snapshot = isLast ? null : new ParameterSnapshot(_module);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long began = Stopwatch.GetTimestamp();
            double learningRate = optimization.BeginEpoch(epoch, run.Results);
            (double loss, int steps) = TrainEpoch(task, optimization, epoch, cancellationToken);
            TimeSpan step = Stopwatch.GetElapsedTime(began) / steps;
            double trainScore = options.MeasuresTraining ? task.Evaluate(GraphPart.Train, _model, cancellationToken).Score : double.NaN;
            double validationLoss = double.NaN, validationScore = double.NaN;
            if (!task.Split.Validation.IsEmpty)
            {
                GraphPartReport validation = task.Evaluate(GraphPart.Validation, _model, cancellationToken);
                (validationLoss, validationScore) = (validation.Loss, validation.Score);
                if (!double.IsFinite(validationLoss))
                {
                    snapshot?.Restore();
                    optimization.CheckLoss(validationLoss, epoch, "validation");
                }
            }

            var record = new GraphEpochRecord(epoch, loss, trainScore, validationLoss, validationScore, learningRate);
            if (run.Add(record, step, Stopwatch.GetElapsedTime(began)))
            {
                snapshot?.Capture();
            }

            progress?.Report(new GraphEpochProgress(record, options.Epochs, isLast ? epoch : run.Best.Epoch, Stopwatch.GetElapsedTime(start)));
            cancellationToken.ThrowIfCancellationRequested();
            if (epoch - run.Best.Epoch >= options.Patience)
            {
                break;
            }
        }

        if (snapshot is not null && run.Best.Epoch != run.Records.Count)
        {
            snapshot.Restore();
        }
    }

    /// <summary>The mean loss of an epoch's training graphs, and its number of steps.</summary>
    private (double Loss, int Steps) TrainEpoch(GraphTask task, OptimizationStep optimization, int epoch, CancellationToken cancellationToken)
    {
        RandomSource dropout = task.Options.Random.Stream("dropout").Stream((ulong)epoch);
        double mean = 0;
        int count = 0, steps = 0;
        foreach (PreparedGraphs batch in task.Batches(epoch, _model))
        {
            using (batch)
            {
                if (steps > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                using var scope = new TensorScope();
                var terms = new LossTerms();
                Tensor outputs = batch.Forward(ForwardContext.ForTraining(dropout.Stream((ulong)steps), scope, terms), _model);
                if (epoch == 1 && steps == 0)
                {
                    task.CheckOutputs(outputs.Shape, batch.Graphs.Length);
                }

                count += batch.Graphs.Length;
                mean += (optimization.Apply(task.Loss(outputs, batch.Graphs), terms, epoch) - mean) * batch.Graphs.Length / count;
                steps++;
            }
        }

        return (mean, steps);
    }

    private GraphTrainingReport Report(GraphTask task, GraphRun run, Engine engine, long start, CancellationToken cancellationToken)
    {
        GraphTrainingOptions options = task.Options;
        GraphPartReport train = task.Evaluate(GraphPart.Train, _model, cancellationToken);
        GraphPartReport validation = task.Evaluate(GraphPart.Validation, _model, cancellationToken);
        GraphPartReport test = task.Evaluate(GraphPart.Test, _model, cancellationToken);
        using var process = Process.GetCurrentProcess();
        return new GraphTrainingReport
        {
            Model = _module.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString(),
            Graphs = new GraphSetSizes(task.Set.Count, task.Set.NodeCount, task.Set.EdgeCount, task.OutputCount),
            Split = task.Split.Name,
            Options = options,
            Epochs = run.Records,
            BestEpoch = options.Selection == ModelSelection.Last ? run.Records.Count : run.Best.Epoch,
            StoppedEarly = run.Records.Count < options.Epochs,
            Train = train,
            Validation = validation,
            Test = test,
            Baseline = task.Baseline(),
            Environment = RunEnvironment.Of(engine),
            Memory = new RunMemory(process.PeakWorkingSet64, engine.Memory.Peak),
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), run.Times.MedianStep(), run.Times.MedianEpoch()),
        };
    }
}
