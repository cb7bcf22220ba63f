using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed class HuffmanTreeTests
{
    [Test]
    public void Way_KnownWeights_HasTheCodesOfTheTextbook()
    {
        // Cormen, Leiserson, Rivest and Stein, "Introduction to algorithms", the example of Huffman codes: 224 bits in all.
        long[] weights = [45, 13, 12, 16, 9, 5];
        var tree = new HuffmanTree(weights);

        string[] codes = [.. Enumerable.Range(0, 6).Select(leaf => string.Concat(tree.Way(leaf).ToArray().Select(step => (step & 1).ToString())))];

        Assert.That(codes, Is.EqualTo(new[] { "0", "101", "100", "111", "1101", "1100" }));
        Assert.That(weights.Zip(codes).Sum(pair => pair.First * pair.Second.Length), Is.EqualTo(224));
        Assert.That(tree.Depth, Is.EqualTo(4));
        Assert.That(tree.InnerCount, Is.EqualTo(5));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(64)]
    [TestCase(1000)]
    public void Way_EqualWeights_IsACompleteCodeFromTheRoot(int leaves)
    {
        long[] weights = new long[leaves];
        Array.Fill(weights, 7);
        var tree = new HuffmanTree(weights);

        double kraft = 0;
        var ways = new HashSet<string>();
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            int[] way = tree.Way(leaf).ToArray();
            Assert.That(way[0] >> 1, Is.EqualTo(leaves - 2), "the root is the last inner node");
            Assert.That(way.Select(step => step >> 1).Zip(way.Skip(1).Select(step => step >> 1)).All(pair => pair.First > pair.Second), "children are made before their parents");
            kraft += Math.Pow(2, -way.Length);
            ways.Add(string.Join(' ', way));
        }

        Assert.That(kraft, Is.EqualTo(1).Within(1e-12));
        Assert.That(ways, Has.Count.EqualTo(leaves));
        Assert.That(tree.Depth, Is.EqualTo((int)Math.Ceiling(Math.Log2(leaves))));
    }

    [Test]
    public void Way_SingleLeaf_IsEmpty()
    {
        var tree = new HuffmanTree([3]);

        Assert.That(tree.Way(0).Length, Is.Zero);
        Assert.That((tree.Depth, tree.InnerCount), Is.EqualTo((0, 0)));
    }
}
