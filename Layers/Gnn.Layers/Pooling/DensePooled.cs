using Gnn.Tensors;

namespace Gnn.Layers.Pooling;

/// <summary>What a <see cref="DiffPool"/> or a <see cref="MinCutPool"/> makes: K clusters for nodes, and two losses to add to that of the task.</summary>
/// <param name="X">The clusters' features, <c>[B, K, F]</c>, or <c>[K, F]</c> of one sparse graph.</param>
/// <param name="Adjacency">The weights between clusters, <c>[B, K, K]</c>, or <c>[K, K]</c>.</param>
/// <param name="StructureLoss">A scalar: how far the clusters are from the edges; link prediction or cut.</param>
/// <param name="AssignmentLoss">A scalar: how far the assignment is from a clustering; entropy or orthogonality.</param>
public sealed record DensePooled(Tensor X, Tensor Adjacency, Tensor StructureLoss, Tensor AssignmentLoss);
