using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace Gnn.Tests.Packaging;

/// <summary>What a program did that ran in a process of its own.</summary>
/// <param name="Command">The command, for messages.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error.</param>
/// <param name="Elapsed">The time from its start to its end.</param>
internal sealed record ProgramRun(string Command, int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Runs a program and fails the test, with the whole output, where it does not end in time.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="limit">The time after which the program and all that it started is ended.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="environment">Variables to set on top of this process's own.</param>
    public static ProgramRun Of(
        string program, string folder, TimeSpan limit, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        string command = $"{Path.GetFileNameWithoutExtension(program)} {string.Join(' ', start.ArgumentList)}";
        StringBuilder output = new();
        StringBuilder error = new();
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(10));
            Assert.Fail($"'{command}' in {folder} did not end within {limit.TotalSeconds} s.\n{Text(output)}\n{Text(error)}");
        }

        process.WaitForExit();
        return new ProgramRun(command, process.ExitCode, Text(output), Text(error), Stopwatch.GetElapsedTime(started));
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

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
