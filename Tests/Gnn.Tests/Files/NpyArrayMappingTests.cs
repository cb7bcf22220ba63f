using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Files;

[TestFixture]
internal sealed class NpyArrayMappingTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void OpenArray_EveryLengthAroundAPage_HasTheElements()
    {
        int page = Environment.SystemPageSize / sizeof(int);
        foreach (int length in (int[])[0, 1, 2, 15, 16, 17, page - 50, .. Enumerable.Range(page - 33, 36), 2 * page])
        {
            int[] values = [.. Enumerable.Range(0, length).Select(value => (value * 7) - 3)];
            NpyFile.Write(_scratch["a.npy"], values, length);

            using NativeArray<int> array = NpyFile.OpenArray<int>(_scratch["a.npy"], out Shape shape);

            Assert.That(shape, Is.EqualTo(new Shape(length)));
            Assert.That(array.Span().ToArray(), Is.EqualTo(values), $"length {length}");
        }
    }

    [Test]
    public void OpenArray_ElementsOfTheType_TakeNoMemory()
    {
        NpyFile.Write(_scratch["a.npy"], new int[100_001], 100_001);
        NpyFile.Write(_scratch["b.npy"], new long[100_001], 100_001);
        long before = HostMemory.Statistics.InUse;

        using NativeArray<int> mapped = NpyFile.OpenArray<int>(_scratch["a.npy"], out _);
        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(before));
        using NativeArray<int> converted = NpyFile.OpenArray<int>(_scratch["b.npy"], out _);
        Assert.That(HostMemory.Statistics.InUse, Is.GreaterThan(before + 400_000));
    }

    [Test]
    public void OpenArray_OtherTypesAndOrders_AreConverted()
    {
        NpyFile.Write(_scratch["a.npy"], [1.5, -2, 3], 3);
        File.WriteAllBytes(_scratch["b.npy"], NpyBytes.Of("<i2", "(2, 3)", (short[])[1, 4, 2, 5, 3, 6], isFortran: true));

        using NativeArray<float> floats = NpyFile.OpenArray<float>(_scratch["a.npy"], out _);
        using NativeArray<int> integers = NpyFile.OpenArray<int>(_scratch["b.npy"], out Shape shape);

        Assert.That(floats.Span().ToArray(), Is.EqualTo(new[] { 1.5f, -2, 3 }));
        Assert.That(integers.Span().ToArray(), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(() => NpyFile.OpenArray<int>(_scratch["a.npy"], out _), Throws.TypeOf<DataFormatException>().With.Message.Contains("whole"));
    }

    [Test]
    public void OpenArray_NumberThatDoesNotFitOrFileThatIsCut_IsRefusedAndHoldsNothing()
    {
        NpyFile.Write(_scratch["a.npy"], [1L, 1L << 40], 2);
        NpyFile.Write(_scratch["b.npy"], new int[100], 100);
        using (FileStream stream = File.OpenWrite(_scratch["b.npy"]))
        {
            stream.SetLength(stream.Length - 1);
        }

        long before = HostMemory.Statistics.InUse;
        Assert.That(() => NpyFile.OpenArray<int>(_scratch["a.npy"], out _), Throws.TypeOf<DataFormatException>().With.Message.Contains("32 bits"));
        Assert.That(() => NpyFile.OpenArray<int>(_scratch["b.npy"], out _), Throws.TypeOf<DataFormatException>());
        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(before));
    }
}
