using Gnn.Tensors;

namespace Gnn.Cli.Benchmarks;

/// <summary>What an operation costs besides its arithmetic.</summary>
/// <remarks>
/// A tape node is one ReLU of 16 numbers, forward and backward, in a chain of 256 of them. The threads of an engine cannot be called without work from
/// outside: <c>overhead shared relu</c> is the smallest ReLU that is always shared among them, and the cost of sharing alone is measured by the class
/// <c>ForkJoinBenchmark</c> of the project Gnn.Benchmarks.
/// </remarks>
internal static class OverheadWork
{
    private const int Numbers = 16;
    private const int Chain = 256;
    private const int Chains = 20;

    internal static void Run(BenchmarkRun run)
    {
        using Tensor x = Tensor.Normal(Numbers, new RandomSource(0), engine: run.Engine).WithGradient();
        using Tensor g = Tensor.Ones(Numbers, run.Engine);
        using Tensor large = Tensor.Normal(run.Sizes.SharedOperation, new RandomSource(1), engine: run.Engine);
        run.Measure("overhead tape node", Walk, shape: [Numbers], times: Chain * Chains);
        run.Measure("overhead shared relu", () => large.Relu(), new Cost(8.0 * run.Sizes.SharedOperation), [run.Sizes.SharedOperation]);

        void Walk()
        {
            for (int i = 0; i < Chains; i++)
            {
                Tensor h = x;
                for (int node = 0; node < Chain; node++)
                {
                    h = h.Relu();
                }

                h.Backward(g);
                x.ClearGradient();
                TensorScope.Current!.Clear();
            }
        }
    }
}
