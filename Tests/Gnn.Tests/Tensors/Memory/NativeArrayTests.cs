using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Memory;

[TestFixture]
internal sealed unsafe class NativeArrayTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    public void Constructor_FromSpan_CopiesAndAligns(int length)
    {
        int[] values = [.. Enumerable.Range(5, length)];
        using var array = new NativeArray<int>(values);

        Assert.That(array.Length, Is.EqualTo(length));
        Assert.That((long)array.Pointer % 64, Is.Zero);
        Assert.That(array.Span().ToArray(), Is.EqualTo(values));
        if (length > 0)
        {
            Assert.That((array[0], array[length - 1]), Is.EqualTo((5, 4 + length)));
        }
    }

    [Test]
    public void Span_RunInside_IsThatRun()
    {
        using var array = new NativeArray<long>([1, 2, 3, 4]);
        Assert.That(array.Span(1, 2).ToArray(), Is.EqualTo(new long[] { 2, 3 }));
        Assert.That(array.Span(4, 0).ToArray(), Is.Empty);
        array.Span(0, 1)[0] = 9;
        Assert.That(array[0], Is.EqualTo(9));
    }

    [TestCase(3, 2)]
    [TestCase(-1, 2)]
    [TestCase(0, 5)]
    [TestCase(0, -1)]
    [TestCase(long.MaxValue, 1)]
    public void Span_RunOutside_Throws(long start, int count)
    {
        using var array = new NativeArray<long>([1, 2, 3, 4]);
        Assert.That(() => array.Span(start, count).Length, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(-1)]
    [TestCase(4)]
    [TestCase(long.MinValue)]
    public void Element_OutOfRange_Throws(long index)
    {
        using var array = new NativeArray<long>([1, 2, 3, 4]);
        Assert.That(() => array[index], Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Constructor_NegativeLength_Throws() => Assert.That(() => new NativeArray<int>(-1), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Dispose_Twice_GivesTheMemoryBackOnce()
    {
        var array = new NativeArray<double>(100_000);
        long held = HostMemory.Statistics.InUse;
        array.Dispose();
        array.Dispose();

        Assert.That(HostMemory.Statistics.InUse, Is.LessThanOrEqualTo(held - 800_000));
        Assert.That(() => array[0], Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => array.Span().Length, Throws.TypeOf<ObjectDisposedException>());
    }
}
