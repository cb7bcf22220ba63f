using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class HyperedgeSummaryTests
{
    [Test]
    public void Of_SmallHypergraph_CountsSizesAndOverlaps()
    {
        // {0, 1, 2}, {2, 3}, {1, 0}, {} and {1, 0, 1} over five nodes.
        using var members = SparseStructure.FromRows(5, [0, 3, 5, 7, 7, 10], [0, 1, 2, 2, 3, 1, 0, 1, 0, 1]);
        HyperedgeSummary summary = HyperedgeSummary.Of(members);

        Assert.That(summary.HyperedgeCount, Is.EqualTo(5));
        Assert.That(summary.SizeCounts, Is.EqualTo(new[] { 1, 0, 3, 1 }));
        Assert.That(summary.OverlapCounts, Is.EqualTo(new[] { 6, 1, 3 }));
        Assert.That((summary.NestedPairCount, summary.EqualPairCount), Is.EqualTo((3L, 1L)));
        Assert.That(summary.MeanOverlapShare, Is.EqualTo(((1 / 4.0) + (2 / 3.0) + (2 / 3.0) + 1) / 4).Within(1e-15));
        Assert.That((summary.Sizes.Maximum, summary.Sizes.ZeroCount), Is.EqualTo((3L, 1)));
        Assert.That((summary.Degrees.Maximum, summary.Degrees.Mean, summary.Degrees.ZeroCount), Is.EqualTo((3L, 1.8, 1)));
        Assert.That(summary.ToString(), Does.Contain("overlaps      4 pairs, nested 3, equal 1, mean share 0.6458"));
    }

    [Test]
    public void Of_RandomHypergraphs_AgreesWithSets([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("hyperedges").Sequence();
        (int hyperedges, int nodes) = (random.NextInt32(12), 1 + random.NextInt32(10));
        int[] starts = new int[hyperedges + 1];
        var members = new List<int>();
        for (int hyperedge = 0; hyperedge < hyperedges; hyperedge++)
        {
            for (int size = random.NextInt32(6); size > 0; size--)
            {
                members.Add(random.NextInt32(nodes));
            }

            starts[hyperedge + 1] = members.Count;
        }

        HashSet<int>[] sets = [.. Enumerable.Range(0, hyperedges).Select(hyperedge => members[starts[hyperedge]..starts[hyperedge + 1]].ToHashSet())];
        var pairs = sets.SelectMany((a, i) => sets[..i].Select(b => (A: a, B: b, Both: a.Intersect(b).Count()))).ToArray();
        using var structure = SparseStructure.FromRows(nodes, starts, [.. members]);
        HyperedgeSummary summary = HyperedgeSummary.Of(structure);

        for (int k = 0; k < 7; k++)
        {
            Assert.That(summary.OverlapCounts.ElementAtOrDefault(k), Is.EqualTo(pairs.Count(pair => pair.Both == k)), $"overlaps of {k}");
            Assert.That(summary.SizeCounts.ElementAtOrDefault(k), Is.EqualTo(sets.Count(set => set.Count == k)), $"sizes of {k}");
        }

        Assert.That(summary.EqualPairCount, Is.EqualTo(pairs.Count(pair => pair.Both > 0 && pair.A.SetEquals(pair.B))));
        Assert.That(summary.NestedPairCount, Is.EqualTo(pairs.Count(pair => pair.Both > 0 && pair.Both == Math.Min(pair.A.Count, pair.B.Count))));
        Assert.That(summary.Degrees.Maximum, Is.EqualTo(Enumerable.Range(0, nodes).Max(node => sets.Count(set => set.Contains(node)))));
    }
}
