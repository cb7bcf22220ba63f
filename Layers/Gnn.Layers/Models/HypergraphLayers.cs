using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>Layers over a hypergraph one after another, which propagate over the same adjacency.</summary>
internal static class HypergraphLayers
{
    /// <summary>ReLU and dropout after each layer but the last.</summary>
    internal static Tensor Forward(
        in ForwardContext context, IReadOnlyList<IHypergraphConvolution> layers, Features x, HypergraphAdjacency adjacency, double dropout)
    {
        Features h = x;
        Tensor? last = null;
        for (int layer = 0; layer < layers.Count; layer++)
        {
            using Tensor? before = last;
            last = layer == layers.Count - 1
                ? layers[layer].Forward(context, h, adjacency)
                : layers[layer].Forward(context, h, adjacency, Activation.Relu, dropout);
            h = last;
        }

        return last!;
    }
}
