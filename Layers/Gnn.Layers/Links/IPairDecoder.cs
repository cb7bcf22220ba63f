using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>A score of a pair of nodes from the embeddings of the two.</summary>
public interface IPairDecoder
{
    /// <summary>Scores pairs.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="sources">The embedding of the first node of each pair, <c>[P, H]</c>.</param>
    /// <param name="targets">The embedding of the second node, <c>[P, H]</c>.</param>
    /// <returns>A logit for each pair, <c>[P]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    Tensor Forward(in ForwardContext context, Tensor sources, Tensor targets);
}
