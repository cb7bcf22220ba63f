using Gnn.Graphs.Hypergraphs;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Negatives;

[TestFixture]
internal sealed class HyperedgeNegativeSamplerTests
{
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    // Two components, of six nodes and of three; {0, 1, 2} is there twice.
    private static readonly int[][] Sets = [[0, 1, 2], [2, 1, 0], [2, 3], [3, 4, 5], [1, 3, 5], [0, 1], [6, 7, 8], [1, 2, 3], [0, 3], [1, 4]];
    private static readonly RandomSource Source = new RandomSource(51).Stream("negatives");

    [Test]
    public void Sample_AnyKind_GivesNoHyperedge([Values] HyperedgeNegatives kind)
    {
        RandomSequence random = new RandomSource(6).Sequence();
        int[][] sets = [.. Enumerable.Range(0, 150).Select(_ => random.Choose(14, 2 + random.NextInt32(3)))];
        using Hypergraph graph = Hypergraph.FromMembers(14, sets);
        var sampler = new HyperedgeNegativeSampler(graph, kind);
        var known = new HashSet<string>(sets.Select(set => string.Join(' ', set.Order())));

        int[][] negatives = sampler.Sample([.. Enumerable.Range(0, 150)], 40, Source);

        Assert.That(negatives.Select(set => string.Join(' ', set)).Count(known.Contains), Is.Zero, "hyperedges among negatives");
        for (int i = 0; i < negatives.Length; i++)
        {
            Assert.That(negatives[i], Has.Length.EqualTo(graph.Size(i / 40)));
            Assert.That(negatives[i], Is.Ordered.And.Unique);
            Assert.That(negatives[i], Has.All.InRange(0, 13));
        }
    }

    [Test]
    public void Sample_Sized_DrawsEachSetWithTheSameChance()
    {
        string[] free = [.. Subsets(9, 3).Where(set => !Sets.Any(known => known.Order().SequenceEqual(set))).Select(Text)];
        Check(HyperedgeNegatives.Size, hyperedge: 0, free.ToDictionary(set => set, _ => 1.0 / free.Length));
    }

