using Gnn.Tensors;
using Gnn.Tensors.Threading;
using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed class SkipGramModelTests
{
    private const int Nodes = 12;
    private const int Walks = 3;
    private const int Length = 7;
    private const float Rate = 0.3f;

    private static readonly long[] Degrees = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 0];

    private static readonly int[] Batch =
    [
        0, 5, 0, 5, 7, 4, 2,
        5, 7, 5, -1, -1, -1, -1,
        11, -1, -1, -1, -1, -1, -1,
    ];

    [TestCase(SkipGramObjective.NegativeSampling, 1, false)]
    [TestCase(SkipGramObjective.NegativeSampling, 16, true)]
    [TestCase(SkipGramObjective.NegativeSampling, 33, true)]
    [TestCase(SkipGramObjective.NegativeSampling, 128, false)]
    [TestCase(SkipGramObjective.HierarchicalSoftmax, 5, true)]
    [TestCase(SkipGramObjective.HierarchicalSoftmax, 128, false)]
    [TestCase(SkipGramObjective.HierarchicalSoftmax, 200, true)]
    public unsafe void Step_ABatch_MovesTheTablesAsPlainLoopsDo(SkipGramObjective objective, int dimension, bool shrinks)
    {
        var options = new WalkEmbeddingOptions
        {
            Objective = objective,
            Dimension = dimension,
            WalkLength = Length,
            Context = 3,
            ShrinkContext = shrinks,
            Negatives = 3,
            NegativePower = 0.75,
            Random = new RandomSource(5),
        };
        using var model = new SkipGramModel(Degrees, options, Walks);
        int outputs = objective == SkipGramObjective.NegativeSampling ? Nodes : Nodes - 1;
        for (int row = 0; row < outputs; row++)
        {
            new RandomSource(6).FillNormal(model.Output(row), (long)row * dimension, 0, 0.5);
        }

        for (int row = 0; row < Nodes; row++)
        {
            new RandomSource(7).FillNormal(model.Input(row), (long)row * dimension, 0, 0.5);
        }

        double[][] x = Table(Nodes, row => model.Input(row).ToArray());
        double[][] y = Table(outputs, row => model.Output(row).ToArray());
        RandomSource random = new(8);
        const int firstWalk = 40;
        double[] expected = PlainBatch(x, y, options, random, firstWalk, model);
        var sums = new SkipGramSums();
        using var pool = new ForkJoinPool(2);
        fixed (int* walks = Batch)
        {
            model.Step(walks, Walks, firstWalk, random, Rate, pool, ref sums);
        }

        Assert.That((sums.PositivePairs, sums.NegativePairs), Is.EqualTo(((long)expected[2], (long)expected[3])));
        Assert.That(sums.PositivePairs, Is.GreaterThan(10));
        Assert.That(sums.PositiveLoss, Is.EqualTo(expected[0]).Within(1e-5 * expected[0]));
        Assert.That(sums.NegativeLoss, Is.EqualTo(expected[1]).Within(1e-5 * expected[1]));
        for (int row = 0; row < Nodes; row++)
        {
            Assert.That(Array.ConvertAll(model.Input(row).ToArray(), value => (double)value), Is.EqualTo(x[row]).Within(2e-5), $"input row {row}");
        }

        for (int row = 0; row < outputs; row++)
        {
            Assert.That(Array.ConvertAll(model.Output(row).ToArray(), value => (double)value), Is.EqualTo(y[row]).Within(2e-5), $"output row {row}");
        }
    }

    [Test]
    public void Model_New_HasWord2VecsFirstRows()
    {
        var options = new WalkEmbeddingOptions { Dimension = 50, Random = new RandomSource(1) };
        using var model = new SkipGramModel(Degrees, options, 1);

        float[] all = [.. Enumerable.Range(0, Nodes).SelectMany(node => model.Input(node).ToArray())];
        Assert.That(all, Has.All.InRange(-0.01f, 0.01f));
        Assert.That(all.Distinct().Count(), Is.GreaterThan(500));
        Assert.That(Enumerable.Range(0, Nodes).SelectMany(node => model.Output(node).ToArray()), Has.All.Zero);
    }

    private static double[][] Table(int rows, Func<int, float[]> row) => [.. Enumerable.Range(0, rows).Select(i => Array.ConvertAll(row(i), value => (double)value))];

    /// <summary>The batch by loops over pairs and columns; moves the tables, gives losses and pairs.</summary>
    private static double[] PlainBatch(double[][] x, double[][] y, WalkEmbeddingOptions options, RandomSource random, int firstWalk, SkipGramModel model)
    {
        bool isTree = options.Objective == SkipGramObjective.HierarchicalSoftmax;
        var chances = new NodeChances([.. Degrees.Select(degree => Math.Pow(degree, options.NegativePower))]);
        int groups = (Length + 3) / 4, drawn = isTree ? 0 : options.Negatives, words = Length + (groups * drawn);
        double[][] inputMoves = [.. x.Select(row => new double[row.Length])], outputMoves = [.. y.Select(row => new double[row.Length])];
        double[] sums = new double[4];
        for (int walk = 0; walk < Walks; walk++)
        {
            int[] nodes = [.. Batch.Skip(walk * Length).Take(Length).TakeWhile(node => node >= 0)];
            double[][] own = [.. nodes.Select(node => (double[])x[node].Clone())];
            double[][] targets = [.. y.Select(row => (double[])row.Clone())];
            for (int centre = 0; centre < nodes.Length; centre++)
            {
                long first = (long)(firstWalk + walk) * words;
                int reach = options.ShrinkContext ? 1 + (int)((ulong)random.UInt32At(first + centre) * (ulong)options.Context >> 32) : options.Context;
                var ends = new List<(int Row, bool Label)>();
                if (isTree)
                {
                    foreach (int step in model.Way(nodes[centre]))
                    {
                        ends.Add((step >> 1, (step & 1) == 0));
                    }
                }
                else
                {
                    ends.Add((nodes[centre], true));
                    for (int k = 0; k < drawn; k++)
                    {
                        int node = chances.Draw(random.UInt32At(first + Length + (centre / 4 * drawn) + k));
                        if (node != nodes[centre])
                        {
                            ends.Add((node, false));
                        }
                    }
                }

                double[][] before = [.. own.Select(row => (double[])row.Clone())], targetsBefore = [.. targets.Select(row => (double[])row.Clone())];
                for (int other = Math.Max(0, centre - reach); other <= Math.Min(nodes.Length - 1, centre + reach); other++)
                {
                    if (other == centre)
                    {
                        continue;
                    }

                    sums[2]++;
                    foreach ((int row, bool label) in ends)
                    {
                        double score = before[other].Zip(targetsBefore[row]).Sum(pair => pair.First * pair.Second);
                        sums[isTree || label ? 0 : 1] += Math.Log(1 + Math.Exp(label ? -score : score));
                        sums[3] += isTree || label ? 0 : 1;
                        double slope = Rate * ((label ? 1 : 0) - (1 / (1 + Math.Exp(-score))));
                        for (int d = 0; d < options.Dimension; d++)
                        {
                            own[other][d] += slope * targetsBefore[row][d];
                            targets[row][d] += slope * before[other][d];
                        }
                    }
                }
            }

            Add(inputMoves, nodes, own, x);
            Add(outputMoves, [.. Enumerable.Range(0, y.Length)], targets, y);
        }

        Move(x, inputMoves);
        Move(y, outputMoves);
        return sums;
    }

    private static void Add(double[][] moves, int[] nodes, double[][] ends, double[][] starts)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            for (int d = 0; d < ends[i].Length; d++)
            {
                moves[nodes[i]][d] += ends[i][d] - starts[nodes[i]][d];
            }
        }
    }

    private static void Move(double[][] rows, double[][] moves)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            for (int d = 0; d < rows[i].Length; d++)
            {
                rows[i][d] += moves[i][d];
            }
        }
    }
}
