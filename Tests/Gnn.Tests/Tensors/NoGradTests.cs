using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class NoGradTests
{
    [Test]
    public void Open_Operations_AreNotRecorded()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones(2, TestEngines.Reference).WithGradient();
        using (NoGrad.Open())
        {
            Assert.That(NoGrad.IsOpen, Is.True);
            Assert.That((x * 2).RequiresGradient, Is.False);
            Assert.That(x.Reshape((2, 1)).RequiresGradient, Is.False);
            Assert.That(Tensor.Concatenate([x, x], 0).RequiresGradient, Is.False);
        }

        Assert.That((x * 2).RequiresGradient, Is.True);
    }

    [Test]
    public void Open_Nested_EndsWithTheOuter()
    {
        using (NoGrad.Open())
        {
            using (NoGrad.Open())
            {
            }

            Assert.That(NoGrad.IsOpen, Is.True);
        }

        Assert.That(NoGrad.IsOpen, Is.False);
    }

    [Test]
    public void Open_OtherThread_Records()
    {
        bool isOpenThere = true;
        using (NoGrad.Open())
        {
            var thread = new Thread(() => isOpenThere = NoGrad.IsOpen);
            thread.Start();
            thread.Join();
        }

        Assert.That(isOpenThere, Is.False);
    }

    [Test]
    public void Detach_Result_SharesElementsWithoutHistory()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Create([1.0, 2], 2, TestEngines.Reference).WithGradient();
        Tensor y = x * 3;
        Tensor detached = y.Detach();

        Assert.That(detached.RequiresGradient, Is.False);
        Assert.That(detached.View.Buffer, Is.SameAs(y.View.Buffer));
        (detached * x).Sum().Backward();
        Assert.That(x.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 3.0, 6 }));
    }

    [Test]
    public void WithGradient_WhereThereIsNone_Throws()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones(2, TestEngines.Reference).WithGradient();

        Assert.That(x.WithGradient(), Is.SameAs(x));
        Assert.That(() => (x * 2).WithGradient(), Throws.InvalidOperationException.With.Message.Contains("Detach()"));
        Assert.That(() => Tensor.Create([1, 2], 2, TestEngines.Reference).WithGradient(), Throws.InvalidOperationException.With.Message.Contains("Int32"));
    }
}
