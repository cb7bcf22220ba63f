using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>What a recommender propagates over: the normalised adjacency of users and items, and a view of it of low rank where the model has one.</summary>
/// <remarks><code>R ~ U diag(s) V^T = UserFactors ItemFactors^T,   UserFactors = U diag(s)^1/2: [users, rank],   ItemFactors = V diag(s)^1/2: [items, rank]</code></remarks>
public sealed class RecommendationAdjacency : IDisposable
{
    /// <summary>Creates it from its parts, which it owns from here on.</summary>
    /// <param name="whole">All edges, users before items.</param>
    /// <param name="userFactors">The users' rows of the view of low rank, <c>[users, rank]</c>; null for none.</param>
    /// <param name="itemFactors">The items' rows, <c>[items, rank]</c>; null for none.</param>
    /// <exception cref="ArgumentException">One of the factors is missing, or they do not fit.</exception>
    public RecommendationAdjacency(Adjacency whole, Tensor? userFactors = null, Tensor? itemFactors = null)
    {
        ArgumentNullException.ThrowIfNull(whole);
        if (userFactors is null != itemFactors is null)
        {
            throw new ArgumentException("A view of low rank needs the factors of users and of items: give both or neither.", nameof(itemFactors));
        }

        if (userFactors is not null && (userFactors.Shape[1] != itemFactors!.Shape[1] || userFactors.Shape[0] + itemFactors.Shape[0] != whole.Structure.RowCount))
        {
            throw new ArgumentException(
                $"The factors must be of one rank and have a row for each of {whole.Structure.RowCount} nodes together, got {userFactors.Shape} and {itemFactors.Shape}.", nameof(itemFactors));
        }

        (Whole, UserFactors, ItemFactors) = (whole, userFactors?.Keep(), itemFactors?.Keep());
    }

    /// <summary>All edges in both directions with their normalised weights; nodes are users, then items.</summary>
    public Adjacency Whole { get; }

    /// <summary>The users' rows of the view of low rank, <c>[users, rank]</c>; null for none.</summary>
    public Tensor? UserFactors { get; }

    /// <summary>The items' rows of the view of low rank, <c>[items, rank]</c>; null for none.</summary>
    public Tensor? ItemFactors { get; }

    /// <summary>Ends what it holds.</summary>
    public void Dispose()
    {
        Whole.Dispose();
        UserFactors?.Dispose();
        ItemFactors?.Dispose();
    }
}
