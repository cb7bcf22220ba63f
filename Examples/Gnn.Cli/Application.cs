using System.CommandLine;
using System.CommandLine.Help;
using Gnn.Cli.Commands;

namespace Gnn.Cli;

/// <summary>The <c>gnn</c> command: parses, runs, and turns whatever goes wrong into one line and an exit code (0 done, 1 failed, 2 bad usage).</summary>
internal static class Application
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int BadUsage = 2;

    internal static int Run(string[] args, CommandContext context)
    {
        var root = new RootCommand("Graph neural networks for .NET: train, predict, look at data, files and engines.")
        {
            NodeCommand.Create(context),
            GraphCommand.Create(context),
            HypergraphCommand.Create(context),
            LinkCommand.Create(context),
            SignCommand.Create(context),
            EmbedCommand.Create(context),
            KgCommand.Create(context),
            RecommendCommand.Create(context),
            TemporalCommand.Create(context),
            SnapshotsCommand.Create(context),
            PredictCommand.Create(context),
            DatasetsCommand.Create(context),
            InfoCommand.Create(context),
            ConvertCommand.Create(context),
            PartitionCommand.Create(context),
            GenerateCommand.Create(context),
            EnginesCommand.Create(context),
            ModelsCommand.Create(context),
            ReproduceCommand.Create(context),
            BenchCommand.Create(context),
            VerifyCommand.Create(context),
        };
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            string problem = parsed.UnmatchedTokens.Count > 0
                ? $"there is no command or option '{parsed.UnmatchedTokens[0]}'."
                : OneLine(parsed.Errors[0].Message);
            context.Error.WriteLine($"gnn: {problem}");
            context.Error.WriteLine("gnn: 'gnn --help' lists the commands, 'gnn COMMAND --help' the options of one.");
            return BadUsage;
        }

        if (context.Warning is { } warning && parsed.Action is not HelpAction)
        {
            context.Error.WriteLine($"gnn: {warning}");
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.Output,
            Error = context.Error,
        };
        try
        {
            return parsed.Invoke(invocation);
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("GNN_DEBUG") != "1")
        {
            return Report(exception, context);
        }
    }

    private static int Report(Exception exception, CommandContext context)
    {
        if (exception is OperationCanceledException)
        {
            context.Error.WriteLine("gnn: cancelled; no result was written.");
            return Failed;
        }

        bool isExpected = exception is UsageException or ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException
            or Tensors.Files.DataFormatException or Training.TrainingException or OutOfMemoryException or NotSupportedException;
        string prefix = isExpected ? "" : $"unexpected {exception.GetType().Name} (set GNN_DEBUG=1 to see where): ";
        context.Error.WriteLine($"gnn: {prefix}{OneLine(exception.Message)}");
        return exception is UsageException ? BadUsage : Failed;
    }

    /// <summary>A message without line breaks and without the runtime's "(Parameter 'x')" and "Actual value was" tails.</summary>
    private static string OneLine(string message)
    {
        int tail = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        string kept = tail >= 0 ? message[..tail] : message;
        return string.Join(' ', kept.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
