using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

/// <content>How many nodes a batch has, and draws that 32 bits do not decide.</content>
internal sealed partial class LaborSamplerTests
{
    [Test]
    public void Sample_PubMed_FindsFewerNodesThanNeighborSampler()
    {
        (Graph graph, _) = Planetoid.Load("pubmed", Path.GetDirectoryName(SharedData.Require("planetoid"))!);
        using (graph)
        {
            AssertFewerNodes(graph, [6, 4, 2], batch: 1024);
        }
    }

    [Test]
    public void Sample_OverlappingNeighborhoods_FindsFewerNodesThanNeighborSampler()
    {
        RandomSequence random = Source.Stream("overlap").Sequence();
        int[] sources = new int[200_000];
        int[] targets = new int[sources.Length];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            // Neighbours of small numbers are many times likelier.
            (sources[edge], targets[edge]) = ((int)(8000 * Math.Pow(random.NextDouble(), 3)), random.NextInt32(8000));
        }

        using Graph graph = Graph.FromEdges(8000, sources, targets);
        AssertFewerNodes(graph, [5, 5], batch: 200);
    }

    [Test]
    public void Sample_TwoNumbersOfTheSame32Bits_AreToldApartByTheNext()
    {
        const int neighbors = 300_000;
        RandomSource hop = Source.Stream(0);
        (uint Word, int Node)[] words = [.. Enumerable.Range(1, neighbors).Select(node => (hop.UInt32At(node), node)).Order()];
        using Graph graph = Graph.FromEdges(neighbors + 1, [.. Enumerable.Range(1, neighbors)], new int[neighbors]);

        // Fanouts that end between two neighbours whose first words are the same, of which about ten are expected in all.
        int[] fanouts = [.. Enumerable.Range(1, NeighborSampler.LargestFanout).Where(fanout => words[fanout - 1].Word == words[fanout].Word)];
        Assert.That(fanouts, Is.Not.Empty);
        foreach (int fanout in fanouts)
        {
            using var sampler = new LaborSampler(graph, [fanout]);
            using SampledSubgraph sampled = sampler.Sample([0], Source);
            int[] drawn = sampled.Nodes[1..].ToArray();
            int[] tied = [words[fanout - 1].Node, words[fanout].Node];
            Assert.That(drawn, Has.Length.EqualTo(fanout).And.Ordered);
            Assert.That(drawn.Intersect(tied), Is.EqualTo(new[] { tied.MinBy(node => hop.UInt32At((1L << 31) + node)) }));
        }
    }

    [Test]
    public void Sample_PoissonAtTheBound_ComparesTheNext32Bits()
    {
        const int neighbors = 300_000;
        RandomSource hop = Source.Stream(0);
        ILookup<uint, int> words = Enumerable.Range(1, neighbors).ToLookup(node => hop.UInt32At(node));
        using Graph graph = Graph.FromEdges(neighbors + 1, [.. Enumerable.Range(1, neighbors)], new int[neighbors]);
        int[] fanouts = [.. Enumerable.Range(1, NeighborSampler.LargestFanout).Where(fanout => words.Contains((uint)(((ulong)fanout << 32) / neighbors)))];
        Assert.That(fanouts, Is.Not.Empty);
        foreach (int fanout in fanouts)
        {
            UInt128 bound = ((UInt128)fanout << 64) / neighbors;
            int[] expected = [.. Enumerable.Range(1, neighbors).Where(node => (((UInt128)hop.UInt32At(node) << 32) | hop.UInt32At((1L << 31) + node)) < bound)];
            using var sampler = new LaborSampler(graph, [fanout], Poisson);
            using SampledSubgraph sampled = sampler.Sample([0], Source);
            Assert.That(sampled.Nodes[1..].ToArray(), Is.EqualTo(expected));
        }
    }

    private static void AssertFewerNodes(Graph graph, int[] fanouts, int batch)
    {
        int[] order = new RandomSource(3).Sequence().Permutation(graph.NodeCount);
        long neighbors = Count(new NeighborSampler(graph, fanouts));
        long exact = Count(new LaborSampler(graph, fanouts));
        long poisson = Count(new LaborSampler(graph, fanouts, Poisson));
        long once = Count(new LaborSampler(graph, fanouts, Once));
        long converged = Count(new LaborSampler(graph, fanouts, Converged));
        long shared = Count(new LaborSampler(graph, fanouts, Exact with { SharedByHops = true }));
        TestContext.Out.WriteLine($"neighbor {neighbors}, exact {exact}, Poisson {poisson}, one round {once}, converged {converged}, exact with hops alike {shared}");

        Assert.That(exact, Is.LessThan(neighbors));
        Assert.That(poisson, Is.LessThan(neighbors));
        Assert.That(once, Is.LessThan(poisson));
        Assert.That(converged, Is.LessThan(once));
        Assert.That(shared, Is.LessThan(exact));

        long Count(INodeSampler sampler)
        {
            using (sampler)
            {
                long nodes = 0;
                for (int first = 0; first < 8 * batch; first += batch)
                {
                    using SampledSubgraph sampled = sampler.Sample(order.AsSpan(first, batch), Source);
                    nodes += sampled.Nodes.Length;
                }

                return nodes;
            }
        }
    }
}
