using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Reports;

/// <summary>Where a run happened: what its times and its last bits depend on.</summary>
/// <param name="Engine">The name of the engine.</param>
/// <param name="FloatType">The floating type of the engine.</param>
/// <param name="Threads">The number of threads that the engine computes with.</param>
/// <param name="VectorBits">The width of the engine's vectors: 512, 256, 128, or 0 for none. The widest that the processor runs well, or as
/// <c>GNN_KERNEL</c> says.</param>
/// <param name="Version">The version of this library.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Architecture">The architecture of the process.</param>
/// <param name="ProcessorCount">The number of processors that the process may use.</param>
public sealed record RunEnvironment(
    string Engine,
    DataType FloatType,
    int Threads,
    int VectorBits,
    string Version,
    string Runtime,
    string OperatingSystem,
    string Architecture,
    int ProcessorCount)
{
    /// <summary>The environment of this process.</summary>
    /// <param name="engine">The engine that computes.</param>
    /// <returns>The environment.</returns>
    public static RunEnvironment Of(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new RunEnvironment(
            engine.Name,
            engine.FloatType,
            engine.ThreadCount,
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
            typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? "unknown",
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount);
    }

    private static int Vectors() => Environment.GetEnvironmentVariable("GNN_KERNEL") switch
    {
        "scalar" => 0,
        "128" => 128,
        "256" => 256,
        "512" => 512,
        _ => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0,
    };
}
