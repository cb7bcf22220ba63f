using Gnn.Graphs;
using Gnn.Layers;

namespace Gnn.Training;

/// <summary>What is checked at the door of <see cref="NodeClassificationTrainer"/>, before anything is prepared. Labels of test nodes are not read.</summary>
internal static class NodeClassificationChecks
{
    internal static void Run(Module module, Graph graph, NodeSplit split, NodeClassificationOptions options)
    {
        options.Check();
        CheckSplit(graph, split, options);
        CheckGraph(module, graph);
        CheckLabels(graph, split.Train, "train", split.Name);
        CheckLabels(graph, split.Validation, "validation", split.Name);
        foreach (double weight in options.ClassWeights ?? [])
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(options), weight, "A class weight must be finite and at least 0.");
            }
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

        if (split.Validation.IsEmpty && (options.Selection == ModelSelection.BestValidation || options.Patience is not null))
        {
            throw new ArgumentException(
                $"The split '{split.Name}' has no validation node, which choosing the best epoch and early stopping need: "
                + "use Selection = ModelSelection.Last without a patience, or give validation nodes.",
                nameof(split));
        }
    }

    private static void CheckGraph(Module module, Graph graph)
    {
        if (!graph.HasFeatures)
        {
            throw new ArgumentException(
                "The graph has no node features: add them with graph.WithFeatures(x), for example SparseTensor.Identity(graph.NodeCount) where nothing is known.",
                nameof(graph));
        }

        if (!graph.HasLabels)
        {
            throw new ArgumentException("The graph has no node labels: add them with graph.WithLabels(labels), one a node, -1 for none.", nameof(graph));
        }

        if (graph.EdgeCount == 0 && module is not Models.Mlp)
        {
            throw new ArgumentException(
                $"The graph has no edges, which {module.GetType().Name} passes messages along: give a graph with edges, or use a model without messages (Mlp).",
                nameof(graph));
        }

        GraphDefect? defect = graph.Validate().FirstOrDefault(found => found.Kind is not (GraphDefectKind.LabelOutOfRange or GraphDefectKind.LabelWithoutName));
        if (defect is not null)
        {
            throw new ArgumentException($"The graph cannot be trained on: {defect}. Replace the value, or leave the row out.", nameof(graph));
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
                    $"Node {node} of the {part} part of the split '{split}' has no label (got {labels[node]}): give it one, or leave it out of the split.", nameof(split));
            }
        }
    }
}
