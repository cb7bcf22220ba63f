using Gnn.Graphs;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Memory;

[TestFixture]
internal sealed class HostMemoryTests
{
    [Test]
    public void AvailableBytes_OfAnyMachine_IsPositiveAndLessThanAnExbibyte() => Assert.That(HostMemory.AvailableBytes, Is.InRange(1L << 20, 1L << 60));

    [TestCase(0)]
    [TestCase(1 << 20)]
    public void Require_LittleMemory_Passes(long bytes) => Assert.That(() => HostMemory.Require(bytes, "a test"), Throws.Nothing);

    [TestCase(1L << 60, "1,152,921,504,606,846,976 bytes")]
    [TestCase(-1, "more than 2^63 bytes")]
    public void Require_MoreThanAnyMachineHas_IsRefusedWithBothNumbers(long bytes, string number)
    {
        long before = HostMemory.Statistics.InUse;
        Assert.That(
            () => HostMemory.Require(bytes, "a graph of 5 edges"),
            Throws.TypeOf<InsufficientMemoryException>().With.Message.Contains(number).And.Message.Contains("For a graph of 5 edges").And.Message.Contains("at most"));
        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(before));
    }

    [Test]
    public void EdgeList_MoreEdgesThanAnyMachineHolds_IsRefused() => Assert.That(
        () => EdgeList.RequireMemory(1L << 57), Throws.TypeOf<InsufficientMemoryException>().With.Message.Contains("144115188075855872 edges"));
}
