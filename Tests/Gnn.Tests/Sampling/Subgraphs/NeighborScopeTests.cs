using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
internal sealed class NeighborScopeTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    private static readonly RandomSource Source = new RandomSource(23).Stream("sampling");

    [Test]
    public void Find_AnyFanouts_DrawsWordForWordAsTheOracle([Values(1, 2, 5)] int first, [Values(-1, 0, 3)] int second)
    {
        RandomEdges edges = RandomGraphs.Create(120, 1500, seed: 8);
        var oracle = new ShadowOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        using var marks = new NodeMarks(120);
        using var finder = new NeighborFinder(structure, [first, second, 2], marks);
        int[] seeds = [0, 3, 3, 110, 50];
        finder.Begin(seeds, Source);
        for (int place = 0; place < seeds.Length; place++)
        {
            Assert.That(finder.Find(place).ToArray(), Is.EqualTo(Oracle(oracle, seeds[place], [first, second, 2])), $"seed {place}");
        }
    }

    [Test]
    public void Sample_WithoutReplacement_DrawsEachSetWithTheSameChance()
    {
        // A seed of 6 inputs: 3 of them at the first hop are 20 sets.
        using Graph graph = Graph.FromEdges(7, [1, 2, 3, 4, 5, 6], new int[6]);
        var counts = new SortedDictionary<string, long>();
        using var sampler = new ShadowSampler(graph, 2, new NeighborScope(3));
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph batch = sampler.Sample([0], Source.Stream((ulong)epoch));
            string set = string.Join(' ', batch.Nodes[1..].ToArray().Order());
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(20), "6 over 3");
        Assert.That(ChiSquare.PValue([.. counts.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_SecondHopAndAnotherSeed_AreIndependent()
    {
        // Seeds 0 and 1 have the one input 2, which has the inputs 3 to 6: each seed draws one of them at its second hop, apart from the other.
        using Graph graph = Graph.FromEdges(7, [2, 2, 3, 4, 5, 6], [0, 1, 2, 2, 2, 2]);
        using var sampler = new ShadowSampler(graph, 2, new NeighborScope(1, 1));
        long[] counts = new long[16];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph batch = sampler.Sample([0, 1], Source.Stream((ulong)epoch));
            Assert.That(batch.Nodes.Length, Is.EqualTo(6));
            counts[(4 * (batch.Nodes[4] - 3)) + batch.Nodes[5] - 3]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_NodeFoundAgain_DrawsOnce()
    {
        // Nodes 0 and 1 lead to one another: at the second hop node 0 is found again and does not draw for a second time.
        using Graph graph = Graph.FromEdges(5, [1, 2, 3, 4, 0], [0, 0, 0, 0, 1]);
        using var sampler = new ShadowSampler(graph, 5, new NeighborScope(1, 1, 1, 1));
        for (int epoch = 0; epoch < 100; epoch++)
        {
            using SampledSubgraph batch = sampler.Sample([0], Source.Stream((ulong)epoch));
            Assert.That(batch.Nodes.Length, Is.EqualTo(2));
        }
    }

    [Test]
    public void Equals_SameFanouts_AreEqual()
    {
        var scope = new NeighborScope(3, 2);
        var same = new NeighborScope((List<int>)[3, 2]);
        Assert.That(same, Is.EqualTo(scope).And.Not.EqualTo(new NeighborScope(2, 3)));
        Assert.That(same.GetHashCode(), Is.EqualTo(scope.GetHashCode()));
        Assert.That(same.Fanouts, Is.EqualTo(scope.Fanouts));
    }

    /// <summary>The nodes in the order in which they are found, drawn word by word.</summary>
    private static List<int> Oracle(ShadowOracle graph, int seed, int[] fanouts)
    {
        List<int> nodes = [seed];
        int first = 0;
        for (int hop = 0; hop < fanouts.Length; hop++)
        {
            RandomSource stream = Source.Stream((ulong)hop).Stream((ulong)seed);
            int end = nodes.Count;
            for (; first < end; first++)
            {
                int[] inputs = graph.Inputs(nodes[first]);
                int fanout = fanouts[hop];
                IEnumerable<int> drawn = fanout < 0 || inputs.Length <= fanout ? inputs : Floyd(stream, nodes[first], inputs.Length, fanout).Select(place => inputs[place]);
                foreach (int source in drawn.Select(edge => graph.Sources[edge]).Where(source => !nodes.Contains(source)).Distinct().ToArray())
                {
                    nodes.Add(source);
                }
            }
        }

        return nodes;
    }

    private static List<int> Floyd(RandomSource stream, int node, int degree, int fanout)
    {
        List<int> places = [];
        for (int draw = 0; draw < fanout; draw++)
        {
            int last = degree - fanout + draw;
            uint bound = (uint)last + 1;
            ulong product;
            long word = ((long)node << 24) + draw;
            do
            {
                product = stream.UInt32At(word) * (ulong)bound;
                word += (fanout + 3) / 4 * 4;
            }
            while ((uint)product < (0 - bound) % bound);

            int place = (int)(product >> 32);
            places.Add(places.Contains(place) ? last : place);
        }

        return places;
    }
}
