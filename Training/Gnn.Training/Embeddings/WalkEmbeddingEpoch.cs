namespace Gnn.Training.Embeddings;

/// <summary>One epoch of a <see cref="WalkEmbedding"/>.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean over pairs of the loss of their node, <c>-log sigmoid(x . y)</c>, or with a tree of the sum of that over its way.</param>
/// <param name="NegativeLoss">The mean over negative pairs of <c>-log(1 - sigmoid(x . y))</c>; 0 with a tree.</param>
/// <param name="Pairs">The number of pairs.</param>
/// <param name="NegativePairs">The number of negative pairs; 0 with a tree.</param>
/// <param name="WalkTime">The time of the walks.</param>
/// <param name="Time">The time of the epoch, walks counted.</param>
public sealed record WalkEmbeddingEpoch(int Epoch, double Loss, double NegativeLoss, long Pairs, long NegativePairs, TimeSpan WalkTime, TimeSpan Time);
