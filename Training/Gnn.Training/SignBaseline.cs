namespace Gnn.Training;

/// <summary>What is reached without a network, from the same training edges.</summary>
/// <param name="Name">What it looks at.</param>
/// <param name="Test">Its metrics on the test edges.</param>
public sealed record SignBaseline(string Name, SignMetrics Test);
