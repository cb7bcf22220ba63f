using Gnn.Tensors;

namespace Gnn.Cli.Benchmarks;

/// <summary>The matrix product A B and the two products of its backward pass, A^T G and G B^T.</summary>
/// <remarks>2 M K N operations; bytes are those of the three matrices once, 4 (M K + K N + M N).</remarks>
internal static class GemmWork
{
    internal static void Run(BenchmarkRun run)
    {
        foreach ((int m, int k, int n) in run.Sizes.Products)
        {
            using Tensor a = Random(run, m, k, 0);
            using Tensor b = Random(run, k, n, 1);
            using Tensor g = Random(run, m, n, 2);
            var cost = new Cost(4.0 * (((double)m * k) + ((double)k * n) + ((double)m * n)), 2.0 * m * k * n);
            run.Measure("gemm A B", () => a.MatMul(b), cost, [m, k, n]);
            run.Measure("gemm A^T G", () => a.MatMul(g, transposeThis: true), cost, [k, m, n]);
            run.Measure("gemm G B^T", () => g.MatMul(b, transposeThis: false, transposeOther: true), cost, [m, n, k]);
        }
    }

    private static Tensor Random(BenchmarkRun run, int rows, int columns, ulong stream) =>
        Tensor.Normal((rows, columns), new RandomSource(0).Stream(stream), engine: run.Engine);
}
