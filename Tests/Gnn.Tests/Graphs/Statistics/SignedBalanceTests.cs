using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class SignedBalanceTests
{
    [Test]
    public void Of_FourNodes_CountsTheTriangles()
    {
        // Two camps, {0, 1} and {2, 3}: +-- four times over, balanced.
        int[] sources = [0, 0, 0, 1, 1, 2];
        int[] targets = [1, 2, 3, 2, 3, 3];
        var camps = SignedBalance.Of(4, sources, targets, [1, -1, -1, -1, -1, 1]);
        var enemies = SignedBalance.Of(4, sources, targets, [-1, -1, -1, -1, -1, -1]);
        var one = SignedBalance.Of(4, sources, targets, [-1, 1, 1, 1, 1, 1]);

        Assert.That(camps.TriangleCounts, Is.EqualTo(new[] { 0, 0, 4, 0 }));
        Assert.That((camps.BalancedShare, camps.IsBalanced, camps.PositivePairCount, camps.NegativePairCount), Is.EqualTo((1.0, true, 2L, 4L)));
        Assert.That(enemies.TriangleCounts, Is.EqualTo(new[] { 0, 0, 0, 4 }));
        Assert.That((enemies.BalancedShare, enemies.WeaklyBalancedShare, enemies.IsBalanced), Is.EqualTo((0.0, 1.0, false)));
        Assert.That(one.TriangleCounts, Is.EqualTo(new[] { 2, 2, 0, 0 }));
        Assert.That((one.BalancedShare, one.WeaklyBalancedShare, one.IsBalanced), Is.EqualTo((0.5, 0.5, false)));
        Assert.That(one.ToString(), Is.EqualTo("triangles +++ 2, ++- 2, +-- 0, --- 0; balanced 0.5000"));
    }

    [Test]
    public void Of_CycleOfFour_IsBalancedByItsNumberOfNegatives()
    {
        int[] sources = [0, 1, 2, 3];
        int[] targets = [1, 2, 3, 0];
        var even = SignedBalance.Of(4, sources, targets, [1, -1, 1, -1]);

        Assert.That((even.IsBalanced, even.BalancedShare), Is.EqualTo((true, double.NaN)));
        Assert.That(SignedBalance.Of(4, sources, targets, [1, -1, 1, 1]).IsBalanced, Is.False);
    }

    [Test]
    public void Of_RepeatsReversesAndLoops_CountPairsOnceByTheSumOfTheirSigns()
    {
        var balance = SignedBalance.Of(4, [0, 1, 1, 2, 0, 2, 3, 1, 3], [1, 0, 2, 1, 2, 0, 3, 3, 1], [1, 5, -1, 1, -1, -1, -1, 1, 1]);

        // 0-1 positive, 1-2 contradictory, 0-2 negative, 1-3 positive; no triangle is left.
        Assert.That((balance.PositivePairCount, balance.NegativePairCount, balance.ContradictoryPairCount), Is.EqualTo((2L, 1L, 1L)));
        Assert.That(balance.TriangleCounts, Is.EqualTo(new[] { 0, 0, 0, 0 }));
    }

    [Test]
    public void Of_RandomSigns_AgreesWithAPlainCount([Range(0, 29)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("signs").Sequence();
        int nodes = 3 + random.NextInt32(8);
        int[] sums = new int[nodes * nodes];
        int[] sources = new int[random.NextInt32(40)];
        int[] targets = new int[sources.Length];
        sbyte[] signs = new sbyte[sources.Length];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (int source, int target, int sign) = (random.NextInt32(nodes), random.NextInt32(nodes), random.NextInt32(4) == 0 ? -1 : 1);
            (sources[edge], targets[edge], signs[edge]) = (source, target, (sbyte)sign);
            sums[(source * nodes) + target] += sign;
        }

        long[] counts = new long[4];
        for (int i = 0; i < nodes; i++)
        {
            for (int j = i + 1; j < nodes; j++)
            {
                for (int k = j + 1; k < nodes; k++)
                {
                    int[] triangle = [Sign(i, j), Sign(j, k), Sign(i, k)];
                    counts[triangle.Count(sign => sign < 0)] += triangle.Contains(0) ? 0 : 1;
                }
            }
        }

        bool isBalanced = Enumerable.Range(0, 1 << nodes).Any(camp => Enumerable.Range(0, nodes).All(i => Enumerable.Range(0, i).All(
            j => Sign(i, j) == 0 || (Sign(i, j) < 0) == (((camp >> i) & 1) != ((camp >> j) & 1)))));
        var balance = SignedBalance.Of(nodes, sources, targets, signs);

        Assert.That(balance.TriangleCounts, Is.EqualTo(counts));
        Assert.That(balance.IsBalanced, Is.EqualTo(isBalanced));

        int Sign(int i, int j) => Math.Sign(sums[(i * nodes) + j] + sums[(j * nodes) + i]);
    }

    [Test]
    public void Of_BadSigns_NamesTheEdge()
    {
        Assert.That(() => SignedBalance.Of(2, [0], [1], [0]), Throws.ArgumentException.With.Message.Contains("edge 0"));
        Assert.That(() => SignedBalance.Of(2, [0], [1], [1, 1]), Throws.ArgumentException.With.Message.Contains("2 signs for 1 edges"));
        Assert.That(() => SignedBalance.Of(2, [0], [2], [1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(SignedBalance.Of(0, [], [], []).IsBalanced, Is.True);
    }
}
