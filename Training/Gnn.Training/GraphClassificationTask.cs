using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>Graphs of classes.</summary>
internal sealed class GraphClassificationTask : GraphTask
{
    private readonly GraphClassificationOptions _options;
    private readonly Loss _loss;
    private readonly Loss _measuredLoss;

    internal GraphClassificationTask(GraphSet set, IndexSplit split, GraphClassificationOptions options, Engine engine)
        : base(Checked(set, split), split, options, engine)
    {
        _options = options;
        _loss = options.Loss ?? new CrossEntropy(options.ClassWeights, options.LabelSmoothing);
        _measuredLoss = options.Loss ?? new CrossEntropy();
    }

    internal override void CheckOutputs(in Shape outputs, int graphs)
    {
        if (outputs.Rank != 2 || outputs[0] != graphs || outputs[1] == 0)
        {
            throw new ArgumentException($"The model must give logits [{graphs}, classes], one row for each graph, got {outputs}.", nameof(outputs));
        }

        int classes = _loss.ClassCount(checked((int)outputs[1]));
        if (classes == 0)
        {
            throw new ArgumentException(
                $"The loss {_loss} does not take classes as targets of {outputs[1]} outputs: use CrossEntropy with an output for each class, "
                + "or BinaryCrossEntropyWithLogits with one output for two classes.",
                nameof(outputs));
        }

        int[] trained = Labels(Split.Train), validated = Labels(Split.Validation);
        int known = Math.Max(Set.ClassNames.Count, trained.Concat(validated).Max() + 1);
        if (known > classes)
        {
            throw new ArgumentException(
                $"The model has {classes} outputs, but the graphs have {known} classes: make the model with outputs: set.ClassCount"
                + (classes == 1 && known == 2 ? ", or set Loss = new BinaryCrossEntropyWithLogits() for one output of two classes." : "."),
                nameof(outputs));
        }

        int missing = Enumerable.Range(0, classes).Except(trained).FirstOrDefault(-1);
        if (missing >= 0 && !_options.AllowsUntrainedClasses)
        {
            throw new ArgumentException(
                $"No training graph of class {missing} is in the split '{Split.Name}', though the model has an output for it: "
                + "give every class a training graph, make the model with fewer outputs, or set AllowsUntrainedClasses where a published split is so.",
                nameof(outputs));
        }

        if (_options.ClassWeights is { } weights && weights.Count != outputs[1])
        {
            throw new ArgumentException($"There must be {outputs[1]} class weights, one for each output of the model, got {weights.Count}.", nameof(outputs));
        }

        CheckRocAuc(classes, validated);
        OutputCount = classes;
    }

    internal override Tensor Loss(Tensor outputs, ReadOnlySpan<int> graphs) => _loss.Compute(outputs, Tensor.Create(Labels(graphs), graphs.Length, Engine));

    internal override GraphPartReport Measure(double[] outputs, int columns, ReadOnlySpan<int> graphs)
    {
        var labels = new List<int>(graphs.Length);
        var logits = new List<double>(outputs.Length);
        int classes = Math.Max(2, columns);
        bool isKnown = true;
        for (int i = 0; i < graphs.Length; i++)
        {
            int label = Set.HostLabels[graphs[i]];
            if (label >= 0)
            {
                // A class that the model has no output for, which only test graphs may be of, counts as one more that it cannot predict.
                isKnown &= label < classes;
                labels.Add(Math.Min(label, classes));
                logits.AddRange(outputs.AsSpan(i * columns, columns));
            }
        }

        int[] truth = [.. labels];
        double[] given = [.. logits];
        using var scope = new TensorScope();
        double loss = truth.Length == 0 || !isKnown
            ? double.NaN
            : _measuredLoss.Compute(Matrix(given, truth.Length, columns), Tensor.Create(truth, truth.Length, Engine)).Item();
        if (truth.Length > 0 && isKnown && !double.IsFinite(loss))
        {
            return new GraphPartReport(truth.Length, loss, double.NaN, null, null);
        }

        ClassificationMetrics metrics = isKnown
            ? ClassificationMetrics.OfLogits(given, columns, truth)
            : ClassificationMetrics.Of(ClassificationMetrics.Predictions(Matrix(given, truth.Length, columns)), truth, classes + 1);
        return new GraphPartReport(truth.Length, loss, _options.Metric.Of(metrics), metrics, null);
    }

    internal override GraphBaseline Baseline()
    {
        int majority = Labels(Split.Train).Concat(Labels(Split.Validation))
            .GroupBy(label => label).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        int[] labels = [.. Labels(Split.Test).Where(label => label >= 0).Select(label => Math.Min(label, OutputCount))];
        if (labels.Length == 0)
        {
            return new GraphBaseline(majority, double.NaN);
        }

        int classes = OutputCount + (labels.Max() == OutputCount ? 1 : 0);
        int[] answers = new int[labels.Length];
        Array.Fill(answers, majority);
        return new GraphBaseline(majority, _options.Metric.Of(ClassificationMetrics.Of(answers, labels, classes, new double[labels.Length])));
    }

    private static GraphSet Checked(GraphSet set, IndexSplit split)
    {
        if (!set.HasLabels)
        {
            throw new ArgumentException("The graphs have no labels: add them with set.WithLabels(labels), one a graph, -1 for none.", nameof(set));
        }

        ReadOnlySpan<int> labels = set.HostLabels;
        foreach (int graph in (int[])[.. split.Train, .. split.Validation])
        {
            if (labels[graph] < 0)
            {
                throw new ArgumentException(
                    $"Graph {graph} of the training or validation part of the split '{split.Name}' has no label (got {labels[graph]}): give it one, or leave it out of the split.",
                    nameof(split));
            }
        }

        return set;
    }

    private void CheckRocAuc(int classes, int[] validated)
    {
        if (_options.Metric != ClassificationMetric.RocAuc)
        {
            return;
        }

        if (classes != 2)
        {
            throw new ArgumentException(
                $"The area under the ROC curve is of two classes, but the model tells {classes} apart: choose by Accuracy or MacroF1.", nameof(classes));
        }

        bool isNeeded = _options.Selection == ModelSelection.BestValidation || _options.Patience is not null;
        if (isNeeded && validated.Distinct().Count() < 2)
        {
            throw new ArgumentException(
                $"The validation graphs of the split '{Split.Name}' are all of one class, so that there is no area under a ROC curve to choose by: "
                + "give validation graphs of both classes, or choose by Accuracy.",
                nameof(validated));
        }
    }

    private int[] Labels(ReadOnlySpan<int> graphs) => NodeClassificationTask.Pick(Set.HostLabels, graphs);
}
