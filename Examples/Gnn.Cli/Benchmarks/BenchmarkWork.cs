namespace Gnn.Cli.Benchmarks;

/// <summary>A work that <c>gnn bench</c> measures.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="NeedsGraph">Whether it reads the arrays of a graph.</param>
/// <param name="Run">Measures it.</param>
internal sealed record BenchmarkWork(string Name, bool NeedsGraph, Action<BenchmarkRun> Run);
