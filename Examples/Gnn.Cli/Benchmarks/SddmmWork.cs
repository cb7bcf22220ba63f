using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>A dot product of two rows of 64 columns for each edge, as one head and as eight.</summary>
/// <remarks>Bytes count each entry's column index, its source's row and its results, and each target's row: E (4 D + 4 + 4 H) + 4 N D. 2 E D
/// operations.</remarks>
internal static class SddmmWork
{
    private const int Width = 64;

    internal static void Run(BenchmarkRun run)
    {
        BenchmarkGraph graph = run.Graph!;
        SparseStructure structure = graph.Structure;
        using Tensor a = Tensor.Normal((graph.NodeCount, Width), new RandomSource(0), engine: run.Engine);
        using Tensor b = Tensor.Normal((graph.NodeCount, Width), new RandomSource(1), engine: run.Engine);
        double entries = graph.EdgeCount;
        foreach (int heads in (ReadOnlySpan<int>)[1, 8])
        {
            var cost = new Cost((entries * (4 + (4 * Width) + (4 * heads))) + (4.0 * graph.NodeCount * Width), 2 * entries * Width, entries);
            run.Measure("sddmm dot", () => Tensor.Sddmm(structure, EntryOperation.Dot, a, b, heads), cost, [graph.EdgeCount, heads, Width / heads]);
        }
    }
}
