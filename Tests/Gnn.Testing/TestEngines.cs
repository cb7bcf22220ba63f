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
    public static IReadOnlyList<Engine> All => Engines;

    // After the two above, which it holds.
    private static List<Engine> Engines { get; } = [Reference, Cpu];

    /// <summary>Adds an adapter's engine, before the tests are found: a test assembly's module initializer does it where the build has the adapter.</summary>
    /// <param name="engine">The engine, which lives as long as the process.</param>
    public static void Add(Engine engine) => Engines.Add(engine);
}
