using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

/// <content>What is drawn how often, and what sums over it say.</content>
internal sealed partial class LaborSamplerTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;
    private const int Fanout = 4;

    // A mean of many draws is farther from what is expected than so many standard errors once in 16,000 seeds.
    private const double MostErrors = 4;

    // Neighbours 5 to 60, shared in part, one row with an edge twice and one that is drawn whole.
    private static readonly int[][] Rows = [[.. Enumerable.Range(5, 16)], [.. Enumerable.Range(13, 24)], [.. Enumerable.Range(9, 12), 9], [5, 6, 7], [.. Enumerable.Range(5, 56)]];
    private static readonly int[] Targets = [0, 1, 2, 3, 4];

    [Test]
    public void Sample_AnyOptions_DrawsEachEdgeWithItsChance([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        using Graph graph = CreateOverlapping();
        using var sampler = new LaborSampler(graph, [Fanout], options);
        Dictionary<int, double> importance = LaborOracle.Importance(Rows, Fanout, options.ImportanceRounds);
        double[][] chances = [.. Rows.Select(row => LaborOracle.Draw(row, Fanout, Source, exactly: false, node => importance[node]).Chances)];
        int calls = Draws / Fanout;
        long[][] counts = [.. Rows.Select(row => new long[row.Length])];
        for (int epoch = 0; epoch < calls; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample(Targets, Source.Stream((ulong)epoch));
            Block block = sampled.Blocks[0];
            for (int target = 0; target < Rows.Length; target++)
            {
                foreach (long id in block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)))
                {
                    counts[target][id - FirstEdge(target)]++;
                }
            }
        }

        for (int target = 0; target < Rows.Length; target++)
        {
            double[] chance = chances[target];
            long[] count = counts[target];
            double expected = chance.Sum();
            if (Rows[target].Length <= Fanout)
            {
                Assert.That(count, Is.All.EqualTo(calls), "a short row is drawn whole");
            }
            else if (options.Poisson)
            {
                // Edges of one target are independent, parallel ones the same: the second one of row 2 is left out.
                var test = new ChiSquare();
                foreach (int edge in Enumerable.Range(0, target == 2 ? count.Length - 1 : count.Length).Where(edge => chance[edge] < 1))
                {
                    test.Add([count[edge], calls - count[edge]], [chance[edge], 1 - chance[edge]]);
                }

                Assert.That(test.P, Is.GreaterThan(LeastPValue), $"target {target}");
                Assert.That(target == 2 ? count[^1] : count[0], Is.EqualTo(count[0]), "parallel edges are drawn together");
                Assert.That(Enumerable.Range(0, count.Length).Where(edge => chance[edge] == 1).Select(edge => count[edge]), Is.All.EqualTo(calls));
                double variance = chance.Sum(each => each * (1 - each)) + (target == 2 ? 2 * chance[0] * (1 - chance[0]) : 0);
                Assert.That((double)count.Sum() / calls, Is.EqualTo(expected).Within((MostErrors * Math.Sqrt(variance / calls)) + 1e-12), "edges of the target");
            }
            else
            {
                // Of k from n without replacement, counts have (n - k) / (n - 1) of the variance of independent draws.
                double factor = Math.Sqrt((double)(count.Length - 1) / (count.Length - Fanout));
                double mean = (double)calls * Fanout / count.Length;
                Assert.That(ChiSquare.PValue([.. count.Select(each => (long)Math.Round(((each - mean) * factor) + mean))]), Is.GreaterThan(LeastPValue), $"target {target}");
                Assert.That(count.Sum(), Is.EqualTo((long)calls * Fanout));
            }
        }
    }

    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7 })]
    [TestCase(new[] { 1, 2, 2, 5, 3, 2, 5 })]
    public void Sample_Exactly_DrawsEachSetWithTheSameChance(int[] sources)
    {
        using Graph graph = Graph.FromEdges(8, sources, new int[sources.Length]);
        using var sampler = new LaborSampler(graph, [3]);
        var counts = new SortedDictionary<string, long>();
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            string set = string.Join(' ', sampled.Blocks[0].EdgeIds.ToArray());
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(35), "7 over 3");
        Assert.That(ChiSquare.PValue([.. counts.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_DifferentHops_AreIndependentUnlessShared([Values] bool sharedByHops)
    {
        using Graph graph = Graph.FromEdges(5, [1, 2, 3, 4], [0, 0, 0, 0]);
        using var sampler = new LaborSampler(graph, [1, 1], Exact with { SharedByHops = sharedByHops });
        long[] counts = new long[16];
        for (int epoch = 0; epoch < Draws / 2; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            int first = sampled.Nodes[sampled.Blocks[1].Structure.Row(0)[0]] - 1;
            int again = sampled.Nodes[sampled.Blocks[0].Structure.Row(0)[0]] - 1;
            counts[(4 * first) + again]++;
        }

        Assert.That(ChiSquare.PValue(counts, [.. Enumerable.Range(0, 16).Select(i => sharedByHops && i / 4 != i % 4 ? 0.0 : 1)]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Scales_AnyOptions_GiveSumsOverAllEdgesOnAverage([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        using Graph graph = CreateOverlapping();
        using var sampler = new LaborSampler(graph, [Fanout], options);
        const int calls = 25_000;
        (double[] mean, double[] variance) = Estimate(sampler, node => node * node / 100.0, calls);
        for (int target = 0; target < Rows.Length; target++)
        {
            double expected = Rows[target].Average(node => node * node / 100.0);
            Assert.That(mean[target], Is.EqualTo(expected).Within((MostErrors * Math.Sqrt(variance[target] / calls)) + (1e-6 * expected)), $"target {target}");
        }
    }

    [Test]
    public void Scales_AnyOptions_HaveNoMoreVarianceThanNeighborSampler([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        const int calls = 25_000;
        using Graph graph = CreateOverlapping();
        using var neighbors = new NeighborSampler(graph, [Fanout]);
        using var sampler = new LaborSampler(graph, [Fanout], options);

        // Values of mean 0 and variance 1 in rows of even length, which the paper's bound is about; row 2 is odd.
        (_, double[] expected) = Estimate(neighbors, node => (2 * (node % 2)) - 1, calls);
        (_, double[] actual) = Estimate(sampler, node => (2 * (node % 2)) - 1, calls);

        // The variance of a sample variance of near normal values is 2 / n of its square.
        double noise = 1 + (MostErrors * Math.Sqrt(4.0 / calls));
        foreach (int target in (int[])[0, 1, 4])
        {
            int degree = Rows[target].Length;
            double paper = (1.0 / Fanout) - (1.0 / degree);
            Assert.That(actual[target], Is.LessThan(expected[target] * noise), $"target {target}");
            Assert.That(actual[target], Is.EqualTo(options.Poisson ? paper : paper * degree / (degree - 1)).Within((noise - 1) * 100).Percent, $"target {target}");
        }
    }

    private static Graph CreateOverlapping() =>
        Graph.FromEdges(61, [.. Rows.SelectMany(row => row)], [.. Rows.SelectMany((row, target) => row.Select(_ => target))]);

    private static int FirstEdge(int target) => Rows.Take(target).Sum(row => row.Length);

    /// <summary>Mean and variance, over calls, of each target's estimated mean of its neighbours' values: the scaled sum over the degree.</summary>
    private static (double[] Mean, double[] Variance) Estimate(INodeSampler sampler, Func<int, double> value, int calls)
    {
        double[] values = [.. Enumerable.Range(0, 61).Select(value)];
        double[] sum = new double[Rows.Length];
        double[] squares = new double[Rows.Length];
        for (int epoch = 0; epoch < calls; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample(Targets, Source.Stream((ulong)epoch));
            Block block = sampled.Blocks[0];
            ReadOnlySpan<float> scales = block.Scales;
            int edge = 0;
            for (int target = 0; target < Rows.Length; target++)
            {
                double estimate = 0;
                foreach (int source in block.Structure.Row(target))
                {
                    estimate += scales[edge++] * values[sampled.Nodes[source]] / Rows[target].Length;
                }

                sum[target] += estimate;
                squares[target] += estimate * estimate;
            }
        }

        double[] mean = [.. sum.Select(each => each / calls)];
        return (mean, [.. squares.Select((each, target) => Math.Max(0, (each / calls) - (mean[target] * mean[target])))]);
    }
}
