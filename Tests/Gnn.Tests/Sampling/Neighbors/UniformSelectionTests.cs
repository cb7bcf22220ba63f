using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class UniformSelectionTests
{
    [Test]
    public void Draw_AnyDegrees_EqualsLaneByLane([Values(1, 2, 5, 8, 15, 16, 33, 100)] int fanout, [Values] bool replace)
    {
        RandomSequence random = new RandomSource(4).Stream((ulong)fanout).Sequence();
        var selection = new UniformSelection(fanout, replace, new RandomSource(9));
        for (int round = 0; round < 200; round++)
        {
            // Small degrees make repeats, those near 2^31 make draws that are drawn anew.
            Lanes lanes = default;
            uint[] words = new uint[Lanes.Count * fanout];
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                lanes.Nodes[lane] = random.NextInt32(int.MaxValue);
                lanes.Streams[lane] = random.NextUInt32();
                lanes.Degrees[lane] = (round % 3) switch
                {
                    0 => fanout + 1 + random.NextInt32(8),
                    1 => fanout + 1 + random.NextInt32(1000),
                    _ => int.MaxValue - random.NextInt32(1 << 30),
                };
            }

            for (int i = 0; i < words.Length; i++)
            {
                words[i] = random.NextUInt32();
            }

            int[] expected = new int[words.Length];
            int[] actual = new int[words.Length];
            fixed (uint* word = words)
            fixed (int* scalar = expected, wide = actual)
            {
                selection.DrawScalar(ref lanes, word, scalar);
                selection.Draw(ref lanes, word, wide);
            }

            Assert.That(actual, Is.EqualTo(expected));
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                int[] drawn = [.. Enumerable.Range(0, fanout).Select(draw => actual[(Lanes.Count * draw) + lane])];
                Assert.That(drawn, Has.All.InRange(0, lanes.Degrees[lane] - 1));
                Assert.That(replace ? [] : drawn, Is.Unique);
            }
        }
    }

    [Test]
    public void Draw_DegreeOfThreeQuarters_DrawsEachThirdWithTheSameChance()
    {
        // Without drawing anew, three quarters of 2^31 would give a third of the places half as much again as the others.
        const int degree = 3 << 29;
        var source = new RandomSource(2);
        var selection = new UniformSelection(4, replace: true, source);
        long[] counts = new long[3];
        Lanes lanes = default;
        uint* words = stackalloc uint[4 * Lanes.Count];
        int* places = stackalloc int[4 * Lanes.Count];
        for (int round = 0; round < 200_000 / (4 * Lanes.Count); round++)
        {
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                lanes.Nodes[lane] = (round * Lanes.Count) + lane;
                lanes.Degrees[lane] = degree;
                lanes.Streams[lane] = source.StreamId;
                for (int draw = 0; draw < 4; draw++)
                {
                    words[(Lanes.Count * draw) + lane] = source.UInt32At(((long)lanes.Nodes[lane] << Lanes.WordBits) + draw);
                }
            }

            selection.Draw(ref lanes, words, places);
            for (int i = 0; i < 4 * Lanes.Count; i++)
            {
                counts[places[i] % 3]++;
            }
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(0.001));
    }
}
