namespace Gnn.Cli;

/// <summary>Where a command writes, and when it has to stop.</summary>
/// <param name="Output">Standard output: results.</param>
/// <param name="Error">Standard error: errors, progress, and with <c>--json</c> everything but the one object.</param>
/// <param name="IsInteractive">Whether a person looks on: progress is shown then, and only then.</param>
/// <param name="Cancellation">Set by Ctrl-C.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error, bool IsInteractive, CancellationToken Cancellation)
{
    /// <summary>What the user should know of this process before any command runs; null for nothing.</summary>
    internal string? Warning { get; init; }
}
