using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli;

/// <summary>What a model says of every node.</summary>
internal static class Inference
{
    /// <summary>The probabilities of the classes, <c>[N, C]</c>, row-major.</summary>
    internal static float[] Probabilities(GraphModel model, Graph graph)
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        using Adjacency adjacency = model.Prepare(graph);
        return model.Forward(ForwardContext.Inference, graph.Features, adjacency).Softmax().ToArray<float>();
    }

    /// <summary>The class of the highest probability of each node, the first of equals.</summary>
    internal static int[] Classes(ReadOnlySpan<float> probabilities, int nodeCount)
    {
        int classes = nodeCount == 0 ? 0 : probabilities.Length / nodeCount;
        int[] best = new int[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            ReadOnlySpan<float> row = probabilities.Slice(node * classes, classes);
            for (int c = 1; c < classes; c++)
            {
                best[node] = row[c] > row[best[node]] ? c : best[node];
            }
        }

        return best;
    }
}
