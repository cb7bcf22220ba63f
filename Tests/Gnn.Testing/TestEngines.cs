using Gnn.Tensors.Engines;

namespace Gnn.Testing;

/// <summary>The engines that tests of layers and models run on, one for the whole process each.</summary>
public static class TestEngines
{
    /// <summary>The oracle.</summary>
    public static ReferenceEngine Reference { get; } = new();

    /// <summary>The default engine's kind, with as many threads as the machine has.</summary>
    public static CpuEngine Cpu { get; } = new();

    /// <summary>All engines of this build.</summary>
    public static IReadOnlyList<Engine> All { get; } = [Reference, Cpu];
}
