namespace Gnn.Training;

/// <summary>What a model says of every node.</summary>
/// <param name="Classes">The predicted class of each node.</param>
/// <param name="ClassCount">The number of classes that the model tells apart.</param>
/// <param name="Scores">Of two classes, how much each node looks like class 1; null if there are more.</param>
internal sealed record NodePredictions(int[] Classes, int ClassCount, double[]? Scores);
