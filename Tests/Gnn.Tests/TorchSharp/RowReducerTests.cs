using System.Runtime.InteropServices;
using Gnn.TorchSharp;
using NUnit.Framework;
using Torch = global::TorchSharp.torch;

namespace Gnn.Tests.TorchSharp;

/// <summary>A row reduction must queue its work and ask the device for nothing.</summary>
[TestFixture]
internal sealed class RowReducerTests
{
    private const string Kernel = "_embedding_bag_forward_only";

    [SetUp]
    public void RequireLibtorch()
    {
        if (TorchSharpRuntime.CpuProblem is { } problem)
        {
            Assert.Ignore(problem);
        }
    }

    /// <summary>A tensor on libtorch's device <c>meta</c> has a shape and no elements, so whatever reads one fails. A reduction must come as far as the operator,
    /// which has no kernel there.</summary>
    [TestCase("sum")]
    [TestCase("weighted sum")]
    [TestCase("maximum")]
    public void Reduction_BeforeItsKernel_ReadsNoElement(string reduction)
    {
        using Workspace work = Workspace.Enter();
        var meta = new Torch.Device("meta");
        Torch.Tensor table = work.Own(Torch.zeros(5, 3, device: meta));
        Torch.Tensor index = work.Own(Torch.zeros(4, dtype: Torch.ScalarType.Int32, device: meta));
        Torch.Tensor offsets = work.Own(Torch.zeros(3, dtype: Torch.ScalarType.Int32, device: meta));
        Torch.Tensor weights = work.Own(Torch.zeros(4, device: meta));

        ExternalException read = Assert.Throws<ExternalException>(() => _ = work.Own(offsets.select(0, 0)).item<int>())!;
        ExternalException? reduced = Thrown(() => _ = reduction switch
        {
            "sum" => RowReducer.Sum(work, table, index, offsets, weights: null),
            "weighted sum" => RowReducer.Sum(work, table, index, offsets, weights),
            _ => RowReducer.Max(work, table, index, offsets),
        });

        Assert.That(read.Message, Does.Not.Contain(Kernel));
        Assert.That(reduced?.Message ?? Kernel, Does.Contain(Kernel));
    }

    [Test]
    public void Reduction_IndexOutOfRange_IsAnExceptionAndTheNextOneWorks()
    {
        using Workspace work = Workspace.Enter();
        Torch.Tensor table = work.Own(Torch.ones(2, 3));
        Torch.Tensor offsets = work.Own(Torch.tensor([0, 2]));

        Assert.That(() => RowReducer.Sum(work, table, work.Own(Torch.tensor([0, 9])), offsets, weights: null), Throws.InstanceOf<ExternalException>());
        Torch.Tensor sum = RowReducer.Sum(work, table, work.Own(Torch.tensor([0, 1])), offsets, weights: null);
        Assert.That(sum.data<float>().ToArray(), Is.EqualTo(new[] { 2f, 2, 2 }));
    }

    private static ExternalException? Thrown(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ExternalException exception)
        {
            return exception;
        }
    }
}
