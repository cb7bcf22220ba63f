using System.Globalization;
using Gnn.Tensors.Engines;
using Gnn.Training.Reports;

namespace Gnn.Cli.Engines;

/// <summary>The engines that <c>--engine</c> names.</summary>
internal static class EngineCatalog
{
    /// <summary>What the option takes, for its help and its errors.</summary>
    internal const string Names = "cpu, reference, torch-cpu, cuda, cuda:N";

    /// <summary>Whether a text is one of <see cref="Names"/>.</summary>
    internal static bool IsName(string text) => text is "cpu" or "reference" || IsTorch(text);

    /// <summary>Makes an engine, which the caller disposes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">The number of threads, or null for the engine's own choice.</param>
    /// <param name="crossEngine">Whether dropout must drop the same elements as on every other engine.</param>
    internal static Engine Create(string name, int? threads, bool crossEngine)
    {
        if (threads > 1 && name is not ("cpu" or "torch-cpu"))
        {
            throw new UsageException($"the engine '{name}' takes no number of threads, got --threads {threads}: leave the option out, or use --engine cpu.");
        }

        return name switch
        {
            "cpu" => new CpuEngine(threads),
            "reference" => new ReferenceEngine(),
            "torch-cpu" => TorchEngines.Create("cpu", threads, crossEngine),
            _ => TorchEngines.Create(name, threads: null, crossEngine),
        };
    }

    /// <summary>Every engine, there or not.</summary>
    internal static IReadOnlyList<EngineStatus> All()
    {
        using var cpu = new CpuEngine();
        var environment = RunEnvironment.Of(cpu);
        string vectors = environment.VectorBits == 0 ? "no vectors" : $"{environment.VectorBits}-bit vectors";
        return
        [
            new EngineStatus("cpu", environment.Version, $"{cpu.ThreadCount} threads, {vectors}; the default", IsAvailable: true),
            new EngineStatus("reference", environment.Version, "double precision, one thread: the oracle, slow", IsAvailable: true),
            .. TorchEngines.All(),
        ];
    }

    private static bool IsTorch(string text) => text is "torch-cpu" or "cuda"
        || (text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
