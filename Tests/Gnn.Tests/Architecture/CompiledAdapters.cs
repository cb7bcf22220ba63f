namespace Gnn.Tests.Architecture;

/// <summary>The adapters that this build has in: those that GnnAdapters asked for and that have code.</summary>
internal static class CompiledAdapters
{
    /// <summary>Their projects' names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
#if GNN_PARQUET
        "Gnn.Parquet",
#endif
#if GNN_QUIKGRAPH
        "Gnn.QuikGraph",
#endif
#if GNN_TORCHSHARP
        "Gnn.TorchSharp",
#endif
    ];
}
