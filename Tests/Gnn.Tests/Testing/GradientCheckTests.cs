using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Testing;

[TestFixture]
internal sealed class GradientCheckTests
{
    private TensorScope? _scope;

    [SetUp]
    public void OpenScope() => _scope = new TensorScope();

    [TearDown]
    public void CloseScope() => _scope!.Dispose();

    [Test]
    public void Run_RightGradient_ReturnsASmallError() =>
        Assert.That(GradientCheck.Run(x => x[0].Exp() * x[1], Vector(1, 2), Vector(3, 4)), Is.LessThan(1e-8));

    [Test]
    public void Run_WrongGradient_FailsAndNamesTheElement() =>
        AssertFails(() => GradientCheck.Run(x => x[0] + (x[1].Detach() * x[1]), Vector(1, 2), Vector(3, 4)), "tensor 1 [2], element 1");

    [Test]
    public void Run_GradientIsNaN_FailsWhateverFollows() =>
        AssertFails(() => GradientCheck.Run(x => x[0].Log() + x[1], Vector(-1, 2), Vector(3, 4)), "tensor 0 [2], element 0");

    [Test]
    public void Run_Leaves_AreMovedAndRestored()
    {
        Tensor weight = Vector(1, 2).WithGradient();
        Tensor x = Vector(0.3, 0.1);
        GradientCheck.Run(() => (weight * x).Tanh(), weight);
        Assert.That(weight.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2 }));
        Assert.That(weight.Gradient, Is.Null);
        AssertFails(() => GradientCheck.Run(() => (weight * weight.Detach()).Sum(), weight), "tensor 0");
        Assert.That(weight.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2 }));
    }

    [Test]
    public void Run_NothingToCheck_Throws()
    {
        Assert.That(() => GradientCheck.Run(() => Vector(1)), Throws.ArgumentException);
        Assert.That(() => GradientCheck.Run(() => Vector(1), Vector(1)), Throws.ArgumentException);
    }

    private static Tensor Vector(params double[] values) => Tensor.Create(values, values.Length, TestEngines.Reference);

    private static void AssertFails(Action run, string where)
    {
        Exception? thrown = null;
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            try
            {
                run();
            }
            catch (AssertionException failed)
            {
                thrown = failed;
            }
        }

        Assert.That(thrown?.Message, Does.Contain(where));
    }
}
