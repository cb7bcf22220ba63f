using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Benchmarks;

/// <summary>One pass over memory each: sum, ReLU, exponential, softmax of rows, dropout and a step of Adam.</summary>
/// <remarks>
/// Bytes: 12 an element for a sum (two read, one written), 8 for what reads one array and writes one, 28 a parameter for Adam (parameter, gradient and two
/// moments read, all but the gradient written).
/// </remarks>
internal static class ElementwiseWork
{
    private const int Wide = 256;
    private const int Narrow = 40;

    internal static void Run(BenchmarkRun run)
    {
        int rows = run.Sizes.Rows;
        using Tensor x = Tensor.Normal((rows, Wide), new RandomSource(0), engine: run.Engine);
        using Tensor y = Tensor.Normal((rows, Wide), new RandomSource(1), engine: run.Engine);
        using Tensor z = Tensor.Normal((rows, Narrow), new RandomSource(2), engine: run.Engine);
        double wide = (double)rows * Wide;
        double narrow = (double)rows * Narrow;
        ulong draw = 0;

        run.Measure("add", () => _ = x + y, new Cost(12 * wide, wide), [rows, Wide]);
        run.Measure("relu", () => x.Relu(), new Cost(8 * wide), [rows, Wide]);
        run.Measure("exp", () => x.Exp(), new Cost(8 * wide), [rows, Wide]);
        run.Measure("softmax_40", () => z.Softmax(), new Cost(8 * narrow), [rows, Narrow]);
        run.Measure("softmax_256", () => x.Softmax(), new Cost(8 * wide), [rows, Wide]);
        run.Measure("log_softmax_40", () => z.LogSoftmax(), new Cost(8 * narrow), [rows, Narrow]);
        run.Measure("log_softmax_256", () => x.LogSoftmax(), new Cost(8 * wide), [rows, Wide]);
        run.Measure("dropout", () => x.Dropout(0.5, new RandomSource(3).Stream(draw++)), new Cost(8 * wide), [rows, Wide]);
        Adam(run);
    }

    private static void Adam(BenchmarkRun run)
    {
        int count = run.Sizes.Parameters;
        using var parameter = new Parameter(Tensor.Normal(count, new RandomSource(4), engine: run.Engine));
        using Tensor gradient = Tensor.Normal(count, new RandomSource(5), engine: run.Engine);
        using var adam = new Adam(learningRate: 0.01);
        adam.Attach([new ParameterGroup("all", [parameter])]);
        parameter.Value.Backward(gradient);
        run.Measure("adam_16m", adam.Step, new Cost(28.0 * count), [count]);
    }
}
