namespace Gnn.Cli.Benchmarks;

/// <summary>The works that can be measured.</summary>
internal static class BenchmarkWorks
{
    internal static IReadOnlyList<BenchmarkWork> All { get; } =
    [
        new("gemm", NeedsGraph: false, GemmWork.Run),
        new("spmm", NeedsGraph: true, SpmmWork.Run),
        new("sddmm", NeedsGraph: true, SddmmWork.Run),
        new("attention", NeedsGraph: true, AttentionWork.Run),
        new("elementwise", NeedsGraph: false, ElementwiseWork.Run),
        new("gcn", NeedsGraph: true, TrainingWork.Gcn),
        new("sage", NeedsGraph: true, TrainingWork.Sage),
        new("gat", NeedsGraph: true, TrainingWork.Gat),
        new("gin", NeedsGraph: true, TrainingWork.Gin),
        new("epoch", NeedsGraph: true, EpochWork.Run),
        new("walk", NeedsGraph: true, WalkWork.Run),
        new("embed", NeedsGraph: false, EmbedWork.Run),
        new("hypergraph", NeedsGraph: false, HypergraphWork.Run),
        new("sheaf", NeedsGraph: false, SheafWork.Run),
        new("sample", NeedsGraph: true, SampleWork.Run),
        new("gather", NeedsGraph: false, GatherWork.Run),
        new("link-sample", NeedsGraph: true, LinkSampleWork.Run),
        new("temporal-sample", NeedsGraph: true, TemporalSampleWork.Run),
        new("build", NeedsGraph: false, BuildWork.Run),
        new("load", NeedsGraph: false, LoadWork.Run),
        new("overhead", NeedsGraph: false, OverheadWork.Run),
        new("stream", NeedsGraph: false, StreamWork.Run),
    ];

    internal static BenchmarkWork? Find(string name) => All.FirstOrDefault(work => work.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
