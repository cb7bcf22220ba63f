using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class RandomSequenceTests
{
    private static readonly RandomSource Source = new RandomSource(seed: 2).Stream("sequence");

    [Test]
    public void NextUInt32_FromAnyStart_ReadsTheWordsInOrder()
    {
        for (int start = 0; start < 6; start++)
        {
            RandomSequence sequence = Source.Sequence(start);
            for (int i = start; i < 40; i++)
            {
                Assert.That(sequence.Position, Is.EqualTo(i));
                Assert.That(sequence.NextUInt32(), Is.EqualTo(Source.UInt32At(i)));
            }
        }
    }

    [Test]
    public void Sequence_RestartedAtPosition_GoesOnAlike()
    {
        RandomSequence sequence = Source.Sequence();
        sequence.NextNormal();
        sequence.NextUInt32();
        sequence.NextInt32(10);
        RandomSequence again = sequence.Source.Sequence(sequence.Position);

        Assert.That(again.NextNormal(), Is.EqualTo(sequence.NextNormal()));
        Assert.That(again.NextDouble(), Is.EqualTo(sequence.NextDouble()));
    }

    [Test]
    public void NextDouble_FromStart_EqualsDoubleAt()
    {
        RandomSequence sequence = Source.Sequence();
        for (int i = 0; i < 20; i++)
        {
            Assert.That(sequence.NextDouble(), Is.EqualTo(Source.DoubleAt(i)));
        }
    }

    // The thresholds are the 99.9 % points of chi-square with bins - 1 degrees of freedom.
    // Without rejection, a bound of 3 * 2^29 would give a third of the values two words each and the others three.
    [TestCase(2, 2, 10.83)]
    [TestCase(10, 10, 27.88)]
    [TestCase(101, 101, 149.45)]
    [TestCase(3 << 29, 3, 13.82)]
    [TestCase(int.MaxValue, 10, 27.88)]
    public void NextInt32_ManyDraws_AreUniform(int bound, int bins, double threshold)
    {
        long[] counts = new long[bins];
        RandomSequence sequence = Source.Stream((ulong)bound).Sequence();
        for (int i = 0; i < 100_000; i++)
        {
            int value = sequence.NextInt32(bound);
            Assert.That(value >= 0 && value < bound);
            counts[value % bins]++;
        }

        Assert.That(ChiSquare(counts), Is.LessThan(threshold));
    }

    [TestCase(10L, 10, 27.88)]
    [TestCase(3L << 61, 3, 13.82)]
    [TestCase(long.MaxValue, 10, 27.88)]
    public void NextInt64_ManyDraws_AreUniform(long bound, int bins, double threshold)
    {
        long[] counts = new long[bins];
        RandomSequence sequence = Source.Stream((ulong)bound).Sequence();
        for (int i = 0; i < 100_000; i++)
        {
            long value = sequence.NextInt64(bound);
            Assert.That(value >= 0 && value < bound);
            counts[(int)(value % bins)]++;
        }

        Assert.That(ChiSquare(counts), Is.LessThan(threshold));
    }

    [Test]
    public void NextInt_BoundBelowOne_Throws()
    {
        Assert.That(() => Source.Sequence().NextInt32(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Source.Sequence().NextInt64(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Source.Sequence(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void NextNormal_ManyDraws_HaveMeanAndVariance()
    {
        const int count = 100_000;
        RandomSequence sequence = Source.Sequence();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++)
        {
            double value = sequence.NextNormal();
            sum += value;
            squares += value * value;
        }

        Assert.That(Math.Abs(sum / count), Is.LessThan(5 / Math.Sqrt(count)));
        Assert.That(Math.Abs((squares / count) - 1), Is.LessThan(5 * Math.Sqrt(2.0 / count)));
    }

    [Test]
    public void NextSingle_ManyDraws_LieInUnitInterval()
    {
        RandomSequence sequence = Source.Sequence();
        double sum = 0;
        for (int i = 0; i < 10_000; i++)
        {
            float value = sequence.NextSingle();
            Assert.That(value >= 0 && value < 1);
            sum += value;
        }

        Assert.That(Math.Abs((sum / 10_000) - 0.5), Is.LessThan(5 * Math.Sqrt(1.0 / 120_000)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(1000)]
    public void Permutation_AnyLength_HasEveryIntegerOnce(int n)
    {
        RandomSequence sequence = Source.Sequence();
        Assert.That(sequence.Permutation(n).Order(), Is.EqualTo(Enumerable.Range(0, n)));
    }

    [Test]
    public void Shuffle_FourElements_EveryOrderIsAsLikely()
    {
        var counts = new Dictionary<string, long>();
        RandomSequence sequence = Source.Sequence();
        for (int i = 0; i < 24_000; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            sequence.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(24));
        Assert.That(ChiSquare([.. counts.Values]), Is.LessThan(49.73), "99.9 % point, 23 degrees of freedom");
    }

    [TestCase(0, 0)]
    [TestCase(5, 0)]
    [TestCase(5, 5)]
    [TestCase(1000, 10)]
    [TestCase(int.MaxValue, 100)]
    public void Choose_AnyCount_IsDistinctAndInRange(int n, int k)
    {
        RandomSequence sequence = Source.Sequence();
        int[] chosen = sequence.Choose(n, k);

        Assert.That(chosen, Has.Length.EqualTo(k));
        Assert.That(chosen, Is.Unique);
        Assert.That(chosen.All(value => value >= 0 && value < n));
    }

    [Test]
    public void Choose_ThreeOfFive_EverySelectionIsAsLikely()
    {
        var counts = new Dictionary<string, long>();
        RandomSequence sequence = Source.Sequence();
        for (int i = 0; i < 60_000; i++)
        {
            string selection = string.Join(',', sequence.Choose(5, 3));
            counts[selection] = counts.GetValueOrDefault(selection) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(60), "60 ordered selections");
        Assert.That(ChiSquare([.. counts.Values]), Is.LessThan(98.32), "99.9 % point, 59 degrees of freedom");
    }

    [Test]
    public void Choose_BadCounts_Throws()
    {
        Assert.That(() => Source.Sequence().Choose(-1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Source.Sequence().Choose(3, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Source.Sequence().Choose(3, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Source.Sequence().Permutation(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double ChiSquare(long[] counts)
    {
        double expected = (double)counts.Sum() / counts.Length;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
