using System.CommandLine;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>--engine</c> and <c>--threads</c>.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string> _engine = Options.Choice("--engine", "Where tensors are computed", "cpu", "cpu", "reference");
    private readonly Option<int?> _threads = Options.OptionalInteger(
        "--threads", "Threads of the CPU engine; by default GNN_THREADS or one for each core. The results are the same bits at any number", least: 1, CpuEngine.MaxThreadCount);

    internal void AddTo(Command command)
    {
        command.Add(_engine);
        command.Add(_threads);
    }

    /// <summary>The engine that was asked for; the caller disposes it.</summary>
    internal Engine Create(ParseResult parsed)
    {
        int? threads = parsed.GetValue(_threads);
        bool isReference = parsed.GetRequiredValue(_engine).Equals("reference", StringComparison.OrdinalIgnoreCase);
        return !isReference
            ? new CpuEngine(threads)
            : threads is null or 1
                ? new ReferenceEngine()
                : throw new UsageException($"the reference engine has one thread, got --threads {threads}: leave the option out, or use --engine cpu.");
    }
}
