using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace Gnn.Tests.Packaging;

/// <summary>Runs the <c>dotnet</c> command of this SDK in a process of its own, with a time limit.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs a command and fails the test, with the whole output, where it does not exit 0 in time.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="limit">The time after which the command and all that it started is ended.</param>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    /// <returns>What the command wrote to its standard output.</returns>
    public static string Run(string folder, TimeSpan limit, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A build server that outlives the command would hold the pipes open, so none may start.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        string command = $"dotnet {string.Join(' ', start.ArgumentList)}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder output = new();
        StringBuilder errors = new();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(10));
            Assert.Fail($"'{command}' in {folder} did not end within {limit.TotalSeconds} s.\n{Text(output)}\n{Text(errors)}");
        }

        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"'{command}' in {folder} failed.\n{Text(output)}\n{Text(errors)}");
        return Text(output);
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
