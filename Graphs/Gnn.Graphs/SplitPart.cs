namespace Gnn.Graphs;

/// <summary>What one part of a split has.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="NodeCount">The number of nodes.</param>
/// <param name="UnlabelledCount">How many of them have no label.</param>
/// <param name="ClassCounts">The number of nodes of each class.</param>
public sealed record SplitPart(string Name, int NodeCount, int UnlabelledCount, IReadOnlyList<int> ClassCounts);
