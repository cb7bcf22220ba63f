using Gnn.Cli;

namespace Gnn.Tests.Examples;

/// <summary>Runs the <c>gnn</c> command in this process, as a pipe would: no terminal, output and errors apart.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    internal static CommandLine Run(params string[] args) => Run(CancellationToken.None, args);

    internal static CommandLine Run(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = Application.Run(args, new CommandContext(output, error, IsInteractive: false, cancellation));
        return new CommandLine(exitCode, output.ToString(), error.ToString());
    }

    internal string LastLine => Output.TrimEnd('\n').Split('\n')[^1];
}
