using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The embeddings of users and items that one forward pass gave.</summary>
/// <param name="Local">The embedding that scores are made of, <c>[users + items, width]</c>.</param>
/// <param name="Global">The embedding of a second view, of the same shape, which training holds against the first; null if the model has none.</param>
public readonly record struct RecommendationViews(Tensor Local, Tensor? Global);
