using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixture]
internal sealed class IndexArrayTests
{
    [Test]
    public unsafe void Elements_EitherWidth_ReadAndWrite([Values] bool isWide)
    {
        using var array = new IndexArray(3, isWide);
        array[0] = 5;
        array[1] = isWide ? 1L << 40 : int.MaxValue;
        array[2] = -1;

        Assert.That((array.Length, array.IsWide, array.DataType), Is.EqualTo((3L, isWide, isWide ? DataType.Int64 : DataType.Int32)));
        Assert.That(new[] { array[0], array[1], array[2] }, Is.EqualTo(new[] { 5, isWide ? 1L << 40 : int.MaxValue, -1 }));
        Assert.That(isWide ? ((long*)array.Pointer)[0] : ((int*)array.Pointer)[0], Is.EqualTo(5));
    }

    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(long.MaxValue)]
    public void Element_OutOfRange_Throws(long index)
    {
        foreach (bool isWide in new[] { false, true })
        {
            using var array = new IndexArray(3, isWide);
            Assert.That(() => array[index], Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => array[index] = 0, Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void ToTensor_EitherWidth_CopiesElements([Values] bool isWide)
    {
        using var array = new IndexArray(2, isWide);
        (array[0], array[1]) = (7, 8);
        using Tensor tensor = array.ToTensor(TestEngines.Reference);
        array[0] = 9;

        Assert.That((tensor.DataType, tensor.Shape), Is.EqualTo((array.DataType, new Shape(2))));
        Assert.That(tensor.ToString(), Does.EndWith("7, 8"));
    }

    [Test]
    public void Constructor_NegativeLength_Throws() => Assert.That(() => new IndexArray(-1, isWide: true), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Element_AfterDispose_Throws([Values] bool isWide)
    {
        var array = new IndexArray(1, isWide);
        array.Dispose();
        Assert.That(() => array[0], Throws.TypeOf<ObjectDisposedException>());
        Assert.That(array.Dispose, Throws.Nothing);
    }
}
