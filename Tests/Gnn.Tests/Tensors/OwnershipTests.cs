using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

/// <summary>Who owns what, at the edges: transposes, threads, results that could be their own argument.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class OwnershipTests(Engine engine)
{
    [Test]
    public void Operations_TransposeAsStructure_AreRefusedWithTheCure()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(2, [1, 0, 0], [0, 1, 0]);
        SparseStructure transpose = graph.OutEdges;
        Tensor x = Tensor.Ones((2, 3), engine);
        Tensor values = Tensor.Ones(3, engine);

        Assert.That(transpose.IsTranspose, Is.True);
        Assert.That(graph.InEdges.IsTranspose, Is.False);
        Assert.That(() => Tensor.SpMM(transpose, values, x), Throws.ArgumentException.With.Message.Contains("transposed: true"));
        Assert.That(() => Tensor.EdgeSoftmax(transpose, values), Throws.ArgumentException);
        Assert.That(() => Tensor.Sddmm(transpose, EntryOperation.Add, x, x), Throws.ArgumentException);
        Assert.That(() => Tensor.SegmentReduce(transpose, values.Reshape((3, 1))), Throws.ArgumentException);
        Assert.That(() => Tensor.ExpandRows(transpose, x), Throws.ArgumentException);
        Assert.That(() => new Adjacency(transpose), Throws.ArgumentException);
        Assert.That(() => new SparseTensor(transpose, values), Throws.ArgumentException);
        Assert.That(transpose.Share, Throws.InvalidOperationException);
    }

    [Test]
    public void Sddmm_ProductOfNoColumns_HasAGradientOfNoColumns()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, [0, 1], [1, 0]);
        Tensor a = Tensor.Zeros((2, 0), engine).WithGradient();
        Tensor b = Tensor.Zeros((2, 0), engine).WithGradient();

        Tensor.Sddmm(structure, EntryOperation.Multiply, a, b).Sum().Backward();

        Assert.That(a.Gradient!.Shape, Is.EqualTo(new Shape(2, 0)));
        Assert.That(b.Gradient!.Shape, Is.EqualTo(new Shape(2, 0)));
    }

    [Test]
    public void ScatterAddRows_MoreElementsThanCanBe_IsRefusedBeforeAnythingIsWritten()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones((1, 4), engine);
        Tensor index = Tensor.Create([1L << 30], 1, engine);

        Assert.That(() => x.ScatterAddRows(index, 1L << 62), Throws.ArgumentException.With.Message.Contains("2^63"));
    }

    [Test]
    public void Results_ThatEqualTheirArgument_AreTensorsOfTheirOwn()
    {
        long before = engine.Memory.InUse;
        using (Tensor x = Tensor.Create([1f, 2f], 2, engine))
        {
            x.Dropout(0, new RandomSource(1)).Dispose();
            x.BroadcastTo(2).Dispose();
            x.SumTo(2).Dispose();

            Assert.That(x.ToArray<float>(), Is.EqualTo(new[] { 1f, 2f }));
        }

        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Composites_OutsideAScope_LeaveNothingBehind()
    {
        long before = engine.Memory.InUse;
        using (Tensor x = Tensor.Ones((2, 3, 4), engine))
        {
            x.Softmax().Dispose();
            x.LogSoftmax().Dispose();
            x.SumTo((1, 4)).Dispose();
            x.Sum(1).Dispose();
        }

        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Item_LargeInteger_IsExact()
    {
        using var scope = new TensorScope();
        Assert.That(Tensor.Create([16_777_217L], 1, engine).Item(), Is.EqualTo(16_777_217));
        Assert.That(Tensor.Create([true], 1, engine).Item(), Is.EqualTo(1));
    }

    [Test]
    public void Scope_ClosedOnAnotherThread_SaysWhereItBelongs()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones(3, engine);
        Exception? closing = null, disposing = null;
        var thread = new Thread(() =>
        {
            closing = Assert.Catch(scope.Dispose);
            disposing = Assert.Catch(() => x.Keep());
        });
        thread.Start();
        thread.Join();

        Assert.That(closing, Is.InstanceOf<InvalidOperationException>().With.Message.Contains("thread"));
        Assert.That(disposing, Is.InstanceOf<InvalidOperationException>().With.Message.Contains("thread"));
        Assert.That(TensorScope.Current, Is.SameAs(scope));
    }

    [Test]
    public void Default_Disposed_GoesOnWorking()
    {
        Engine.Default.Dispose();

        using Tensor ones = Tensor.Ones(3);
        Assert.That(ones.ToArray<float>(), Is.EqualTo(new[] { 1f, 1f, 1f }));
    }
}
