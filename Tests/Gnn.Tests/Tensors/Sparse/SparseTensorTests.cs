using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class SparseTensorTests(Engine engine)
{
    private TensorScope? _scope;

    [SetUp]
    public void OpenScope() => _scope = new TensorScope();

    [TearDown]
    public void CloseScope() => _scope!.Dispose();

    [Test]
    public void ToDense_DuplicateEntries_AreSummed()
    {
        using SparseTensor x = Make();
        Assert.That(x.Shape, Is.EqualTo(new Shape(3, 2)));
        Assert.That(x.Engine, Is.SameAs(engine));
        Assert.That(x.ToDense().ToArray<double>(), Is.EqualTo(new double[] { 3, 3, 0, 0, 4, 0 }));
    }

    [Test]
    public void ToDense_NoEntries_IsZero()
    {
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [], []);
        using var x = new SparseTensor(structure, Tensor.Zeros(0, engine));
        Assert.That(x.ToDense().ToArray<double>(), Is.EqualTo(new double[6]));
    }

    [Test]
    public void Identity_AnyCount_IsDense([Values(0, 1, 4)] int count)
    {
        using SparseTensor x = SparseTensor.Identity(count, engine);
        double[] expected = [.. Enumerable.Range(0, count * count).Select(i => i % (count + 1) == 0 ? 1.0 : 0)];
        Assert.That(x.ToDense().ToArray<double>(), Is.EqualTo(expected));
        Assert.That(() => SparseTensor.Identity(-1, engine), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dispose_Twice_DropsOneHolder()
    {
        using SparseStructure structure = SparseStructure.FromEdges(1, 1, [0], [0]);
        var x = new SparseTensor(structure, Tensor.Ones(1, engine));
        x.Dispose();
        x.Dispose();
        Assert.That(structure.RowLength(0), Is.EqualTo(1));
        Assert.That(x.Values.IsDisposed, Is.True);
    }

    [Test]
    public void WithValues_Disposed_LeavesWhatItBorrowed()
    {
        using SparseTensor x = Make();
        Tensor values = Tensor.Ones(4, engine);
        SparseTensor borrowed = x.WithValues(values);
        Assert.That(borrowed.ToDense().ToArray<double>(), Is.EqualTo(new double[] { 2, 1, 0, 0, 1, 0 }));
        borrowed.Dispose();
        Assert.That((values.IsDisposed, x.Structure.EntryCount, x.Values.IsDisposed), Is.EqualTo((false, 4L, false)));
    }

    [Test]
    public void To_SameEngine_IsItself()
    {
        using SparseTensor x = Make();
        Assert.That(x.To(engine), Is.SameAs(x));
    }

    [Test]
    public void To_OtherEngine_SharesTheStructure()
    {
        using var other = new ReferenceEngine();
        SparseTensor x = Make();
        using SparseTensor moved = x.To(other);
        Assert.That((moved.Engine, moved.Structure), Is.EqualTo(((Engine)other, x.Structure)));
        x.Dispose();
        Assert.That(moved.ToDense().ToArray<double>(), Is.EqualTo(new double[] { 3, 3, 0, 0, 4, 0 }));
    }

    [Test]
    public void Constructor_ValuesThatDoNotFit_AreNamed()
    {
        using SparseStructure structure = SparseStructure.FromEdges(1, 1, [0], [0]);
        Assert.That(() => new SparseTensor(structure, Tensor.Ones(2, engine)), Throws.ArgumentException.With.Message.Contains("[2]"));
        Assert.That(() => new SparseTensor(structure, Tensor.Ones((1, 1), engine)), Throws.ArgumentException.With.Message.Contains("[1, 1]"));
        Assert.That(() => new SparseTensor(structure, Tensor.Create([1], 1, engine)), Throws.ArgumentException.With.Message.Contains("Int32"));
        Assert.That(() => new SparseTensor(null!, Tensor.Ones(1, engine)), Throws.ArgumentNullException);
        Assert.That(() => new SparseTensor(structure, null!), Throws.ArgumentNullException);
    }

    private SparseTensor Make()
    {
        using SparseStructure structure = SparseStructure.FromEdges(3, 2, [2, 0, 0, 0], [0, 0, 1, 0]);
        return new SparseTensor(structure, Tensor.Create([1.0, 3, 2, 4], 4, engine));
    }
}
