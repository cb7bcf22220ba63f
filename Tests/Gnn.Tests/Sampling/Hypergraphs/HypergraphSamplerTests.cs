using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Hypergraphs;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Hypergraphs;

[TestFixture]
internal sealed class HypergraphSamplerTests
{
    private static readonly RandomSource Source = new RandomSource(17).Stream("sampling");

    [Test]
    public void Sample_AnyOptions_GivesIncidencesOfTheHypergraph([Values] bool replace)
    {
        using Hypergraph graph = Create();
        var options = new HypergraphSamplerOptions { Replace = replace };
        (int, int)[] fanouts = [(3, 4), (-1, 2), (2, -1), (0, 3)];
        using var sampler = new HypergraphSampler(graph, fanouts, options);

        using SampledHypergraph sampled = sampler.Sample([7, 0, 199, 12], Source);

        Assert.That(sampled.Nodes[..4].ToArray(), Is.EqualTo(new[] { 7, 0, 199, 12 }));
        Assert.That((sampled.SeedCount, sampled.SeedMembers, sampled.SeedHyperedges.Length), Is.EqualTo((4, (Block?)null, 0)));
        Assert.That(sampled.Blocks[0].HyperedgeCount, Is.Zero, "a hop without hyperedges");
        IsSound(graph, sampler, replace, sampled);
    }

