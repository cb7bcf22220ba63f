using NUnit.Framework;

namespace Gnn.Tests.Packaging;

/// <summary>Runs the <c>dotnet</c> command of this SDK in a process of its own, with a time limit.</summary>
internal static class DotnetCommand
{
    // A build server that outlives the command would hold the pipes open, so none may start.
    private static readonly Dictionary<string, string> OwnVariables = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>Runs a command and fails the test, with the whole output, where it does not exit 0 in time.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="limit">The time after which the command and all that it started is ended.</param>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    /// <returns>What the command wrote to its standard output.</returns>
    public static string Run(string folder, TimeSpan limit, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProgramRun run = Try(folder, limit, arguments, environment);
        Assert.That(run.ExitCode, Is.Zero, $"'{run.Command}' in {folder} failed.\n{run.Output}\n{run.Error}");
        return run.Output;
    }

    /// <summary>Runs a command that may fail; fails the test only where it does not end in time.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="limit">The time after which the command and all that it started is ended.</param>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    public static ProgramRun Try(string folder, TimeSpan limit, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Dictionary<string, string> variables = new(OwnVariables);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        return ProgramRun.Of(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, limit, arguments, variables);
    }
}
