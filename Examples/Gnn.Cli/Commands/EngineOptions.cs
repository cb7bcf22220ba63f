using System.CommandLine;
using Gnn.Cli.Engines;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>--engine</c> and <c>--threads</c>.</summary>
internal sealed class EngineOptions
{
    private readonly Option<string> _engine = Options.Choice(
        "--engine", "Where tensors are computed", "cpu", text => EngineCatalog.IsName(text.ToLowerInvariant()), EngineCatalog.Names);

    private readonly Option<int?> _threads = Options.OptionalInteger(
        "--threads",
        "Threads that compute on the CPU; by default GNN_THREADS or one for each core, for torch-cpu what libtorch chooses. The results of cpu are the same bits at any number",
        least: 1,
        CpuEngine.MaxThreadCount);

    private readonly Option<bool> _crossEngine = Options.Flag(
        "--cross-engine", "Drop the same elements in training on every engine; else torch-cpu and cuda draw from libtorch's generator");

    internal void AddTo(Command command)
    {
        command.Add(_engine);
        command.Add(_threads);
        command.Add(_crossEngine);
    }

    /// <summary>The engine that was asked for; the caller disposes it.</summary>
    internal Engine Create(ParseResult parsed) =>
        EngineCatalog.Create(parsed.GetRequiredValue(_engine).ToLowerInvariant(), parsed.GetValue(_threads), parsed.GetValue(_crossEngine));
}