    [Test]
    public void Sample_FanoutsOfAll_GivesWhatASearchFinds([Values(1, 2)] int hops)
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [.. Enumerable.Repeat((-1, -1), hops)]);

        using SampledHypergraph sampled = sampler.Sample([12, 45], Source);

        IsEverything(graph, [12, 45], sampled);
    }

    [Test]
    public void Sample_AnyBatch_DrawsTheSameForANodeAndForAHyperedge()
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [(3, 2), (2, 2)]);
        using SampledHypergraph whole = sampler.Sample([.. Enumerable.Range(0, 200)], Source);
        int seen = 0;
        foreach (int[] seeds in (int[][])[[5], [9, 5, 3], [3, 5, 9], [.. Enumerable.Range(0, 200).Reverse()]])
        {
            using SampledHypergraph part = sampler.Sample(seeds, Source);
            for (int hop = 0; hop < 2; hop++)
            {
                Dictionary<int, long[]> ofNodes = Rows(whole.Blocks[^(hop + 1)].Memberships, whole.Nodes), ofHyperedges = Rows(whole.Blocks[^(hop + 1)].Members, whole.Blocks[^(hop + 1)].Hyperedges);
                foreach ((int node, long[] incidences) in Rows(part.Blocks[^(hop + 1)].Memberships, part.Nodes))
                {
                    Assert.That(incidences, Is.EqualTo(ofNodes[node]), $"node {node} at hop {hop}");
                }

                foreach ((int hyperedge, long[] incidences) in Rows(part.Blocks[^(hop + 1)].Members, part.Blocks[^(hop + 1)].Hyperedges))
                {
                    Assert.That(incidences, Is.EqualTo(ofHyperedges[hyperedge]), $"hyperedge {hyperedge} at hop {hop}");
                    seen++;
                }
            }
        }

        Assert.That(seen, Is.GreaterThan(100));
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes([Values] bool ofHyperedges)
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [(3, 4), (3, 3)]);
        int[][] batches = [.. Enumerable.Range(0, 48).Select(batch => Enumerable.Range(batch * 2, 6).ToArray())];
        string[] expected = [.. batches.Select(Describe)];
        foreach (int threads in (int[])[2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Describe(batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Describe(int[] seeds)
        {
            using SampledHypergraph sampled = ofHyperedges ? sampler.SampleHyperedges(seeds, Source) : sampler.Sample(seeds, Source);
            return string.Join(',', sampled.Nodes.ToArray()) + "|" + string.Join('|', sampled.Blocks.Select(block => string.Join(',', block.Hyperedges.ToArray()) + ";" + Text(block.Members) + ";" + Text(block.Memberships)));
        }

        static string Text(Block block) => string.Join(',', block.EdgeIds.ToArray()) + ":" + string.Join(',', block.Structure.ColumnIndices.Span().ToArray());
    }

    [Test]
    public void SampleHyperedges_Masked_DrawsNeitherThemNorTheirTwins()
    {
        using Hypergraph graph = Create();
        int[] asked = [4, 90, 17, 140];
        int[] twins = [.. Enumerable.Range(0, graph.HyperedgeCount).Where(other => asked.Any(one => graph.MembersOf(one).SequenceEqual(graph.MembersOf(other))))];
        Assert.That(twins, Has.Length.GreaterThan(asked.Length), "some of these hyperedges are there twice");
        using var sampler = new HypergraphSampler(graph, [(-1, 3), (-1, -1)]);
        using var open = new HypergraphSampler(graph, [(-1, 3), (-1, -1)], new HypergraphSamplerOptions { MaskSeeds = false });

        using SampledHypergraph sampled = sampler.SampleHyperedges(asked, Source);
        using SampledHypergraph unmasked = open.SampleHyperedges(asked, Source);
        int[] seeds = sampled.Nodes[..sampled.SeedCount].ToArray();
        using SampledHypergraph hidden = sampler.Sample(seeds, Source, asked);

        Assert.That(sampled.SeedHyperedges.ToArray(), Is.EqualTo(asked));
        Assert.That(seeds, Is.EquivalentTo(asked.SelectMany(hyperedge => graph.MembersOf(hyperedge).ToArray()).Distinct()));
        for (int i = 0; i < asked.Length; i++)
        {
            Assert.That(sampled.SeedMembers!.Structure.Row(i).ToArray().Select(seed => seeds[seed]), Is.EqualTo(graph.MembersOf(asked[i]).ToArray()));
        }

        foreach (HyperBlock block in sampled.Blocks)
        {
            Assert.That(block.Hyperedges.ToArray().Intersect(twins), Is.Empty);
        }

        HyperBlock first = sampled.Blocks[^1];
        for (int target = 0; target < first.TargetCount; target++)
        {
            Assert.That(first.Memberships.Structure.Row(target).ToArray().Select(e => first.Hyperedges[e]), Is.EqualTo(graph.HyperedgesOf(seeds[target]).ToArray().Except(twins)), "all others are there");
        }

        Assert.That(unmasked.Blocks[^1].Hyperedges.ToArray().Intersect(twins), Is.EquivalentTo(twins));
        Assert.That(hidden.Nodes.ToArray(), Is.EqualTo(sampled.Nodes.ToArray()), "hiding them by hand is the same");
        Assert.That(hidden.Blocks[0].Members.EdgeIds.ToArray(), Is.EqualTo(sampled.Blocks[0].Members.EdgeIds.ToArray()));
        using SampledHypergraph after = sampler.Sample(seeds, Source);
        Assert.That(after.Blocks[^1].Hyperedges.ToArray().Intersect(twins), Is.EquivalentTo(twins), "and is over with the batch");
    }

    [Test]
    public void SampleHyperedges_FewMembers_TakesSoMany()
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [(2, 2)], new HypergraphSamplerOptions { SeedMembers = 2 });
        int[] asked = [1, 2, 3, 4, 5];

        using SampledHypergraph sampled = sampler.SampleHyperedges(asked, Source);

        for (int i = 0; i < asked.Length; i++)
        {
            int[] drawn = [.. sampled.SeedMembers!.Structure.Row(i).ToArray().Select(seed => sampled.Nodes[seed])];
            Assert.That(drawn, Has.Length.EqualTo(Math.Min(2, graph.Size(asked[i]))).And.Unique.And.SubsetOf(graph.MembersOf(asked[i]).ToArray()));
        }
    }

    [Test]
    public void Sample_CocitationCora_GivesItsIncidences()
    {
        string root = Path.GetFullPath(Path.Combine(SharedData.Require("hypergcn/cocitation/cora"), "..", "..", ".."));
        using Dataset dataset = DatasetCatalog.Find("cocitation-cora").Load(root);
        Hypergraph graph = dataset.As<Hypergraph>();
        int[] seeds = [.. Enumerable.Range(0, 140)];
        using var sampler = new HypergraphSampler(graph, [(3, 2), (2, 3)]);
        using var everything = new HypergraphSampler(graph, [(-1, -1), (-1, -1), (-1, -1)]);

        using SampledHypergraph sampled = sampler.Sample(seeds, Source);
        using SampledHypergraph all = everything.Sample(seeds, Source);

        Assert.That(sampled.Blocks[^1].HyperedgeCount, Is.GreaterThan(50));
        IsSound(graph, sampler, replace: false, sampled);
        IsEverything(graph, seeds, all);
    }

    [Test]
    public void Sample_BadArguments_SaysWhich()
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [(2, 2)]);
        Assert.That(() => sampler.Sample([1, 250], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 1 must be a node in [0, 250), got 250"));
        Assert.That(() => sampler.Sample([4, 5, 4], Source), Throws.ArgumentException.With.Message.Contains("Seed 2 is node 4, as seed 0 is: list each once."));
        Assert.That(() => sampler.Sample([4], Source, [3, -1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Hidden hyperedge 1 must be in [0, 150), got -1"));
        Assert.That(() => sampler.SampleHyperedges([150], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 0 must be a hyperedge in [0, 150), got 150"));
        Assert.That(() => sampler.SampleHyperedges([3, 3], Source), Throws.ArgumentException.With.Message.Contains("Seed 1 is hyperedge 3, as seed 0 is"));
        Assert.That(() => new HypergraphSampler(graph, []), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new HypergraphSampler(graph, [(2, 2), (-2, 2)]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 1 must be"));
        Assert.That(() => new HypergraphSampler(graph, [(2, 70000)]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 0 must be"));
        Assert.That(() => new HypergraphSampler(graph, [(2, 2)], new HypergraphSamplerOptions { SeedMembers = -2 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("SeedMembers"));

        using SampledHypergraph none = sampler.Sample([], Source);
        using SampledHypergraph alone = sampler.Sample([249], Source);
        Assert.That((none.Nodes.Length, none.IncidenceCount, alone.Nodes.Length, alone.IncidenceCount), Is.EqualTo((0, 0, 1, 0)));
        Assert.That(sampler.ToString(), Is.EqualTo("HypergraphSampler of 250 nodes, 150 hyperedges: 2 hyperedges of a node, 2 members of a hyperedge, without replacement"));
        Assert.That(alone.Blocks[0].ToString(), Is.EqualTo("HyperBlock: 1 targets, 0 hyperedges, 1 sources, 0 memberships, 0 members"));
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole()
    {
        Hypergraph graph = Create();
        var sampler = new HypergraphSampler(graph, [(3, 3)]);
        using SampledHypergraph sampled = sampler.Sample([1, 2], Source);
        sampler.Dispose();
        graph.Dispose();

        Assert.That(() => sampler.Sample([1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(sampled.Blocks[0].Memberships.EdgeIds.Length + sampled.Blocks[0].Members.EdgeIds.Length, Is.EqualTo(sampled.IncidenceCount).And.Positive);
        sampled.Dispose();
        Assert.That(() => sampled.Nodes.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => sampled.Blocks[0].Members.EdgeIds.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    /// <summary>150 hyperedges of 1 to 12 of the first 200 of 250 nodes, a node in many of them, each tenth the same set as the one before it.</summary>
    private static Hypergraph Create()
    {
        RandomSequence random = new RandomSource(5).Stream("hypergraph").Sequence();
        var members = new List<int[]>();
        for (int hyperedge = 0; hyperedge < 150; hyperedge++)
        {
            int size = 1 + random.NextInt32(12);
            members.Add(hyperedge % 10 == 1 ? members[^1] : [.. Enumerable.Range(0, size).Select(_ => random.NextInt32(200)).Append(hyperedge % 3 == 0 ? 0 : 3).Distinct()]);
        }

        return Hypergraph.FromMembers(250, members);
    }

    private static void IsSound(Hypergraph graph, HypergraphSampler sampler, bool replace, SampledHypergraph sampled)
    {
        int[] nodes = sampled.Nodes.ToArray();
        Assert.That(nodes, Is.Unique);
        for (int hop = 0; hop < sampler.LayerCount; hop++)
        {
            HyperBlock block = sampled.Blocks[^(hop + 1)];
            int[] hyperedges = block.Hyperedges.ToArray();
            Assert.That(hyperedges, Is.Unique);
            Assert.That(block.Memberships.Structure.ColumnIndices.Span().ToArray().Distinct().Count(), Is.EqualTo(hyperedges.Length), "none but those that were drawn");
            IsSound(block.Memberships, sampler.Fanouts[hop].Hyperedges, replace, nodes, hyperedges, graph.Degree, (node, hyperedge, incidence) => Assert.That((graph.Members.ColumnIndices[incidence], HyperedgeOf(graph, incidence)), Is.EqualTo((node, hyperedge))));
            IsSound(block.Members, sampler.Fanouts[hop].Members, replace, hyperedges, nodes, graph.Size, (hyperedge, node, incidence) => Assert.That((graph.Members.ColumnIndices[incidence], HyperedgeOf(graph, incidence)), Is.EqualTo((node, hyperedge))));
        }
    }

    private static void IsSound(Block block, int fanout, bool replace, int[] targets, int[] sources, Func<int, int> degreeOf, Action<int, int, long> check)
    {
        for (int target = 0; target < block.TargetCount; target++)
        {
            int degree = degreeOf(targets[target]);
            int start = (int)block.Structure.RowPointers[target];
            long[] ids = block.EdgeIds.Slice(start, (int)block.Structure.RowLength(target)).ToArray();
            Assert.That(ids, Has.Length.EqualTo(fanout < 0 ? degree : replace ? (degree == 0 ? 0 : fanout) : Math.Min(degree, fanout)));
            Assert.That(replace && fanout >= 0 ? [] : ids, Is.Unique);
            Assert.That(block.Scales.Slice(start, ids.Length).ToArray(), Has.All.EqualTo((float)degree / ids.Length));
            for (int i = 0; i < ids.Length; i++)
            {
                check(targets[target], sources[block.Structure.Row(target)[i]], ids[i]);
            }
        }
    }

    private static void IsEverything(Hypergraph graph, int[] seeds, SampledHypergraph sampled)
    {
        var known = new HashSet<int>(seeds);
        for (int hop = 0; hop < sampled.Blocks.Count; hop++)
        {
            HyperBlock block = sampled.Blocks[^(hop + 1)];
            var hyperedges = known.SelectMany(node => graph.HyperedgesOf(node).ToArray()).ToHashSet();
            Assert.That(block.Hyperedges.ToArray(), Is.EquivalentTo(hyperedges));
            Assert.That(block.Memberships.EdgeCount, Is.EqualTo(known.Sum(graph.Degree)));
            Assert.That(block.Members.EdgeCount, Is.EqualTo(hyperedges.Sum(graph.Size)));
            known.UnionWith(hyperedges.SelectMany(hyperedge => graph.MembersOf(hyperedge).ToArray()));
            Assert.That(sampled.Nodes[..block.SourceCount].ToArray(), Is.EquivalentTo(known));
        }
    }

    private static int HyperedgeOf(Hypergraph graph, long incidence)
    {
        int hyperedge = 0;
        while (graph.Members.RowPointers[hyperedge + 1L] <= incidence)
        {
            hyperedge++;
        }

        return hyperedge;
    }

    private static Dictionary<int, long[]> Rows(Block block, ReadOnlySpan<int> ids)
    {
        var rows = new Dictionary<int, long[]>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            rows.Add(ids[target], block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)).ToArray());
        }

        return rows;
    }
}
