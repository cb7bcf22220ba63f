using Gnn.Tensors.Engines;
#if GNN_TORCHSHARP
using Gnn.TorchSharp;
#endif

namespace Gnn.Cli.Engines;

/// <summary>The engines of the adapter Gnn.TorchSharp, where this build has it.</summary>
internal static class TorchEngines
{
#if GNN_TORCHSHARP
    internal static Engine Create(string device, int? threads, bool crossEngine) =>
        Quietly(() => new TorchSharpEngine(device, crossEngine, threads));

    internal static IReadOnlyList<EngineStatus> All() => Quietly(Look);

    /// <summary>Keeps TorchSharp off standard output: where its native library does not load, it writes a page there. The exception has the first line.</summary>
    private static T Quietly<T>(Func<T> ask)
    {
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            return ask();
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    private static IReadOnlyList<EngineStatus> Look()
    {
        string versions = $"TorchSharp {TorchSharpRuntime.TorchSharpVersion}, libtorch {TorchSharpRuntime.LibtorchVersion}";
        int devices = TorchSharpRuntime.CudaDeviceCount;
        return
        [
            TorchSharpRuntime.CpuProblem is { } cpuProblem
                ? new EngineStatus("torch-cpu", versions, cpuProblem, IsAvailable: false)
                : new EngineStatus("torch-cpu", versions, "libtorch on the CPU", IsAvailable: true),
            TorchSharpRuntime.CudaProblem is { } cudaProblem
                ? new EngineStatus("cuda", versions, cudaProblem, IsAvailable: false)
                : new EngineStatus("cuda", versions, $"{devices} CUDA {(devices == 1 ? "device: cuda" : $"devices: cuda:0 to cuda:{devices - 1}")}", IsAvailable: true),
        ];
    }
#else
    internal static Engine Create(string device, int? threads, bool crossEngine)
    {
        _ = (threads, crossEngine);
        throw new NotSupportedException($"The device '{device}' cannot be used: {(device == "cpu" ? CpuProblem : CudaProblem)}");
    }

    internal static IReadOnlyList<EngineStatus> All() =>
    [
        new EngineStatus("torch-cpu", Version: null, CpuProblem, IsAvailable: false),
        new EngineStatus("cuda", Version: null, CudaProblem, IsAvailable: false),
    ];

    private static string CpuProblem => Missing("TorchSharp-cpu", "-p:GnnAdapters=TorchSharp");

    private static string CudaProblem => Missing("TorchSharp-cuda-linux", "-p:GnnAdapters=TorchSharp -p:GnnCuda=true");

    private static string Missing(string package, string properties) =>
        $"Gnn.TorchSharp is not in this build. Build with {properties}; in a program of your own: dotnet add package Gnn.TorchSharp && dotnet add package {package}";
#endif
}
