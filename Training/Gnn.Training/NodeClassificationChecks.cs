using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Tensors;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>What is checked at the door of <see cref="NodeClassificationTrainer"/>, before anything is prepared. Labels of test nodes are not read.</summary>
internal static class NodeClassificationChecks
{
    internal static void Run(Module module, Graph graph, NodeSplit split, NodeClassificationOptions options)
    {
        options.Check();
        CheckGraph(module, graph, options.Batches?.Features);
        RunWithoutModel(graph, split, options);
        foreach (double weight in options.ClassWeights ?? [])
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options), $"A class weight must be finite and at least 0, got {weight}.");
            }
        }
    }

    /// <summary>Checks what measuring predictions takes: labels, and a split of the graph.</summary>
    internal static void RunWithoutModel(Graph graph, NodeSplit split, NodeClassificationOptions options)
    {
        CheckSplit(graph, split, options);
        if (!graph.HasLabels)
        {
            throw new ArgumentException("The graph has no node labels: add them with graph.WithLabels(labels), one a node, -1 for none.", nameof(graph));
        }

        CheckLabels(graph, split.Train, "train", split.Name);
        CheckLabels(graph, split.Validation, "validation", split.Name);
    }

    /// <summary>Checks, before the first step, that the model has an output for each class and the split a training node for each output.</summary>
    internal static void CheckOutputs(in Shape logits, long rows, Graph graph, NodeSplit split, NodeClassificationOptions options)
    {
        if (logits.Rank != 2 || logits[0] != rows || logits[1] == 0)
        {
            throw new ArgumentException($"The model must give logits [{rows}, classes], one row for each node, got {logits}.", nameof(logits));
        }

        int outputs = options.TrainingLoss.ClassCount(checked((int)logits[1]));
        if (outputs == 0)
        {
            throw new ArgumentException(
                $"The loss {options.Loss} does not take classes as targets of {logits[1]} outputs: use CrossEntropy with an output for each class, "
                + "or BinaryCrossEntropyWithLogits with one output for two classes.",
                nameof(options));
        }

        int[] trained = NodeClassificationTask.Pick(graph.HostLabels, split.Train);
        int[] validated = NodeClassificationTask.Pick(graph.HostLabels, split.Validation);
        int classes = Math.Max(graph.ClassNames.Count, trained.Concat(validated).Max() + 1);
        if (classes > outputs)
        {
            throw new ArgumentException(
                $"The model has {outputs} outputs, but the graph has {classes} classes: make the model with outputs: graph.ClassCount"
                + (outputs == 1 && classes == 2 ? ", or set Loss = new BinaryCrossEntropyWithLogits() for one output of two classes." : "."),
                nameof(logits));
        }

        if (options.CorrectAndSmooth is not null && logits[1] == 1)
        {
            throw new ArgumentException(
                "CorrectAndSmooth mends the probabilities of classes, and the model has one output: make it with an output for each of the two classes.", nameof(options));
        }

        if (options.Metric == ClassificationMetric.RocAuc)
        {
            CheckRocAuc(outputs, validated, split, options);
        }

        int missing = Enumerable.Range(0, outputs).Except(trained).FirstOrDefault(-1);
        if (missing >= 0 && !options.AllowsUntrainedClasses)
        {
            throw new ArgumentException(
                $"No training node of '{graph.ClassName(missing)}' (label {missing}) is in the split '{split.Name}', though the model has an output for it: "
                + "give every class a training node, make the model with fewer outputs, or set AllowsUntrainedClasses where a published split is so.",
                nameof(split));
        }

        if (options.ClassWeights is { } weights && weights.Count != outputs)
        {
            throw new ArgumentException($"There must be {outputs} class weights, one for each output of the model, got {weights.Count}.", nameof(options));
        }
    }

    private static void CheckRocAuc(int classes, int[] validated, NodeSplit split, NodeClassificationOptions options)
    {
        if (classes != 2)
        {
            throw new ArgumentException(
                $"The area under the ROC curve is of two classes, but the model tells {classes} apart: choose by Accuracy or MacroF1.", nameof(options));
        }

        bool isNeeded = options.Selection == ModelSelection.BestValidation || options.Patience is not null;
        if (isNeeded && validated.Distinct().Count() < 2)
        {
            throw new ArgumentException(
                $"The validation nodes of the split '{split.Name}' are all of one class, so that there is no area under a ROC curve to choose by: "
                + "give validation nodes of both classes, or choose by Accuracy.",
                nameof(split));
        }
    }

    private static void CheckSplit(Graph graph, NodeSplit split, NodeClassificationOptions options)
    {
        if (split.NodeCount != graph.NodeCount)
        {
            throw new ArgumentException(
                $"The split '{split.Name}' is of {split.NodeCount} nodes, but the graph has {graph.NodeCount}: take the split that belongs to the graph.",
                nameof(split));
        }

        if (split.Train.IsEmpty)
        {
            throw new ArgumentException($"The split '{split.Name}' has no training node: training needs at least one of each class.", nameof(split));
        }

        if (split.Validation.IsEmpty && (options.Selection != ModelSelection.Last || options.Patience is not null))
        {
            throw new ArgumentException(
                $"The split '{split.Name}' has no validation node, which choosing the best epoch and early stopping need: "
                + "use Selection = ModelSelection.Last without a patience, or give validation nodes.",
                nameof(split));
        }
    }

    private static void CheckGraph(Module module, Graph graph, FeatureStore? features)
    {
        if (features is not null && features.RowCount != graph.NodeCount)
        {
            throw new ArgumentException(
                $"The graph has {graph.NodeCount} nodes, but there are features of {features.RowCount}: take those of the same graph.", nameof(graph));
        }

        if (!graph.HasFeatures && features is null)
        {
            throw new ArgumentException(
                "The graph has no node features: add them with graph.WithFeatures(x), for example SparseTensor.Identity(graph.NodeCount) if nothing is known.",
                nameof(graph));
        }

        if (graph.EdgeCount == 0 && module is not (Mlp or IHeteroModel or IHypergraphModel))
        {
            throw new ArgumentException(
                $"The graph has no edges, which {module.GetType().Name} passes messages along: give a graph with edges, or use a model without messages (Mlp).",
                nameof(graph));
        }

        if (graph.Validate().FirstOrDefault(found => found.Kind is GraphDefectKind.NonFiniteValue or GraphDefectKind.FeatureFormat) is { } defect)
        {
            throw new ArgumentException($"The graph cannot be trained on: {defect}. Replace the value, or leave the column out.", nameof(graph));
        }
    }

    private static void CheckLabels(Graph graph, ReadOnlySpan<int> nodes, string part, string split)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        foreach (int node in nodes)
        {
            if (labels[node] < 0)
            {
                throw new ArgumentException(
                    $"Node {node} of the {part} part of the split '{split}' has no label (got {labels[node]}): give it one, or leave it out of the split.",
                    nameof(split));
            }
        }
    }
}
