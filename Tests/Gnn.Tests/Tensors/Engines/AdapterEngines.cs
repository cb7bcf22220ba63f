using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

/// <summary>The engines of adapters, for tests that are skipped, with the reason, where adapter or device is absent.</summary>
internal static class AdapterEngines
{
    /// <summary>A TorchSharp engine that draws what all engines draw.</summary>
    internal static Engine TorchSharp(string device)
    {
#if GNN_TORCHSHARP
        if ((device == "cpu" ? Gnn.TorchSharp.TorchSharpRuntime.CpuProblem : Gnn.TorchSharp.TorchSharpRuntime.CudaProblem) is { } problem)
        {
            Assert.Ignore($"No engine on '{device}': {problem}");
        }

        return new Gnn.TorchSharp.TorchSharpEngine(device, crossEngine: true);
#else
        Assert.Ignore($"No engine on '{device}': Gnn.TorchSharp is not in this build; add -p:GnnAdapters=true.");
        throw new InvalidOperationException();
#endif
    }
}
