using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>A model that scores pairs of nodes of one graph: the higher, the more likely a link.</summary>
/// <remarks>Nodes are embedded once for many pairs. A model that judges a pair by its surroundings alone embeds nothing and returns the features.</remarks>
public interface ILinkModel
{
    /// <summary>Makes what messages pass over. Edges count by their ends alone: the columns of an edge take no part, since they would tell of the edge that is asked for.</summary>
    /// <param name="messages">The graph whose edges messages pass over.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    Adjacency Prepare(Graph messages);

    /// <summary>Embeds all nodes.</summary>
    /// <param name="context">Training or inference, random numbers, scope, own terms of the loss.</param>
    /// <param name="x">Node features <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns><c>[N, H]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the model or the adjacency.</exception>
    Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency);

    /// <summary>Scores pairs of nodes.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="embedding">What <see cref="Embed"/> returned.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <param name="sources">The first node of each pair, in [0, N).</param>
    /// <param name="targets">The second node of each pair, in [0, N).</param>
    /// <returns>A logit for each pair, <c>[P]</c>.</returns>
    /// <exception cref="ArgumentException">There are not as many sources as targets.</exception>
    Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets);
}
