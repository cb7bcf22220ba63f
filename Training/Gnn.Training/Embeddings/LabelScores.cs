namespace Gnn.Training.Embeddings;

/// <summary>Learns from the labels of some nodes how much each label speaks for each node.</summary>
/// <param name="train">The nodes whose labels may be looked at, each once.</param>
/// <returns>A score for each node and label, <c>[N, L]</c> row by row; higher where the label is likelier, and comparable between labels.</returns>
public delegate double[] LabelScores(ReadOnlySpan<int> train);
