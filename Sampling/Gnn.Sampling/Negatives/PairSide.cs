namespace Gnn.Sampling.Negatives;

/// <summary>Pairs seen from one end: the partners that a node must not be drawn with, and how likely the others are.</summary>
/// <param name="Taken">For each node of this end the nodes of the other end that it makes no negative with.</param>
/// <param name="Partners">The weights of the nodes of the other end; null for all alike.</param>
/// <param name="IsTarget">Whether this end is the target.</param>
internal sealed record PairSide(PairRows Taken, NodeWeights? Partners, bool IsTarget);
