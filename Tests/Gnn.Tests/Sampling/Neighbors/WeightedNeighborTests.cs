using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Links;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Parallelizable(ParallelScope.Self)] // One thread at work for long: beside the fixtures that wait for processes.
internal sealed class WeightedNeighborTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    private static readonly RandomSource Source = new RandomSource(17).Stream("sampling");

    [Test]
    public void Sample_WithoutReplacement_DrawsSetsAsOneByOne([Values] bool outgoing, [Values] bool disjoint, [Values] bool masked)
    {
        double[] weights = [1, 5, 0, 2, 0.25, 3, 7];
        int[] hidden = masked ? [6] : [];
        using var rows = new WeightedRows(weights, 3, Options(replace: false, outgoing, disjoint), hidden);
        SortedDictionary<string, double> chances = SuccessiveSampling.Sets([.. weights.Select((weight, place) => hidden.Contains(place) ? 0 : weight)], 3);
        var counts = new SortedDictionary<string, long>(chances.Keys.ToDictionary(set => set, _ => 0L), StringComparer.Ordinal);
        foreach ((int[] places, _) in rows.Draw(Draws, Source))
        {
            Assert.That(places, Is.Ordered.And.Unique);
            counts[string.Join(' ', places)]++;
        }

        Assert.That(counts, Has.Count.EqualTo(masked ? 10 : 20), "sets of what has weight and is not hidden");
        Assert.That(ChiSquare.PValue([.. counts.Values], [.. chances.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_WithoutReplacement_IncludesEachEdgeAsOftenAsItShould()
    {
        // Chances are 0.4 to 0.8, so that 1 % is more than three standard deviations of their counts.
        double[] weights = [.. Enumerable.Range(0, 20).Select(place => 1 + (place * 7 % 20 / 10.0))];
        using var rows = new WeightedRows(weights, 12, Options());
        double[] counts = new double[weights.Length];
        foreach ((int[] places, _) in rows.Draw(Draws, Source))
        {
            foreach (int place in places)
            {
                counts[place]++;
            }
        }

        double[] expected = SuccessiveSampling.Inclusions(weights, 12);
        Assert.That(expected.Sum(), Is.EqualTo(12).Within(1e-6));
        for (int place = 0; place < weights.Length; place++)
        {
            Assert.That(counts[place] / Draws, Is.EqualTo(expected[place]).Within(1).Percent, $"weight {weights[place]}");
        }
    }

    [Test]
    public void Sample_WithReplacement_DrawsEachPairInProportion([Values] bool outgoing, [Values] bool disjoint, [Values] bool masked)
    {
        double[] weights = [4, 0, 1, 2.5, 0.5, 9];
        int[] hidden = masked ? [0, 5] : [];
        using var rows = new WeightedRows(weights, 2, Options(replace: true, outgoing, disjoint), hidden);
        double[] left = [.. weights.Select((weight, place) => hidden.Contains(place) ? 0 : weight)];
        long[] counts = new long[36];
        foreach ((int[] places, float[] scales) in rows.Draw(Draws, Source))
        {
            counts[(6 * places[0]) + places[1]]++;
            Assert.That(scales[0], Is.EqualTo(left.Sum() / 2 / weights[places[0]]).Within(1e-6).Percent.Or.EqualTo((float)(left.Sum() / 2 / weights[places[0]])));
        }

        Assert.That(ChiSquare.PValue(counts, [.. left.SelectMany(first => left.Select(second => first * second))]), Is.GreaterThan(LeastPValue));
    }

    [TestCase(1, false, false)]
    [TestCase(4, false, false)]
    [TestCase(9, false, true)]
    [TestCase(5, true, false)]
    [TestCase(3, true, true)]
    public void Scales_AnyDraw_MakeSumsRightOnAverage(int fanout, bool replace, bool masked)
    {
        double[] weights = [.. Enumerable.Range(0, 14).Select(place => place == 6 ? 0 : 0.2 + (place * place % 11))];
        double[] values = [.. Enumerable.Range(0, 14).Select(place => 1 + (place * 5 % 14))];
        int[] hidden = masked ? [2, 9] : [];
        using var rows = new WeightedRows(weights, fanout, Options(replace), hidden);
        double total = values.Where((_, place) => weights[place] > 0 && !hidden.Contains(place)).Sum();
        double sum = 0, squares = 0;
        int count = 0;
        foreach ((int[] places, float[] scales) in rows.Draw(Draws, Source))
        {
            double estimate = 0;
            for (int edge = 0; edge < places.Length; edge++)
            {
                estimate += scales[edge] * values[places[edge]];
            }

            (sum, squares, count) = (sum + estimate, squares + (estimate * estimate), count + 1);
        }

        double mean = sum / count, error = Math.Sqrt(((squares / count) - (mean * mean)) / count);
        Assert.That(mean, Is.EqualTo(total).Within(3.3 * error), "a thousandth of right estimates are farther off");
        Assert.That(error, Is.LessThan(0.015 * total), "and none is much");
    }

    [Test]
    public void Sample_HopsAndNodes_AreIndependent()
    {
        // Pairs of nodes of three edges each, the first of which draws again at the second hop.
        const int pairs = 100;
        int[] targets = [.. Enumerable.Range(0, 6 * pairs).Select(edge => edge / 3)];
        using Graph graph = Graph.FromEdges(8 * pairs, [.. Enumerable.Range(2 * pairs, 6 * pairs)], targets);
        using Tensor weights = Tensor.Create([.. Enumerable.Range(0, pairs).SelectMany(_ => new[] { 1f, 2, 3, 3, 1, 2 })], 6 * pairs);
        using var sampler = new NeighborSampler(graph, [1, 1], new NeighborSamplerOptions { Weights = weights });
        int[] seeds = [.. Enumerable.Range(0, 2 * pairs)];
        long[] counts = new long[27];
        for (int epoch = 0; epoch < Draws / pairs; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample(seeds, Source.Stream((ulong)epoch));
            ReadOnlySpan<long> first = sampled.Blocks[1].EdgeIds, second = sampled.Blocks[0].EdgeIds;
            for (int node = 0; node < 2 * pairs; node += 2)
            {
                counts[(9 * (first[node] % 3)) + (3 * (first[node + 1] % 3)) + (second[node] % 3)]++;
            }
        }

        double[] chances = [.. from first in (double[])[1, 2, 3] from other in (double[])[3, 1, 2] from again in (double[])[1, 2, 3] select first * other * again];
        Assert.That(ChiSquare.PValue(counts, chances), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_RowsOfAnyLength_TakesThoseThatComeFirst([Values(1, 5, 15, 40, 300)] int fanout, [Values] bool wide)
    {
        // Rows from none to many times what is worked on at once, a tenth of the edges without weight.
        int[] lengths = [0, 1, 7, 8, 15, 16, 40, 64, 65, 300, 301, 4099, 12_345];
        int[] targets = [.. lengths.SelectMany((length, row) => Enumerable.Repeat(row, length))];
        int[] sources = [.. targets.Select((_, edge) => edge % 97)];
        RandomSequence random = Source.Stream("weights").Sequence();
        float[] weights = [.. targets.Select(_ => random.NextInt32(10) == 0 ? 0 : (float)Math.Exp(4 * random.NextDouble()))];
        using SparseStructure structure = new RandomEdges(97, 97, targets, sources).ToStructure(wide);
        using Tensor values = Tensor.Create(weights, weights.Length);
        using var sampler = new NeighborSampler(structure, [fanout], new NeighborSamplerOptions { Weights = values });
        using SampledSubgraph sampled = sampler.Sample([.. Enumerable.Range(0, lengths.Length)], Source);

        Block block = sampled.Blocks[0];
        for (int row = 0; row < lengths.Length; row++)
        {
            var times = new List<(double Time, long Edge)>();
            for (int place = 0; place < lengths[row]; place++)
            {
                long edge = structure.EdgeIds[structure.RowPointers[row] + place];
                if (weights[edge] > 0)
                {
                    times.Add((Exponentials.Of(Source.Stream(0).UInt32At(((long)row << 24) + place)) / (double)weights[edge], edge));
                }
            }

            times.Sort();
            int start = (int)block.Structure.RowPointers[row], count = (int)block.Structure.RowLength(row);
            Assert.That(block.EdgeIds.Slice(start, count).ToArray(), Is.EqualTo(times.Take(fanout).Select(time => time.Edge).Order()), $"row {row} of {lengths[row]} edges");
            for (int edge = start; edge < start + count; edge++)
            {
                double expected = times.Count <= fanout ? 1 : -1 / (Math.Exp(-weights[block.EdgeIds[edge]] * times[fanout].Time) - 1);
                Assert.That(block.Scales[edge], Is.EqualTo(expected).Within(1e-3).Percent);
            }
        }
    }

    [Test]
    public void Sample_NoWeight_DrawsNothing([Values] bool replace, [Values(-1, 0, 2, 4)] int fanout)
    {
        // Node 0 has edges without weight alone, node 1 one edge with, node 2 three.
        using Graph graph = Graph.FromEdges(12, [3, 4, 5, 6, 7, 8, 9, 10, 11], [0, 0, 0, 1, 1, 1, 2, 2, 2]);
        using Tensor weights = Tensor.Create([0f, 0, 0, 0, 2, 0, 1, 1, 1], 9);
        using var sampler = new NeighborSampler(graph, [fanout], new NeighborSamplerOptions { Weights = weights, Replace = replace });
        using SampledSubgraph sampled = sampler.Sample([0, 1, 2], Source);

        Block block = sampled.Blocks[0];
        Assert.That(block.Structure.RowLength(0), Is.Zero);
        Assert.That(block.Structure.RowLength(1), Is.EqualTo(replace && fanout >= 0 ? fanout : Math.Min((uint)fanout, 1)));
        Assert.That(block.Structure.RowLength(2), Is.EqualTo(replace && fanout >= 0 ? fanout : Math.Min((uint)fanout, 3)));
        long[] ids = block.EdgeIds.ToArray();
        Assert.That(ids.Where(id => id < 6), Has.All.EqualTo(4));
        Assert.That(block.Scales.ToArray()[..(int)block.Structure.RowLength(1)], Has.All.EqualTo(replace && fanout > 0 ? 1f / fanout : 1));
    }

    [Test]
    public void Sample_ExtremeWeights_KeepsChancesAndFiniteScales([Values] bool replace)
    {
        // The heaviest is always there; the two lightest take the second place as 1 to 3 where nothing else is.
        using var rows = new WeightedRows([3e38, 1e-25, 3e-25, 0], 2, Options(replace));
        long[] counts = new long[4];
        foreach ((int[] places, float[] scales) in rows.Draw(20_000, Source))
        {
            counts[places[1]]++;
            Assert.That(places[0], Is.Zero);
            Assert.That(scales, Has.All.InRange(replace ? 0.5f : 1, float.MaxValue));
        }

        Assert.That(replace ? counts[0] == 20_000 : ChiSquare.PValue(counts, [0, 1, 3, 0]) > LeastPValue, Is.True);
    }

    [Test]
    public void Sample_AnyBatchOrderAndThreads_DrawsTheSameForANode([Values] bool replace, [Values] bool disjoint)
    {
        RandomEdges edges = RandomGraphs.Create(300, 6000, seed: 3);
        using Graph graph = Graph.FromEdges(300, edges.Sources, edges.Targets);
        using Tensor weights = Weights(6000);
        using var sampler = new NeighborSampler(graph, [6, 4, 3], new NeighborSamplerOptions { Replace = replace, Disjoint = disjoint, Weights = weights });
        int[][] batches = [.. Enumerable.Range(0, 24).Select(batch => Enumerable.Range(batch * 11, 7).ToArray())];
        int[] all = [.. batches.SelectMany(batch => batch)];
        Dictionary<(int, int, int), string> expected = Describe(all);
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch =>
            {
                int[] seeds = batch % 2 == 0 ? batches[batch] : [.. batches[batch].Reverse()];
                foreach (((int, int, int) key, string edgesOf) in Describe(seeds))
                {
                    Assert.That(edgesOf, Is.EqualTo(expected[key]), $"seed, hop and node {key} on {threads} threads");
                }
            });
        }

        // What each node drew at each hop, of disjoint samples for each seed.
        Dictionary<(int Seed, int Hop, int Node), string> Describe(int[] seeds)
        {
            using SampledSubgraph sampled = sampler.Sample(seeds, Source);
            var found = new Dictionary<(int, int, int), string>();
            for (int hop = 0; hop < 3; hop++)
            {
                Block block = sampled.Blocks[^(hop + 1)];
                for (int target = 0; target < block.TargetCount; target++)
                {
                    int start = (int)block.Structure.RowPointers[target], count = (int)block.Structure.RowLength(target);
                    found.Add(
                        (disjoint ? seeds[sampled.SeedOf[target]] : 0, hop, sampled.Nodes[target]),
                        string.Join(' ', block.EdgeIds.Slice(start, count).ToArray()) + ";" + string.Join(' ', block.Scales.Slice(start, count).ToArray()));
                }
            }

            return found;
        }
    }

    [Test]
    public void Sample_LinksByWeight_HidesWhatIsAskedFor([Values] bool replace, [Values] bool disjoint)
    {
        RandomEdges edges = RandomGraphs.Create(60, 1200, seed: 8);
        using Graph graph = Graph.FromEdges(60, edges.Sources, edges.Targets);
        using Tensor weights = Weights(1200);
        var neighbors = new NeighborSamplerOptions { Replace = replace, Disjoint = disjoint, Weights = weights };
        using var sampler = new LinkSampler(graph, [-1, 6, 4], null, new LinkSamplerOptions { Neighbors = neighbors });
        int[] asked = [.. Enumerable.Range(0, 100)];
        using SampledLinks links = sampler.Sample(asked, Source);
        var pairs = asked.SelectMany(edge => new[] { (edges.Sources[edge], edges.Targets[edge]), (edges.Targets[edge], edges.Sources[edge]) }).ToHashSet();

        long[] found = [.. links.Subgraph.Blocks.SelectMany(block => block.EdgeIds.ToArray())];
        Assert.That(found, Has.Length.GreaterThan(1000));
        Assert.That(found.Where(edge => pairs.Contains((edges.Sources[edge], edges.Targets[edge]))), Is.Empty);
    }

    [Test]
    public void Create_BadWeights_SaysWhich([Values] bool replace)
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);
        Check([1f, 2, -1], "weight of an edge must be 0 or more and finite, got -1 for edge 2");
        Check([1f, float.NaN, 1], "got NaN for edge 1");
        Check([float.PositiveInfinity, 1, 1], "for edge 0");
        Check([1f, 2], "must be floating [3], one for each edge by its id, got Float32 [2]");
        using Tensor whole = Tensor.Create([1, 2, 3], 3);
        Assert.That(() => Create(whole), Throws.ArgumentException.With.Message.Contains("must be floating [3]"));
        using Tensor good = Tensor.Create([1f, 2, 3], 3);
        using NeighborSampler sampler = Create(good);
        Assert.That(sampler.ToString(), Is.EqualTo($"NeighborSampler of 3 nodes: 2 incoming edges, {(replace ? "with" : "without")} replacement, by weight"));

        void Check(float[] weights, string message)
        {
            using Tensor values = Tensor.Create(weights, weights.Length);
            Assert.That(() => Create(values), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
        }

        NeighborSampler Create(Tensor weights) => new(graph, [2], new NeighborSamplerOptions { Weights = weights, Replace = replace });
    }

    private static NeighborSamplerOptions Options(bool replace = false, bool outgoing = false, bool disjoint = false) =>
        new() { Replace = replace, Disjoint = disjoint, Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming };

    /// <summary>Weights of some decades, and some of none.</summary>
    private static Tensor Weights(int count)
    {
        RandomSequence random = Source.Stream("weights").Sequence();
        float[] weights = new float[count];
        for (int edge = 0; edge < count; edge++)
        {
            weights[edge] = random.NextInt32(8) == 0 ? 0 : (float)Math.Exp(6 * random.NextDouble());
        }

        return Tensor.Create(weights, count);
    }
}
