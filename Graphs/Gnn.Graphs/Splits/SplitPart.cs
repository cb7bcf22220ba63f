namespace Gnn.Graphs.Splits;

/// <summary>What one part of a split has.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Count">The number of items.</param>
/// <param name="UnlabelledCount">How many of them have no label.</param>
/// <param name="ClassCounts">The number of items of each class.</param>
public sealed record SplitPart(string Name, int Count, int UnlabelledCount, IReadOnlyList<int> ClassCounts);
