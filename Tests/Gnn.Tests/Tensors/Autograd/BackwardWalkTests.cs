using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Autograd;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class BackwardWalkTests(Engine engine)
{
    private const int Deep = 100_000;

    private TensorScope? _scope;

    [SetUp]
    public void OpenScope() => _scope = new TensorScope();

    [TearDown]
    public void CloseScope() => _scope!.Dispose();

    [Test]
    public void Backward_OneTensorUsedTwice_AddsBothShares()
    {
        Tensor x = Leaf(1, 2, 3);
        (x + x).Sum().Backward();
        AssertGradient(x, 2, 2, 2);
    }

    [Test]
    public void Backward_SharedSubexpression_IsWalkedOnce()
    {
        Tensor x = Leaf(1, -2);
        Tensor s = x * 2;
        ((s * s) + s).Sum().Backward();

        // (2 s + 1) * 2 with s = 2 x.
        AssertGradient(x, 10, -14);
    }

    [Test]
    public void Backward_WaysOfDifferentLength_MeetBeforeTheWalkGoesOn()
    {
        Tensor x = Leaf(3);
        Tensor s = x * 1;
        Tensor longWay = (((s * 2) + 1) * 3) + 4;
        ((s + longWay) * s).Sum().Backward();

        // (7 s + 7) s has the slope 14 s + 7.
        AssertGradient(x, 49);
    }

    [Test]
    public void Backward_TwoGraphs_AccumulateUntilCleared()
    {
        Tensor x = Leaf(1, 2);
        x.Sum().Backward();
        AssertGradient(x, 1, 1);
        (x * 3).Sum().Backward();
        AssertGradient(x, 4, 4);
        x.ClearGradient();
        Assert.That(x.Gradient, Is.Null);
        (x * 5).Sum().Backward();
        AssertGradient(x, 5, 5);
    }

    [Test]
    public void Backward_TwoLeavesOfOneSum_KeepTheirGradientsApart()
    {
        Tensor a = Leaf(1, 2);
        Tensor b = Leaf(3, 4);
        (a + b).Sum().Backward();
        (a * 2).Sum().Backward();
        AssertGradient(a, 3, 3);
        AssertGradient(b, 1, 1);
    }

    [Test]
    public void Backward_GivenGradient_IsNotWrittenTo()
    {
        Tensor x = Leaf(1, 2);
        Tensor given = Tensor.Create([5.0, 6], 2, engine);
        x.Backward(given);
        x.Backward(given);
        (x + x).Backward(given);
        AssertGradient(x, 20, 24);
        Assert.That(given.ToArray<double>(), Is.EqualTo(new[] { 5.0, 6 }));
    }

    [Test]
    public void Backward_ResultsInBetweenDisposed_StillReachesTheLeaf()
    {
        Tensor x = Leaf(1, 2);
        Tensor y;
        using (Tensor twice = x * 2)
        using (Tensor square = twice.Square())
        {
            y = square.Sum();
        }

        y.Backward();
        AssertGradient(x, 8, 16);
    }

    [Test]
    public void Backward_InnerScopeClosed_StillReachesTheLeaf()
    {
        Tensor x = Leaf(1, 2);
        Tensor y;
        using (new TensorScope())
        {
            y = ((x * 2).Exp().Log() * 3).Sum().Keep();
        }

        y.Backward();
        AssertGradient(x, 6, 6);
        y.Dispose();
    }

    [Test]
    public void Backward_SecondWalk_ThrowsWithTheCure()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = (x * 2).Sum();
        y.Backward();
        Assert.That(y.Backward, Throws.InvalidOperationException.With.Message.Contains("compute the result again"));
        AssertGradient(x, 2, 2);
    }

    [Test]
    public void Backward_PartWalkedBefore_Throws()
    {
        Tensor x = Leaf(1, 2);
        Tensor shared = x * 2;
        Tensor other = shared.Mean();
        shared.Sum().Backward();
        Assert.That(other.Backward, Throws.InvalidOperationException.With.Message.Contains("walked before"));
        AssertGradient(x, 2, 2);
    }

    [Test]
    public void Backward_NotAScalar_Throws() =>
        Assert.That((Leaf(1, 2) * 2).Backward, Throws.InvalidOperationException.With.Message.Contains("[2]"));

    [Test]
    public void Backward_NothingAsked_ThrowsWithTheCure() =>
        Assert.That(Tensor.Ones(1, engine).Backward, Throws.InvalidOperationException.With.Message.Contains("WithGradient"));

    [Test]
    public void Backward_GradientThatDoesNotFit_Throws()
    {
        Tensor y = Leaf(1, 2) * 2;
        using var other = new ReferenceEngine();
        Assert.That(() => y.Backward(null!), Throws.ArgumentNullException);
        Assert.That(() => y.Backward(Tensor.Ones(3, engine)), Throws.ArgumentException.With.Message.Contains("[2]").And.Message.Contains("[3]"));
        Assert.That(() => y.Backward(Tensor.Ones(2, other)), Throws.ArgumentException.With.Message.Contains("To(engine)"));
        Assert.That(() => y.Backward(Tensor.Create([1, 2], 2, engine)), Throws.ArgumentException.With.Message.Contains("Int32"));
    }

    [Test]
    public void Backward_DeepChain_NeedsNoStack()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = x;
        for (int i = 0; i < Deep; i++)
        {
            y += x;
        }

        y.Sum().Backward();
        AssertGradient(x, Deep + 1, Deep + 1);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Dispose_DeepChainWithoutBackward_NeedsNoStack(bool isLastFirst)
    {
        long before = InUse();
        using (Tensor x = Leaf(1, 2).Keep())
        {
            var chain = new List<Tensor> { x };
            for (int i = 0; i < Deep; i++)
            {
                chain.Add((chain[^1] * 1.5).Keep());
            }

            if (isLastFirst)
            {
                chain.Reverse();
            }

            chain.ForEach(tensor => tensor.Dispose());
        }

        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Scope_Closed_ReleasesEverything(bool walks)
    {
        long before = InUse();
        using (SparseStructure structure = RandomGraphs.Bipartite(6, 5, 20, seed: 1).ToStructure())
        using (new TensorScope())
        {
            Tensor x = Tensor.Uniform((5, 4), new RandomSource(seed: 1), engine: engine).WithGradient();
            Tensor y = Tensor.SpMM(structure, null, x.Relu(), Reduction.Max).LogSoftmax().Max(0).Mean();
            if (walks)
            {
                y.Backward();
                Assert.That(x.Gradient, Is.Not.Null);
            }
        }

        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Backward_ExceptionInTheMiddle_LeavesNothingPending()
    {
        SparseStructure structure = RandomGraphs.Create(3, 8, seed: 1).ToStructure();
        long before = InUse();
        Tensor x = Tensor.Ones((3, 2), engine).Keep().WithGradient();
        using (new TensorScope())
        {
            Tensor h = x * 2;
            Tensor y = (Tensor.SpMM(structure, null, h) + h).Sum();
            structure.Dispose();
            Assert.That(y.Backward, Throws.TypeOf<ObjectDisposedException>());
            Assert.That(x.Gradient, Is.Null);
            Assert.That(x.Node!.Pending, Is.Null);
            Assert.That(h.Node!.Pending, Is.Null);
            Assert.That(NoGrad.IsOpen, Is.False);

            (x * 3).Sum().Backward();
            AssertGradient(x, 3, 3, 3, 3, 3, 3);
        }

        x.Dispose();
        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Backward_LeafOfAnotherThread_GetsItsGradient()
    {
        // The first walks of new threads, one after another, must not be taken for one another.
        Tensor x = Leaf(1, 2);
        double[]?[] seen = new double[4][];
        for (int i = 0; i < seen.Length; i++)
        {
            int place = i;
            var thread = new Thread(() =>
            {
                using var scope = new TensorScope();
                (x * 3).Sum().Backward();
                seen[place] = x.Gradient?.ToArray<double>();
                x.ClearGradient();
            });
            thread.Start();
            thread.Join();
        }

        Assert.That(seen, Is.All.EqualTo(new[] { 3.0, 3 }));
    }

    [Test]
    public void Backward_LeafDisposed_IsSkipped()
    {
        Tensor gone = Leaf(1, 2);
        Tensor x = Leaf(3, 4);
        Tensor y = (gone * x).Sum();
        gone.Dispose();
        y.Backward();
        AssertGradient(x, 1, 2);
        Assert.That(gone.Gradient, Is.Null);
    }

    [Test]
    public void Gradient_AfterTheScopeOfTheWalk_LivesWithItsLeaf()
    {
        Tensor x = Leaf(1, 2);
        using (new TensorScope())
        {
            (x * 2).Sum().Backward();
            (x * 4).Sum().Backward();
        }

        AssertGradient(x, 6, 6);
        Tensor gradient = x.Gradient!;
        x.Dispose();
        Assert.That(gradient.IsDisposed, Is.True);
    }

    private Tensor Leaf(params double[] values) => Tensor.Create(values, values.Length, engine).WithGradient();

    private static void AssertGradient(Tensor x, params double[] expected) => Assert.That(x.Gradient?.ToArray<double>(), Is.EqualTo(expected).Within(1e-5));

    /// <summary>The memory in use once what earlier tests lost has been recovered.</summary>
    private long InUse()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return engine.Memory.InUse;
    }
}
