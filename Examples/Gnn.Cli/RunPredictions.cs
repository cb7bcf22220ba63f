using Gnn.Cli.Nodes;

namespace Gnn.Cli;

/// <summary>What the model of one run says of every node.</summary>
/// <param name="Classes">The class of each node.</param>
/// <param name="Probabilities">Its probability.</param>
/// <param name="Parts">The part of the split that each node is in: train, validation, test or none.</param>
internal sealed record RunPredictions(int[] Classes, float[] Probabilities, string[] Parts)
{
    internal static RunPredictions Of(NodeRun run)
    {
        int nodes = run.Sizes.Nodes;
        float[] probabilities = run.Probabilities();
        int[] classes = Inference.Classes(probabilities, nodes);
        int width = nodes == 0 ? 0 : probabilities.Length / nodes;
        string[] parts = new string[nodes];
        Array.Fill(parts, "none");
        Mark(parts, run.Split.Train, "train");
        Mark(parts, run.Split.Validation, "validation");
        Mark(parts, run.Split.Test, "test");
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
