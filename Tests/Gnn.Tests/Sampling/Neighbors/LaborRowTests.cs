using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class LaborRowTests
{
    [Test]
    public void Bound_AnyLength_TakesTheSmallest([Values(32, 8, 4, 1)] int bits)
    {
        // Few bits make ties, also of the smallest and the largest words.
        RandomSequence random = new RandomSource(4).Stream((ulong)bits).Sequence();
        for (int length = 2; length <= 257; length++)
        {
            uint[] words = Words(random, length, bits);
            uint[] sorted = [.. words.Take(length).Order()];
            for (int count = 1; count < length; count += 1 + (length / 20))
            {
                fixed (uint* word = words)
                {
                    (uint bound, int equal) = LaborRow.Bound(word, length, count);
                    int below = sorted.Count(each => each < bound);
                    Assert.That(below + equal, Is.EqualTo(count), $"{count} of {length}");
                    Assert.That(equal, Is.InRange(0, sorted.Count(each => each == bound)));
                }
            }
        }
    }

    [Test]
    public void TakeBelow_AnyLength_EqualsEdgeByEdge([Values(32, 2)] int bits)
    {
        RandomSequence random = new RandomSource(5).Stream((ulong)bits).Sequence();
        for (int length = 0; length <= 257; length++)
        {
            uint[] words = Words(random, length, bits);
            int[] neighbors = [.. Enumerable.Range(0, length).Select(_ => random.NextInt32(1000))];
            uint bound = length == 0 ? 0 : words[random.NextInt32(length)] + (uint)(length % 2);
            int[] places = [.. Enumerable.Range(0, length).Where(place => words[place] < bound)];
            int[] found = new int[length + LaborRow.Padding];
            int[] taken = new int[length + LaborRow.Padding];
            foreach (bool scalar in (bool[])[false, true])
            {
                bool hasEqual = false;
                fixed (uint* word = words)
                fixed (int* neighbor = neighbors, node = found, place = taken)
                {
                    int count = scalar
                        ? LaborRow.TakeBelowScalar(word, length, bound, neighbor, node, place, first: 0, taken: 0, ref hasEqual)
                        : LaborRow.TakeBelow(word, length, bound, neighbor, node, place, out hasEqual);
                    Assert.That(taken[..count], Is.EqualTo(places));
                    Assert.That(found[..count], Is.EqualTo(places.Select(each => neighbors[each])));
                    Assert.That(hasEqual, Is.EqualTo(words.Take(length).Contains(bound)));
                }
            }
        }
    }

    [Test]
    public void NodeNumbers_ComputedOrLookedUp_AreTheStreamsWords()
    {
        const int nodeCount = 1000;
        RandomSource hop = new RandomSource(6).Stream(2);
        using var numbers = new NodeNumbers(nodeCount);
        for (int count = 0; count <= 100; count++)
        {
            int[] nodes = [.. Enumerable.Range(0, count).Select(i => i * 7919 % nodeCount)];
            uint[] words = new uint[count];
            foreach (bool keep in (bool[])[false, true])
            {
                numbers.Begin(hop, keep);
                fixed (int* node = nodes)
                fixed (uint* word = words)
                {
                    numbers.Read(node, count, word);
                }

                Assert.That(words, Is.EqualTo(nodes.Select(each => hop.UInt32At(each))));
            }
        }

        Assert.That(numbers.Word(5, 3), Is.EqualTo(hop.UInt32At((3L << 31) + 5)));
    }

    private static uint[] Words(RandomSequence random, int length, int bits)
    {
        uint[] words = new uint[length + LaborRow.Padding];
        Array.Fill(words, uint.MaxValue);
        for (int i = 0; i < length; i++)
        {
            // The upper bits are random, the lower ones all 0 or all 1.
            uint lower = (uint)((1UL << (32 - bits)) - 1);
            words[i] = i % 2 == 0 ? random.NextUInt32() | lower : random.NextUInt32() & ~lower;
        }

        return words;
    }
}
