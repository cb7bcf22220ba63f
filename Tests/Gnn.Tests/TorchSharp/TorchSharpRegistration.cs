using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Gnn.Testing;
using Gnn.TorchSharp;

namespace Gnn.Tests.TorchSharp;

/// <summary>Puts the TorchSharp engine among those that every test of layers and models runs on, where libtorch is there.</summary>
internal static class TorchSharpRegistration
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The engines must be known before the tests are found, and this assembly is nobody's library.")]
    internal static void Add()
    {
        if (TorchSharpRuntime.CpuProblem is null)
        {
            TestEngines.Add(new TorchSharpEngine("cpu", crossEngine: true));
        }
    }
}
