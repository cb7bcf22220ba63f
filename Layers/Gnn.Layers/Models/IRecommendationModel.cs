using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>A model that embeds the users and the items of a bipartite graph, so that the product of two embeddings says how well an item suits a user.</summary>
public interface IRecommendationModel
{
    /// <summary>The number of nodes, users before items.</summary>
    int NodeCount { get; }

    /// <summary>The number of columns of the embedding.</summary>
    int Width { get; }

    /// <summary>The learnt rows that propagation starts from, <c>[users + items, width]</c>: what weight decay of a batch acts on.</summary>
    Tensor Table { get; }

    /// <summary>Makes what the model propagates over, once for a graph.</summary>
    /// <param name="graph">Users, then items, with both directions of every interaction.</param>
    /// <param name="userCount">How many of the nodes are users.</param>
    /// <param name="random">The source of random numbers, for models that need some.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has other nodes than the model.</exception>
    RecommendationAdjacency Prepare(Graph graph, int userCount, RandomSource random);

    /// <summary>Embeds all users and items.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns>The embeddings; a second view in training only.</returns>
    RecommendationViews Embed(in ForwardContext context, RecommendationAdjacency adjacency);
}
