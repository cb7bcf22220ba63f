using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class TensorScopeTests
{
    [Test]
    public void Dispose_OwnedTensors_AreDisposedAndKeptOnesLive()
    {
        Tensor kept, owned;
        using (var scope = new TensorScope())
        {
            owned = One();
            kept = One().Keep();
            Assert.That(scope.Count, Is.EqualTo(1));
        }

        Assert.That(owned.IsDisposed, Is.True);
        Assert.That(kept.Item(), Is.EqualTo(1));
        kept.Dispose();
        Assert.That(kept.IsDisposed, Is.True);
    }

    [Test]
    public void Use_AfterTheScope_ThrowsWithTheCure()
    {
        Tensor x;
        using (new TensorScope())
        {
            x = One();
        }

        Assert.That(() => x + 1, Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("Keep()"));
        Assert.That(() => x.DataType, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => x.Item(), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => x.Reshape((1, 1)), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(x.Keep, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(x.ToString(), Is.EqualTo("Tensor [1], disposed"));
        Assert.That(x.Shape, Is.EqualTo(new Shape(1)));
        Assert.That(x.Dispose, Throws.Nothing);
    }

    [Test]
    public void Scopes_Nested_OwnWhatIsMadeInThem()
    {
        using var outer = new TensorScope();
        Tensor inOuter = One();
        Tensor inInner;
        using (var inner = new TensorScope())
        {
            Assert.That(TensorScope.Current, Is.SameAs(inner));
            inInner = inOuter + 1;
        }

        Assert.That(TensorScope.Current, Is.SameAs(outer));
        Assert.That(inInner.IsDisposed, Is.True);
        Assert.That(inOuter.IsDisposed, Is.False);
    }

    [Test]
    public void Dispose_OuterBeforeInner_ClosesBoth()
    {
        TensorScope? before = TensorScope.Current;
        var outer = new TensorScope();
        var inner = new TensorScope();
        Tensor inInner = One();

        outer.Dispose();

        Assert.That(inInner.IsDisposed, Is.True);
        Assert.That(TensorScope.Current, Is.SameAs(before));
        inner.Dispose();
        outer.Dispose();
        Assert.That(TensorScope.Current, Is.SameAs(before));
    }

    [Test]
    public void Clear_InALoop_LeavesTheScopeOpen()
    {
        using var scope = new TensorScope();
        for (int i = 0; i < 3; i++)
        {
            Tensor x = One();
            Assert.That(scope.Count, Is.EqualTo(1));
            scope.Clear();
            Assert.That(scope.Count, Is.Zero);
            Assert.That(x.IsDisposed, Is.True);
            Assert.That(TensorScope.Current, Is.SameAs(scope));
        }
    }

    [Test]
    public void Leave_FromTheMiddle_KeepsTheOthersOwned()
    {
        var made = new List<Tensor>();
        using (var scope = new TensorScope())
        {
            for (int i = 0; i < 300; i++)
            {
                made.Add(One());
            }

            for (int i = 0; i < 300; i += 3)
            {
                made[i].Keep();
                made[i + 1].Dispose();
            }

            Assert.That(scope.Count, Is.EqualTo(100));
        }

        Assert.That(made.Where(tensor => !tensor.IsDisposed), Is.EqualTo(made.Where((_, i) => i % 3 == 0)));
        made.ForEach(tensor => tensor.Dispose());
    }

    [Test]
    public void Current_OtherThread_IsItsOwn()
    {
        using var scope = new TensorScope();
        Tensor? made = null;
        var thread = new Thread(() => made = One());
        thread.Start();
        thread.Join();

        Assert.That(scope.Count, Is.Zero);
        made!.Dispose();
    }

    [Test]
    public void Views_AfterTheirTensor_KeepTheBuffer()
    {
        using var engine = new ReferenceEngine();
        Tensor reshaped, rows, detached;
        using (new TensorScope())
        {
            Tensor x = Tensor.Create([1.0, 2, 3, 4, 5, 6], (3, 2), engine);
            reshaped = x.Reshape((2, 3)).Keep();
            rows = x.Rows(1, 2).Keep();
            detached = x.Detach().Keep();
            Assert.That(rows.View.Buffer, Is.SameAs(x.View.Buffer));
        }

        Assert.That(reshaped.ToArray<double>(), Is.EqualTo(new[] { 1.0, 2, 3, 4, 5, 6 }));
        Assert.That(rows.ToArray<double>(), Is.EqualTo(new[] { 3.0, 4, 5, 6 }));
        reshaped.Dispose();
        rows.Dispose();
        Assert.That(engine.Memory.InUse, Is.Positive);
        detached.Dispose();
        Assert.That(engine.Memory.InUse, Is.Zero);
    }

    [Test]
    public void Reductions_OutsideAScope_LeaveNothingBehind()
    {
        using var engine = new ReferenceEngine();
        using (Tensor x = Tensor.Ones((3, 4), engine))
        {
            x.Sum(0).Dispose();
            x.Max(1).Dispose();
            x.LogSumExp(0).Dispose();
            x.Mean(1, keepAxis: true).Dispose();
        }

        Assert.That(engine.Memory.InUse, Is.Zero);
    }

    private static Tensor One() => Tensor.Ones(1, TestEngines.Reference);

    [Test]
    public void Own_AnythingDisposable_GoesAfterTheTensors()
    {
        SparseStructure structure = SparseStructure.FromEdges(2, 2, [0], [1]);
        Tensor made;
        using (var scope = new TensorScope())
        {
            Assert.That(scope.Own(structure), Is.SameAs(structure));
            made = Tensor.Zeros(2);
            Assert.That(structure.IsDisposed, Is.False);
        }

        Assert.That(structure.IsDisposed);
        Assert.That(() => made.ToArray<float>(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
