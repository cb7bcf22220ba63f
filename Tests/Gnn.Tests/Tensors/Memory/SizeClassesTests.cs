using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Memory;

[TestFixture]
internal sealed class SizeClassesTests
{
    [Test]
    public void Of_EveryCapacity_IsItsOwnClassAndOneByteMoreIsTheNext()
    {
        Assert.That(SizeClasses.BytesOf(0), Is.EqualTo(64));
        Assert.That(SizeClasses.BytesOf(SizeClasses.Count - 1), Is.EqualTo(SizeClasses.MaxBytes));
        Assert.That(SizeClasses.Of(0), Is.Zero);
        for (int sizeClass = 0; sizeClass < SizeClasses.Count; sizeClass++)
        {
            long bytes = SizeClasses.BytesOf(sizeClass);
            Assert.That(bytes % 64, Is.Zero);
            Assert.That(SizeClasses.Of(bytes), Is.EqualTo(sizeClass));
            Assert.That(SizeClasses.Of(bytes + 1), Is.EqualTo(sizeClass + 1));
        }
    }

    [Test]
    public void Of_Above512Bytes_WastesLessThanAnEighth()
    {
        for (long bytes = 513; bytes < 1L << 40; bytes += 1 + (bytes / 61))
        {
            long capacity = SizeClasses.BytesOf(SizeClasses.Of(bytes));
            Assert.That(capacity, Is.GreaterThanOrEqualTo(bytes));
            Assert.That(capacity - bytes, Is.LessThan(bytes / 8.0), $"{bytes} bytes");
        }
    }
}
