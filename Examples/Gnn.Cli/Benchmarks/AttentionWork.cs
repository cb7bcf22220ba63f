using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>Attention of eight heads of eight columns, as the graph attention convolution does it: scores, softmax over each target's edges, weighted sum.</summary>
/// <remarks>Bytes count, forward, each entry's column index, its source's eight scores and its source's 64 features, and each target's scores and result:
/// E (4 + 4 H + 4 H D) + N (4 H + 4 H D).</remarks>
internal static class AttentionWork
{
    private const int Heads = 8;
    private const int Width = 8;
    private const double Slope = 0.2;

    internal static void Run(BenchmarkRun run)
    {
        BenchmarkGraph graph = run.Graph!;
        SparseStructure structure = graph.Structure;
        using Tensor features = Leaf(run, graph.NodeCount, Heads * Width, 0);
        using Tensor sources = Leaf(run, graph.NodeCount, Heads, 1);
        using Tensor targets = Leaf(run, graph.NodeCount, Heads, 2);
        using Tensor gradient = Tensor.Normal((graph.NodeCount, Heads * Width), new RandomSource(0).Stream(3), engine: run.Engine);
        double entries = graph.EdgeCount;
        double perTarget = 4 * (Heads + (Heads * Width));
        var cost = new Cost((entries * (4 + perTarget)) + (graph.NodeCount * perTarget), Operations: 0, entries);
        long[] shape = [graph.EdgeCount, Heads, Width];
        run.Measure("attention forward", Forward, cost, shape);
        run.Measure("attention forward and backward", Backward, new Cost(Edges: entries), shape);

        void Forward()
        {
            using NoGrad noGrad = NoGrad.Open();
            Attend(structure, sources, targets, features);
        }

        void Backward()
        {
            Attend(structure, sources, targets, features).Backward(gradient);
            sources.ClearGradient();
            targets.ClearGradient();
            features.ClearGradient();
        }
    }

    /// <summary>What <c>GatConv</c> does with the scores of its sources and targets.</summary>
    private static Tensor Attend(SparseStructure structure, Tensor sources, Tensor targets, Tensor features) =>
        Tensor.Attention(structure, sources, targets, features, Slope);

    private static Tensor Leaf(BenchmarkRun run, int rows, int columns, ulong stream) =>
        Tensor.Normal((rows, columns), new RandomSource(0).Stream(stream), engine: run.Engine).WithGradient();
}