    [Test]
    public void Sample_SizedOfWhichFewAreFree_DrawsEachWithTheSameChance()
    {
        // All pairs of 30 nodes but three are hyperedges: most draws end in a look at all of them.
        int[][] free = [[0, 5], [11, 12], [28, 29]];
        int[][] sets = [.. Subsets(30, 2).Where(set => !free.Any(set.SequenceEqual))];
        using Hypergraph graph = Hypergraph.FromMembers(30, sets);
        var sampler = new HyperedgeNegativeSampler(graph);
        long[] counts = new long[3];
        for (int i = 0; i < Draws / 50; i++)
        {
            counts[Array.FindIndex(free, sampler.Sample([4], 1, Source.Stream((ulong)i))[0].SequenceEqual)]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_Motif_GrowsByEdgesOutOfTheSetAllAlike()
    {
        // Growth followed by hand: an edge of the clique expansion, then one of the edges between the set and the rest; hyperedges are drawn anew.
        bool[,] joined = Joined();
        var chances = new Dictionary<string, double>();
        var edges = Pairs().Where(pair => joined[pair.A, pair.B]).ToList();
        foreach ((int a, int b) in edges)
        {
            var outs = Enumerable.Range(0, 9).Where(c => c != a && c != b).SelectMany(c => ((int[])[a, b]).Where(end => joined[end, c]).Select(_ => c)).ToList();
            foreach (int c in outs)
            {
                string set = Text([.. ((int[])[a, b, c]).Order()]);
                chances[set] = chances.GetValueOrDefault(set) + (1.0 / edges.Count / outs.Count);
            }
        }

        foreach (int[] known in Sets)
        {
            chances.Remove(Text([.. known.Order()]));
        }

        double total = chances.Values.Sum();
        Check(HyperedgeNegatives.Motif, hyperedge: 0, chances.ToDictionary(pair => pair.Key, pair => pair.Value / total));
    }

    [Test]
    public void Sample_Clique_ReplacesANodeByACommonNeighbor()
    {
        // {1, 3, 5}: which nodes can be replaced and by what, by hand from the definition.
        bool[,] joined = Joined();
        int[] positive = [1, 3, 5];
        var options = positive.Select(gone =>
        {
            int[] rest = [.. positive.Where(node => node != gone)];
            return Enumerable.Range(0, 9)
                .Where(node => node != gone && rest.All(other => joined[node, other]))
                .Select(node => (int[])[.. rest.Append(node).Order()])
                .Where(set => !Sets.Any(known => known.Order().SequenceEqual(set)))
                .Select(Text)
                .ToList();
        }).Where(sets => sets.Count > 0).ToList();
        var chances = new Dictionary<string, double>();
        foreach (List<string> sets in options)
        {
            sets.ForEach(set => chances[set] = chances.GetValueOrDefault(set) + (1.0 / options.Count / sets.Count));
        }

        Check(HyperedgeNegatives.Clique, hyperedge: 4, chances);
    }

    [Test]
    public void Sample_CliqueOfAPositiveWithout_TakesAnotherOfItsSize()
    {
        using Hypergraph graph = Hypergraph.FromMembers(9, Sets);
        var sampler = new HyperedgeNegativeSampler(graph, HyperedgeNegatives.Clique);
        int[][] negatives = sampler.Sample([6], 500, Source);

        Assert.That(negatives, Has.All.Length.EqualTo(3));
        Assert.That(negatives.SelectMany(set => set), Has.All.LessThan(6), "{6, 7, 8} is alone in its component");
        Assert.That(negatives.Select(Text).Distinct().Count(), Is.GreaterThan(3));
    }

    [Test]
    public void Sample_NothingFree_SaysSo()
    {
        using Hypergraph pairs = Hypergraph.FromMembers(4, Subsets(4, 2));
        using Hypergraph whole = Hypergraph.FromMembers(4, [[0, 1, 2, 3]]);
        Assert.That(
            () => new HyperedgeNegativeSampler(pairs).Sample([2], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Hyperedge 2 of size 2 has no negative: every set of 2 of the 4"));
        Assert.That(() => new HyperedgeNegativeSampler(whole).Sample([0], 1, Source), Throws.InvalidOperationException.With.Message.Contains("every set of 4"));
        Assert.That(() => new HyperedgeNegativeSampler(pairs, HyperedgeNegatives.Motif).Sample([0], 1, Source), Throws.InvalidOperationException.With.Message.Contains("no connected set"));
        Assert.That(() => new HyperedgeNegativeSampler(pairs, HyperedgeNegatives.Clique).Sample([0], 1, Source), Throws.InvalidOperationException.With.Message.Contains("can a node be replaced"));
    }

    [Test]
    public void Sample_OneNode_IsAnyOther([Values] HyperedgeNegatives kind)
    {
        using Hypergraph graph = Hypergraph.FromMembers(4, [[1], [2], [0, 2]]);
        var sampler = new HyperedgeNegativeSampler(graph, kind);

        Assert.That(sampler.Sample([0], 200, Source).Select(Text).Distinct(), Is.EquivalentTo(["0", "3"]));
    }

    [Test]
    public void Sample_AnyBatch_GivesAPositiveTheSame([Values] HyperedgeNegatives kind)
    {
        using Hypergraph graph = Hypergraph.FromMembers(9, Sets);
        var sampler = new HyperedgeNegativeSampler(graph, kind);
        int[][] whole = sampler.Sample([0, 4, 5, 2, 4], 3, Source);
        int[][] alone = new int[15][];
        Parallel.For(0, 5, i => sampler.Sample([((int[])[0, 4, 5, 2, 4])[i]], 3, Source).CopyTo(alone, 3 * i));

        Assert.That(alone, Is.EqualTo(whole));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Hypergraph graph = Hypergraph.FromMembers(9, Sets);
        Assert.That(() => new HyperedgeNegativeSampler(graph, (HyperedgeNegatives)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new HyperedgeNegativeSampler(graph).Sample([10], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("in [0, 10), got 10"));
    }

    private static void Check(HyperedgeNegatives kind, int hyperedge, Dictionary<string, double> chances)
    {
        using Hypergraph graph = Hypergraph.FromMembers(9, Sets);
        var sampler = new HyperedgeNegativeSampler(graph, kind);
        var counts = chances.Keys.ToDictionary(set => set, _ => 0L);
        const int draws = 200;
        for (int i = 0; i < Draws / draws; i++)
        {
            foreach (int[] set in sampler.Sample([hyperedge], draws, Source.Stream((ulong)i)))
            {
                counts[Text(set)]++;
            }
        }

        Assert.That(counts, Has.Count.EqualTo(chances.Count));
        Assert.That(ChiSquare.PValue([.. counts.Values], [.. chances.Values]), Is.GreaterThan(LeastPValue));
    }

    private static bool[,] Joined()
    {
        bool[,] joined = new bool[9, 9];
        foreach (int[] set in Sets)
        {
            foreach (int a in set)
            {
                foreach (int b in set)
                {
                    joined[a, b] = a != b;
                }
            }
        }

        return joined;
    }

    private static IEnumerable<(int A, int B)> Pairs() => Enumerable.Range(0, 9).SelectMany(a => Enumerable.Range(a + 1, 8 - a).Select(b => (a, b)));

    private static IEnumerable<int[]> Subsets(int n, int k, int first = 0) => k == 0
        ? [[]]
        : Enumerable.Range(first, n - first).SelectMany(node => Subsets(n, k - 1, node + 1).Select(rest => (int[])[node, .. rest]));

    private static string Text(int[] set) => string.Join(' ', set);
}
