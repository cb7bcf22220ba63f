using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Category("Kernel")]
internal sealed unsafe class ExponentialsTests
{
    [Test]
    public void Of_AnyWord_IsTheLogarithm()
    {
        uint[] words = Words(100_000);
        float last = float.PositiveInfinity;
        foreach (uint word in words.Order().Reverse())
        {
            float number = Exponentials.Of(word);
            double expected = -Math.Log(1 - ((word + 0.5) / (1L << 32)));

            // Of the larger words two give one number, which is that of a 1 - v half a unit off.
            double left = (uint)~word + 0.5;
            Assert.That(number, Is.EqualTo(expected).Within((expected * 3e-7) + (word < 0x4AFB0CCC ? 0 : 0.75 / left)), $"word {word}");
            Assert.That(number, Is.LessThanOrEqualTo(last * 1.000001f).And.InRange(1e-10f, 22.9f));
            last = number;
        }
    }

    [Test]
    public void Replace_AnyLength_EqualsOneByOne()
    {
        uint[] words = Words(1000);
        for (int length = 0; length <= 257; length++)
        {
            uint[] actual = [.. words[length..(2 * length)], .. new uint[8]];
            fixed (uint* word = actual)
            {
                Exponentials.Replace(word, length);
            }

            Assert.That(Array.ConvertAll(actual[..length], BitConverter.UInt32BitsToSingle), Is.EqualTo(words[length..(2 * length)].Select(Exponentials.Of)));
        }
    }

    /// <summary>The ends, all about the change of formulas, powers of two and their neighbours, and words of all kinds.</summary>
    private static uint[] Words(int count)
    {
        uint[] random = new uint[count];
        new RandomSource(5).Fill(random, 0);
        return
        [
            0, 1, 2, 3, uint.MaxValue, uint.MaxValue - 1, uint.MaxValue - 2, uint.MaxValue - 3, int.MaxValue, 1u << 31,
            .. Enumerable.Range(-20, 40).Select(offset => (uint)(0x4AFB0CCC + offset)),
            .. Enumerable.Range(1, 30).SelectMany(bit => new[] { (1u << bit) - 1, 1u << bit, (1u << bit) + 1, ~(1u << bit) }),
            .. random,
        ];
    }
}
