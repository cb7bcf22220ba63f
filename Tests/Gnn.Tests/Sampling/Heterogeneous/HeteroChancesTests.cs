using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Heterogeneous;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Heterogeneous;

[TestFixture]
internal sealed class HeteroChancesTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Centres = 1000;
    private const int Epochs = 200;
    private const int Items = 7;
    private const int Tags = 4;

    private static readonly RandomSource Source = new RandomSource(13).Stream("sampling");
    private static readonly EdgeType Buys = new("item", "bought by", "user");
    private static readonly EdgeType Marks = new("tag", "marks", "user");

    [Test]
    public void Sample_WithoutReplacement_DrawsEachSetWithTheSameChance([Values] bool outgoing, [Values] bool disjoint)
    {
        using HeteroNeighborSampler sampler = Create(3, 1, outgoing, new HeteroNeighborSamplerOptions { Disjoint = disjoint });
        EdgeType type = outgoing ? Reverse(Buys) : Buys;
        long[] counts = new long[1 << Items];
        Visit(sampler, (sampled, centre) =>
        {
            int set = 0;
            foreach (int item in sampled.Blocks[^1][type].Structure.Row(centre))
            {
                set |= 1 << (sampled.Nodes("item")[item] % Items);
            }

            counts[set]++;
        });

        long[] sets = [.. counts.Where((_, set) => int.PopCount(set) == 3)];
        Assert.That(sets, Has.Length.EqualTo(35).And.All.Positive, "7 over 3");
        Assert.That(sets.Sum(), Is.EqualTo(Centres * Epochs), "no other sets");
        Assert.That(ChiSquare.PValue(sets), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_WithReplacement_DrawsEachPairWithTheSameChance([Values] bool outgoing)
    {
        using HeteroNeighborSampler sampler = Create(2, 1, outgoing, new HeteroNeighborSamplerOptions { Replace = true });
        EdgeType type = outgoing ? Reverse(Buys) : Buys;
        long[] counts = new long[Items * Items];
        Visit(sampler, (sampled, centre) =>
        {
            ReadOnlySpan<int> row = sampled.Blocks[^1][type].Structure.Row(centre);
            counts[(Items * (sampled.Nodes("item")[row[0]] % Items)) + (sampled.Nodes("item")[row[1]] % Items)]++;
        });

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_DifferentEdgeTypesAndHops_AreIndependent()
    {
        // An item and a tag of a user at the first hop, and again at the second: 784 outcomes.
        using HeteroNeighborSampler sampler = Create(1, 1, outgoing: false, new HeteroNeighborSamplerOptions());
        long[] counts = new long[Items * Tags * Items * Tags];
        Visit(sampler, (sampled, centre) => counts[(Items * Tags * Outcome(sampled, 0, centre)) + Outcome(sampled, 1, centre)]++);

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));

        static int Outcome(SampledHeteroSubgraph sampled, int layer, int centre) =>
            (Tags * (sampled.Nodes("item")[sampled.Blocks[layer][Buys].Structure.Row(centre)[0]] % Items))
            + (sampled.Nodes("tag")[sampled.Blocks[layer][Marks].Structure.Row(centre)[0]] % Tags);
    }

    [Test]
    public void Sample_DisjointSeedsOfTwoTypesWithOneNumber_AreIndependent()
    {
        // User i and shop i both know hub i alone, which has four leaves: what it draws for the one says nothing of what it draws for the other.
        int[] centres = [.. Enumerable.Range(0, Centres)];
        int[] leaves = [.. Enumerable.Range(0, Centres * Tags)];
        var toHub = new EdgeType("leaf", "of", "hub");
        using HeteroGraph nodes = HeteroGraph.Create(("user", Centres), ("shop", Centres), ("hub", Centres), ("leaf", leaves.Length));
        using HeteroGraph graph = nodes.WithEdges(
            [(new EdgeType("hub", "of", "user"), centres, centres), (new EdgeType("hub", "of", "shop"), centres, centres), (toHub, leaves, Array.ConvertAll(leaves, leaf => leaf / Tags))]);
        using var sampler = new HeteroNeighborSampler(graph, [1, 1], new HeteroNeighborSamplerOptions { Disjoint = true });
        long[] counts = new long[Tags * Tags];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using SampledHeteroSubgraph sampled = sampler.Sample([("user", centres), ("shop", centres)], Source.Stream((ulong)epoch));
            Block block = sampled.Blocks[0][toHub];
            int[] drawn = new int[2 * Centres];
            for (int hub = 0; hub < drawn.Length; hub++)
            {
                drawn[sampled.SeedOf("hub")[hub]] = sampled.Nodes("leaf")[block.Structure.Row(hub)[0]] % Tags;
            }

            for (int centre = 0; centre < Centres; centre++)
            {
                counts[(Tags * drawn[centre]) + drawn[Centres + centre]]++;
            }
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    /// <summary>Users of seven items and four tags each, which are no one else's; two hops.</summary>
    private static HeteroNeighborSampler Create(int items, int tags, bool outgoing, HeteroNeighborSamplerOptions options)
    {
        (EdgeType Type, ReadOnlyMemory<int> Sources, ReadOnlyMemory<int> Targets)[] edges = [Star(Buys, Items), Star(Marks, Tags)];
        using HeteroGraph nodes = HeteroGraph.Create(("user", Centres), ("item", Centres * Items), ("tag", Centres * Tags));
        using HeteroGraph graph = nodes.WithEdges(outgoing ? [.. edges.Select(edge => (Reverse(edge.Type), edge.Targets, edge.Sources))] : edges);
        return new HeteroNeighborSampler(
            graph,
            new Dictionary<EdgeType, IReadOnlyList<int>> { [outgoing ? Reverse(Buys) : Buys] = [items, items], [outgoing ? Reverse(Marks) : Marks] = [tags, tags] },
            options with { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming });

        static (EdgeType, ReadOnlyMemory<int>, ReadOnlyMemory<int>) Star(EdgeType type, int count)
        {
            int[] sources = [.. Enumerable.Range(0, Centres * count)];
            return (type, sources, Array.ConvertAll(sources, source => source / count));
        }
    }

    private static EdgeType Reverse(EdgeType type) => new(type.Target, type.Relation, type.Source);

    /// <summary>Two hundred thousand samples: a thousand users of two hundred epochs.</summary>
    private static void Visit(HeteroNeighborSampler sampler, Action<SampledHeteroSubgraph, int> count)
    {
        int[] centres = [.. Enumerable.Range(0, Centres)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using SampledHeteroSubgraph sampled = sampler.Sample("user", centres, Source.Stream((ulong)epoch));
            for (int centre = 0; centre < Centres; centre++)
            {
                count(sampled, centre);
            }
        }
    }
}
