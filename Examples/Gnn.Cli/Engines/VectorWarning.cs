using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gnn.Cli.Engines;

/// <summary>What the engine <c>cpu</c> says on x64 where the vectors of 256 bits, which it is fast by, are missing and nobody chose other ones.</summary>
internal static class VectorWarning
{
    private const string Text = "warning: the engine cpu has no 256-bit vectors here and is slow without them. They need a processor with AVX2, "
        + "DOTNET_EnableAVX2 and DOTNET_EnableHWIntrinsic not set to 0, and IlcInstructionSet=x86-64-v3 in a native AOT build; "
        + "GNN_KERNEL=128 or GNN_KERNEL=scalar chooses to do without, and silences this.";

    /// <summary>The warning for this process, or null where nothing is amiss.</summary>
    internal static string? OfThisProcess() =>
        Of(RuntimeInformation.ProcessArchitecture, Vector256.IsHardwareAccelerated, Environment.GetEnvironmentVariable("GNN_KERNEL"));

    /// <summary>The warning for a process, or null where nothing is amiss.</summary>
    /// <param name="architecture">The architecture of the process.</param>
    /// <param name="hasVector256">Whether the process computes with vectors of 256 bits in hardware.</param>
    /// <param name="kernel">The user's choice of kernels, the environment variable GNN_KERNEL; null or empty for none.</param>
    internal static string? Of(Architecture architecture, bool hasVector256, string? kernel) =>
        architecture == Architecture.X64 && !hasVector256 && string.IsNullOrEmpty(kernel) ? Text : null;
}
