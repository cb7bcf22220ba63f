using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>Neighbourhood reductions over the graph: the weighted sum, its gradient, mean, maximum with arguments and its gradient.</summary>
/// <remarks>
/// Bytes count each entry's column index, its value if there is one and its row of features, and each row of the result: E (4 D + 8) + 4 N D with values,
/// E (4 D + 4) + 4 N D without. Rows that caches hold are counted as well, so the rate can exceed that of the memory. 2 E D operations for a weighted sum,
/// E D else.
/// </remarks>
internal static class SpmmWork
{
    internal static void Run(BenchmarkRun run)
    {
        BenchmarkGraph graph = run.Graph!;
        SparseStructure structure = graph.Structure;
        using var adjacency = new Adjacency(structure, graph.Values());
        foreach (int d in run.Sizes.Widths)
        {
            using Tensor x = Tensor.Normal((graph.NodeCount, d), new RandomSource(0), engine: run.Engine);
            using Tensor leaf = x.Detach().WithGradient();
            using Tensor g = Tensor.Normal((graph.NodeCount, d), new RandomSource(1), engine: run.Engine);
            double entries = graph.EdgeCount;
            double results = 4.0 * graph.NodeCount * d;
            var weighted = new Cost((entries * ((4 * d) + 8)) + results, 2 * entries * d, entries);
            var plain = new Cost((entries * ((4 * d) + 4)) + results, entries * d, entries);

            run.Measure("spmm forward", () => Tensor.SpMM(adjacency, x), weighted, dimension: d);
            run.Measure("spmm forward and backward", () => Backward(Tensor.SpMM(adjacency, leaf)), new Cost(2 * weighted.Bytes, 2 * weighted.Operations, 2 * entries), dimension: d);
            run.MeasureSecond("spmm backward of sum", () => Tensor.SpMM(adjacency, leaf), Backward, weighted, d);
            run.Measure("spmm mean", () => Tensor.SpMM(structure, null, x, Reduction.Mean), plain, dimension: d);
            run.Measure("spmm max with arguments", () => Tensor.SpMM(structure, null, leaf, Reduction.Max), plain, dimension: d);
            run.MeasureSecond("spmm backward of max", () => Tensor.SpMM(structure, null, leaf, Reduction.Max), Backward, plain, d);

            void Backward(Tensor y)
            {
                y.Backward(g);
                leaf.ClearGradient();
            }
        }
    }
}
