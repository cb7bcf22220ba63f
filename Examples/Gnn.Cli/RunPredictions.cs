using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;

namespace Gnn.Cli;

/// <summary>What the model of one run says of every node.</summary>
/// <param name="Classes">The class of each node.</param>
/// <param name="Probabilities">Its probability.</param>
/// <param name="Parts">The part of the split that each node is in: train, validation, test or none.</param>
internal sealed record RunPredictions(int[] Classes, float[] Probabilities, string[] Parts)
{
    internal static RunPredictions Of(GraphModel model, Graph graph, NodeSplit split)
    {
        float[] probabilities = Inference.Probabilities(model, graph);
        int[] classes = Inference.Classes(probabilities, graph.NodeCount);
        int width = graph.NodeCount == 0 ? 0 : probabilities.Length / graph.NodeCount;
        string[] parts = new string[graph.NodeCount];
        Array.Fill(parts, "none");
        Mark(parts, split.Train, "train");
        Mark(parts, split.Validation, "validation");
        Mark(parts, split.Test, "test");
        return new RunPredictions(classes, [.. classes.Select((label, node) => probabilities[(node * width) + label])], parts);
    }

    private static void Mark(string[] parts, ReadOnlySpan<int> nodes, string part)
    {
        foreach (int node in nodes)
        {
            parts[node] = part;
        }
    }
}
