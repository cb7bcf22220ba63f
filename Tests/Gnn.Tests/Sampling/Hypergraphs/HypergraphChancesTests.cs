using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Hypergraphs;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Hypergraphs;

[TestFixture]
internal sealed class HypergraphChancesTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Centres = 1000;
    private const int Epochs = 200;
    private const int Hyperedges = 5;
    private const int Members = 6;

    private static readonly RandomSource Source = new RandomSource(19).Stream("sampling");

    [Test]
    public void Sample_WithoutReplacement_DrawsEachSetWithTheSameChance()
    {
        long[] ofHyperedges = new long[1 << Hyperedges], ofMembers = new long[1 << Members];
        Visit((2, 3), replace: false, (sampled, centre) =>
        {
            HyperBlock block = sampled.Blocks[^1];
            ReadOnlySpan<int> drawn = block.Memberships.Structure.Row(centre);
            ofHyperedges[(1 << HyperedgePlace(block, drawn[0])) | (1 << HyperedgePlace(block, drawn[1]))]++;
            int set = 0;
            foreach (int member in block.Members.Structure.Row(drawn[0]))
            {
                set |= 1 << MemberPlace(sampled, member);
            }

            ofMembers[set]++;
        });

        AreEqualSets(ofHyperedges, 2, 10);
        AreEqualSets(ofMembers, 3, 20);
    }

    [Test]
    public void Sample_WithReplacement_DrawsEachPairWithTheSameChance()
    {
        long[] ofHyperedges = new long[Hyperedges * Hyperedges], ofMembers = new long[Members * Members];
        Visit((2, 2), replace: true, (sampled, centre) =>
        {
            HyperBlock block = sampled.Blocks[^1];
            ReadOnlySpan<int> drawn = block.Memberships.Structure.Row(centre);
            ofHyperedges[(Hyperedges * HyperedgePlace(block, drawn[0])) + HyperedgePlace(block, drawn[1])]++;
            ReadOnlySpan<int> members = block.Members.Structure.Row(drawn[0]);
            ofMembers[(Members * MemberPlace(sampled, members[0])) + MemberPlace(sampled, members[1])]++;
        });

        Assert.That(ChiSquare.PValue(ofHyperedges), Is.GreaterThan(LeastPValue));
        Assert.That(ChiSquare.PValue(ofMembers), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_StepsAndHops_AreIndependent()
    {
        // A hyperedge and a member of it at the first hop, and again at the second: 900 outcomes.
        long[] counts = new long[Hyperedges * Members * Hyperedges * Members];
        Visit((1, 1), replace: false, (sampled, centre) => counts[(Hyperedges * Members * Outcome(sampled, 0, centre)) + Outcome(sampled, 1, centre)]++);

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));

        static int Outcome(SampledHypergraph sampled, int layer, int centre)
        {
            HyperBlock block = sampled.Blocks[layer];
            int hyperedge = block.Memberships.Structure.Row(centre)[0];
            return (Members * HyperedgePlace(block, hyperedge)) + MemberPlace(sampled, block.Members.Structure.Row(hyperedge)[0]);
        }
    }

    [Test]
    public void SampleHyperedges_SomeMembers_DrawsEachSetWithTheSameChance()
    {
        int[] asked = [.. Enumerable.Range(0, Centres)];
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [(0, 0)], new HypergraphSamplerOptions { SeedMembers = 2 });
        long[] counts = new long[1 << Members];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using SampledHypergraph sampled = sampler.SampleHyperedges(asked, Source.Stream((ulong)epoch));
            for (int i = 0; i < asked.Length; i++)
            {
                ReadOnlySpan<int> row = sampled.SeedMembers!.Structure.Row(i);
                counts[(1 << MemberPlace(sampled, row[0])) | (1 << MemberPlace(sampled, row[1]))]++;
            }
        }

        AreEqualSets(counts, 2, 15);
    }

    [Test]
    public void Sample_MaskedHyperedges_DrawsTheOthersWithTheSameChance()
    {
        // Of five hyperedges of each node the second is hidden.
        int[] hidden = [.. Enumerable.Range(Centres, Centres)];
        long[] counts = new long[1 << Hyperedges];
        Visit((2, 1), replace: false, (sampled, centre) =>
        {
            HyperBlock block = sampled.Blocks[^1];
            ReadOnlySpan<int> drawn = block.Memberships.Structure.Row(centre);
            counts[(1 << HyperedgePlace(block, drawn[0])) | (1 << HyperedgePlace(block, drawn[1]))]++;
        }, hidden);

        long[] open = [.. counts.Where((_, set) => int.PopCount(set) == 2 && (set & 2) == 0)];
        Assert.That(open.Sum(), Is.EqualTo(Centres * Epochs));
        Assert.That(ChiSquare.PValue(open), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Scales_OfBothSteps_MakeSumsUnbiased()
    {
        // Overlapping hyperedges of different sizes; node v has the value v + 1, and what is wanted is the sum over its hyperedges of the sums over their members.
        int[][] members = [[0, 1, 2], [0, 2, 3, 4, 5, 6], [0, 7], [0, 1, 3, 5, 7, 8, 9, 10, 11], [4, 8]];
        using Hypergraph graph = Hypergraph.FromMembers(12, members);
        using var sampler = new HypergraphSampler(graph, [(2, 2)]);
        double expected = members.Take(4).Sum(hyperedge => hyperedge.Sum(node => node + 1.0));
        double[] estimates = new double[20_000];
        for (int epoch = 0; epoch < estimates.Length; epoch++)
        {
            using SampledHypergraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            (Block outer, Block inner) = (sampled.Blocks[0].Memberships, sampled.Blocks[0].Members);
            for (int i = 0; i < outer.EdgeCount; i++)
            {
                int hyperedge = outer.Structure.Row(0)[i];
                for (int j = (int)inner.Structure.RowPointers[hyperedge]; j < inner.Structure.RowPointers[hyperedge + 1L]; j++)
                {
                    estimates[epoch] += (double)outer.Scales[i] * inner.Scales[j] * (sampled.Nodes[inner.Structure.ColumnIndices[j]] + 1);
                }
            }
        }

        double mean = estimates.Average();
        double deviation = Math.Sqrt(estimates.Average(estimate => (estimate - mean) * (estimate - mean)) / estimates.Length);
        Assert.That(mean, Is.EqualTo(expected).Within(3.9 * deviation), "off by chance in one of 10,000 cases");
        Assert.That(deviation / expected, Is.LessThan(0.01), "which is a narrow interval");
    }

    /// <summary>Nodes in five hyperedges each with six members each, which are no one else's, the node first; the other members come after all nodes. The first hyperedge of
    /// a node has its number.</summary>
    private static Hypergraph Create() => Hypergraph.FromMembers(
        Centres + (Centres * Hyperedges * (Members - 1)),
        Enumerable.Range(0, Centres * Hyperedges).Select(hyperedge => (int[])[hyperedge % Centres, .. Enumerable.Range(Centres + (hyperedge * (Members - 1)), Members - 1)]));

    private static int HyperedgePlace(HyperBlock block, int column) => block.Hyperedges[column] / Centres;

    private static int MemberPlace(SampledHypergraph sampled, int number) => sampled.Nodes[number] < Centres ? 0 : 1 + ((sampled.Nodes[number] - Centres) % (Members - 1));

    private static void AreEqualSets(long[] counts, int size, int expected)
    {
        long[] sets = [.. counts.Where((_, set) => int.PopCount(set) == size)];
        Assert.That(sets, Has.Length.EqualTo(expected).And.All.Positive);
        Assert.That(sets.Sum(), Is.EqualTo(Centres * Epochs), "no other sets");
        Assert.That(ChiSquare.PValue(sets), Is.GreaterThan(LeastPValue));
    }

    /// <summary>Two hundred thousand samples of two hops: a thousand nodes of two hundred epochs.</summary>
    private static void Visit((int, int) fanouts, bool replace, Action<SampledHypergraph, int> count, int[]? hidden = null)
    {
        using Hypergraph graph = Create();
        using var sampler = new HypergraphSampler(graph, [fanouts, fanouts], new HypergraphSamplerOptions { Replace = replace });
        int[] centres = [.. Enumerable.Range(0, Centres)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using SampledHypergraph sampled = sampler.Sample(centres, Source.Stream((ulong)epoch), hidden);
            for (int centre = 0; centre < Centres; centre++)
            {
                count(sampled, centre);
            }
        }
    }
}
