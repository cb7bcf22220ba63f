namespace Gnn.Cli;

/// <summary>The command was called in a way that cannot work; the message says how to call it.</summary>
internal sealed class UsageException(string message) : Exception(message);
