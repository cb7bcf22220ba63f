namespace Gnn.Training;

/// <summary>What is reached without a model, from the same training facts.</summary>
/// <param name="Name">What it looks at.</param>
/// <param name="Test">Its metrics on the test facts.</param>
public sealed record KnowledgeGraphBaseline(string Name, KnowledgeGraphMetrics Test);
