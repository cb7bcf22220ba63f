namespace Gnn.Training.Links;

/// <summary>What an epoch asks for.</summary>
/// <param name="Number">Which epoch, from 1.</param>
/// <param name="Order">The training links in the order in which they are asked for.</param>
/// <param name="Negatives">The negatives of each, by the places of the links.</param>
internal sealed record LinkEpoch(int Number, int[] Order, PairList Negatives);
