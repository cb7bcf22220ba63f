namespace Gnn.Cli.Engines;

/// <summary>An engine as <c>gnn engines</c> shows it.</summary>
/// <param name="Name">What <c>--engine</c> takes.</param>
/// <param name="Version">The version of what computes, or null where nothing is there.</param>
/// <param name="Detail">Threads, vectors or devices; or what is missing and the command that adds it.</param>
/// <param name="IsAvailable">Whether <c>--engine</c> can have it.</param>
internal sealed record EngineStatus(string Name, string? Version, string Detail, bool IsAvailable);
