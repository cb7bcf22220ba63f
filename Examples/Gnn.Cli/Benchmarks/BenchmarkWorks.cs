namespace Gnn.Cli.Benchmarks;

/// <summary>The works that can be measured.</summary>
internal static class BenchmarkWorks
{
    internal static IReadOnlyList<BenchmarkWork> All { get; } =
    [
        new("gemm", NeedsGraph: false, GemmWork.Run),
        new("spmm", NeedsGraph: true, SpmmWork.Run),
        new("elementwise", NeedsGraph: false, ElementwiseWork.Run),
        new("stream", NeedsGraph: false, StreamWork.Run),
    ];

    internal static BenchmarkWork? Find(string name) => All.FirstOrDefault(work => work.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
