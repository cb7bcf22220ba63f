using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixture]
internal sealed class StructureOfNativeRowsTests
{
    [Test]
    public void FromRows_NativeArrays_AreTheStructureOfTheSameSpans()
    {
        int[] pointers = [0, 2, 2, 5];
        int[] columns = [3, 0, 1, 1, 2];

        using SparseStructure structure = SparseStructure.FromRows(4, new NativeArray<int>(pointers), new NativeArray<int>(columns));
        using SparseStructure expected = SparseStructure.FromRows(4, pointers, columns);

        Assert.That((structure.RowCount, structure.ColumnCount, structure.EntryCount), Is.EqualTo((3, 4, 5L)));
        Assert.That(structure.ColumnIndices.Span().ToArray(), Is.EqualTo(columns));
        Assert.That(structure.EdgeIds.ToTensor().ToArray<int>(), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(structure.Transpose.ColumnIndices.Span().ToArray(), Is.EqualTo(expected.Transpose.ColumnIndices.Span().ToArray()));
        Assert.That(structure.Transpose.RowPointers.ToTensor().ToArray<int>(), Is.EqualTo(expected.Transpose.RowPointers.ToTensor().ToArray<int>()));
    }

    [TestCase(new[] { 0, 2, 1, 3 }, new[] { 0, 1, 2 }, "must not fall")]
    [TestCase(new[] { 1, 3 }, new[] { 0, 1, 2 }, "begin with 0")]
    [TestCase(new[] { 0, 2 }, new[] { 0, 1, 2 }, "end with the number of entries")]
    [TestCase(new int[0], new int[0], "got none")]
    [TestCase(new[] { 0, 3 }, new[] { 0, 4, 2 }, "Entry 1")]
    [TestCase(new[] { 0, 3 }, new[] { 0, 1, -1 }, "Entry 2")]
    public void FromRows_UnsoundNativeArrays_AreRefusedAndEnd(int[] pointers, int[] columns, string message)
    {
        long before = HostMemory.Statistics.InUse;

        Assert.That(
            () => SparseStructure.FromRows(4, new NativeArray<int>(pointers), new NativeArray<int>(columns)), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));

        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(before));
    }
}
