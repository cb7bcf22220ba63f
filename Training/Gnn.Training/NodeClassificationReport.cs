using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Training.Metrics;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>The report of a run that is over.</summary>
internal static class NodeClassificationReport
{
    /// <summary>Measures the kept parameters, test nodes too, and reports; of a model without parameters.</summary>
    internal static TrainingReport Of(NodeClassificationTask task, Graph graph, NodeClassificationOptions options, NodeClassificationRun run, long start)
    {
        NodeSplit split = task.Split;
        NodePredictions predictions = task.Predict();
        ClassificationMetrics test = task.MeasureTest(predictions);
        int majority = task.MajorityClass();
        using var process = Process.GetCurrentProcess();
        return new TrainingReport
        {
            Model = "",
            ParameterCount = 0,
            ParameterHash = "",
            Optimizer = "none",
            Graph = new GraphSizes(graph.NodeCount, graph.EdgeCount, options.Batches?.Features?.FeatureCount ?? (graph.HasFeatures ? graph.Features.Shape[1] : 0), predictions.ClassCount),
            Options = options,
            Epochs = run.Records,
            BestEpoch = options.Selection == ModelSelection.Last ? run.Records.Count : run.Best.Epoch,
            StoppedEarly = run.Records.Count < options.Epochs,
            Train = task.MeasureTrain(predictions),
            Validation = task.MeasureValidation(predictions),
            Test = test,
            Baseline = new MajorityBaseline(majority, test.Count == 0 ? double.NaN : (double)test.Confusion.LabelCount(majority) / test.Count),
            TestNodes = split.Test.ToArray(),
            TestPredictions = NodeClassificationTask.Pick(predictions.Classes, split.Test),
            Environment = RunEnvironment.Of(task.Engine),
            Loading = task.Loading,
            Memory = new RunMemory(process.PeakWorkingSet64, task.Engine.Memory.Peak),
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), run.Times.MedianStep(), run.Times.MedianEpoch()),
        };
    }
}
