using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class NodeFilterTests
{
    [Test]
    public void Find_AnyLength_EqualsNodeByNode([Values(1, 4097, 5000, 1 << 20, int.MaxValue)] int nodeCount)
    {
        RandomSequence random = new RandomSource(3).Sequence();
        using var filter = new NodeFilter(nodeCount);
        for (int length = 0; length <= 257; length++)
        {
            int[] set = Draw(ref random, 1 + (length % 50), nodeCount);
            int[] nodes = Draw(ref random, length, nodeCount);
            for (int i = 0; i < length; i += 1 + (length % 5))
            {
                nodes[i] = set[i % set.Length];
            }

            filter.Begin(set);
            int[] expected = new int[length + 1];
            int[] actual = new int[length + 1];
            fixed (int* node = nodes, scalar = expected, wide = actual)
            {
                int count = filter.FindScalar(node, 0, length, scalar, 0);
                Assert.That(filter.Find(node, length, wide), Is.EqualTo(count), $"length {length}");
                Assert.That(actual[..count], Is.EqualTo(expected[..count]));
                Assert.That(Enumerable.Range(0, length).Where(i => set.Contains(nodes[i])), Is.SubsetOf(actual[..count]), "a node of the set is always found");
            }
        }
    }

    [TestCase(1)]
    [TestCase(40)]
    [TestCase(1000)]
    [TestCase(100_000)]
    public void Find_OtherNodes_FindsFew(int size)
    {
        // Sets and nodes as graphs have them: runs of ids and scattered ones.
        using var filter = new NodeFilter(int.MaxValue);
        int[] set = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? i : 7 * i)];
        filter.Begin(set);
        int[] others = [.. Enumerable.Range(8 * size, 200_000)];
        int[] places = new int[others.Length];
        fixed (int* node = others, place = places)
        {
            // One of 64 where hashes are spread evenly; a multiplicative hash spreads runs of ids better than that, or somewhat worse.
            Assert.That(filter.Find(node, others.Length, place), Is.LessThan(others.Length / 20));
        }
    }

    [TestCase(100, 1)]
    [TestCase(4096, 3)]
    [TestCase(60_000, 1000)]
    public void Find_AsManyBitsAsNodes_FindsTheSetAlone(int nodeCount, int size)
    {
        using var filter = new NodeFilter(nodeCount);
        int[] set = [.. Enumerable.Range(0, size).Select(i => i * (nodeCount / size))];
        filter.Begin(set);
        int[] nodes = [.. Enumerable.Range(0, nodeCount)];
        int[] places = new int[nodeCount];
        fixed (int* node = nodes, place = places)
        {
            int count = filter.Find(node, nodeCount, place);
            Assert.That(places[..count], Is.EqualTo(set));
        }
    }

    private static int[] Draw(ref RandomSequence random, int count, int bound)
    {
        int[] nodes = new int[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = random.NextInt32(bound);
        }

        return nodes;
    }
}
