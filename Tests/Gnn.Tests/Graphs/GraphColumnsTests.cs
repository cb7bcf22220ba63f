using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs;

[TestFixture]
internal sealed class GraphColumnsTests
{
    private Graph _graph = null!;

    [SetUp]
    public void SetUp() => _graph = SampleGraphs.A();

    [TearDown]
    public void TearDown() => _graph.Dispose();

    [Test]
    public void WithNodeColumn_InAScope_OutlivesIt()
    {
        Graph with;
        using (new TensorScope())
        {
            with = _graph.WithNodeColumn("age", Tensor.Ones(10));
        }

        using (with)
        {
            Assert.That(with.Nodes["age"].ToArray<double>(), Is.All.EqualTo(1));
            Assert.That(with.Nodes.Names, Is.EqualTo(new[] { "y", "age" }));
            Assert.That(_graph.Nodes.Contains("age"), Is.False);
        }
    }

    [Test]
    public void WithColumn_WrongLength_NamesColumnExpectedAndGot()
    {
        Assert.That(
            () => _graph.WithNodeColumn("age", Tensor.Ones((9, 2))),
            Throws.ArgumentException.With.Message.Contains("node column 'age'").And.Message.Contains("10 rows").And.Message.Contains("[9, 2]"));
        Assert.That(
            () => _graph.WithEdgeColumn("weight", Tensor.Ones(10)),
            Throws.ArgumentException.With.Message.Contains("edge column 'weight'").And.Message.Contains("24 rows").And.Message.Contains("[10]"));
        Assert.That(() => _graph.WithGlobalColumn("kind", Tensor.Ones(2)), Throws.ArgumentException.With.Message.Contains("1 rows"));
        Assert.That(() => _graph.WithNodeColumn("age", Tensor.Ones(Shape.Scalar)), Throws.ArgumentException);
        Assert.That(() => _graph.WithNodeColumn("x", SparseTensor.Identity(4)), Throws.ArgumentException.With.Message.Contains("[4, 4]"));
        Assert.That(() => _graph.WithLabels([0, 1]), Throws.ArgumentException.With.Message.Contains("10 labels"));
    }

    [Test]
    public void WithColumn_NameTaken_ThrowsUnlessReplaced()
    {
        Assert.That(() => _graph.WithNodeColumn("y", Tensor.Ones(10)), Throws.ArgumentException.With.Message.Contains("'y' already"));

        using Graph replaced = _graph.WithNodeColumn("y", Tensor.Ones(10), replace: true);

        Assert.That(replaced.Nodes.Names, Is.EqualTo(new[] { "y" }));
        Assert.That(replaced.Nodes["y"].DataType.IsFloating(), Is.True);
        Assert.That(_graph.HostLabels.ToArray(), Is.EqualTo(SampleGraphs.LabelsA));
    }

    [Test]
    public void Column_Missing_ListsTheNames()
    {
        Assert.That(() => _graph.Nodes["z"], Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("'z'").And.Message.Contains("is: y"));
        Assert.That(() => _graph.Edges["w"], Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("none"));
        Assert.That(() => _graph.Nodes.Sparse("y"), Throws.InvalidOperationException.With.Message.Contains("dense"));
        Assert.That(() => _graph.WithoutEdgeColumn("w"), Throws.InstanceOf<KeyNotFoundException>());
    }

    [Test]
    public void Column_InTwoGraphsUnderTwoNames_EndsWithTheLast()
    {
        Tensor shared = Tensor.Ones(10);
        Graph one = _graph.WithNodeColumn("a", shared);
        using Graph other = Graph.FromEdges(10, [], []);
        Graph two = other.WithNodeColumn("b", one.Nodes["a"]);
        one.Dispose();
        Assert.That(two.Nodes["b"].ToArray<double>(), Is.All.EqualTo(1));
        two.Dispose();

        Assert.That(shared.IsDisposed, Is.True);
    }

    [Test]
    public void WithoutNodeColumn_OfTheOnlyHolder_KeepsItInTheOriginal()
    {
        Graph without = _graph.WithoutNodeColumn("y");

        Assert.That(without.HasLabels, Is.False);
        without.Dispose();
        Assert.That(_graph.Labels.IsDisposed, Is.False);
    }

    [Test]
    public void FailedWith_AfterAll_HoldsNothing()
    {
        Tensor labels = _graph.Labels;
        Assert.That(() => _graph.WithEdgeColumn("weight", Tensor.Ones(1)), Throws.ArgumentException);
        _graph.Dispose();

        Assert.That(labels.IsDisposed, Is.True);
    }

    [Test]
    public void Features_DenseSparseOrNone_AreWhatWasGiven()
    {
        Assert.That(_graph.HasFeatures, Is.False);
        Assert.That(() => _graph.Features, Throws.InvalidOperationException.With.Message.Contains("WithFeatures"));

        using Graph sparse = _graph.WithFeatures(SparseTensor.Identity(10));
        using Graph dense = sparse.WithFeatures(Tensor.Ones((10, 3)));

        Assert.That(sparse.Features.Sparse, Is.Not.Null);
        Assert.That(sparse.Nodes.IsSparse("x"), Is.True);
        Assert.That(() => sparse.Nodes["x"], Throws.InvalidOperationException.With.Message.Contains("Sparse"));
        Assert.That(dense.Features.Dense!.Shape, Is.EqualTo(new Shape(10, 3)));
        Assert.That(() => _graph.WithFeatures(default), Throws.ArgumentException);
    }

    [Test]
    public void Labels_OfClasses_AreCountedAndNamed()
    {
        using Graph named = _graph.WithLabels([-1, 0, 1, 0, 1, 0, 1, 0, 1, -1], ["left", "right", "unseen"]);

        Assert.That(_graph.ClassCount, Is.EqualTo(3));
        Assert.That(_graph.ClassName(2), Is.EqualTo("class 2"));
        Assert.That(named.ClassCount, Is.EqualTo(3));
        Assert.That(named.ClassName(1), Is.EqualTo("right"));
        Assert.That(named.HostLabels[0], Is.EqualTo(-1));
    }

    [Test]
    public void Labels_MissingOrOfAnotherType_ThrowWithCure()
    {
        using Graph bare = _graph.WithoutNodeColumn("y");
        using Graph floating = _graph.WithNodeColumn("y", Tensor.Ones(10), replace: true);

        Assert.That(() => bare.Labels, Throws.InvalidOperationException.With.Message.Contains("WithLabels"));
        Assert.That(() => floating.Labels, Throws.InvalidOperationException.With.Message.Contains("Int32 [10]"));
        Assert.That(() => floating.HostLabels.Length, Throws.InvalidOperationException);
    }

    [Test]
    public void EdgeWeights_AreByEdgeIdOrNull()
    {
        using Graph weighted = _graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Ones(24));
        using Graph wrong = _graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Ones((24, 2)));

        Assert.That(_graph.EdgeWeights, Is.Null);
        Assert.That(weighted.EdgeWeights!.Shape, Is.EqualTo(new Shape(24)));
        Assert.That(() => wrong.EdgeWeights, Throws.InvalidOperationException.With.Message.Contains("[24, 2]"));
    }

    [Test]
    public void To_AnotherEngine_MovesColumnsAndLeavesTheOriginal()
    {
        using var engine = new ReferenceEngine();
        Graph source = _graph.WithFeatures(SparseTensor.Identity(10, TestEngines.Reference)).WithEdgeColumn("weight", Tensor.Ones(24, TestEngines.Reference));
        using Graph moved = source.To(engine);

        Assert.That(moved.Features.Engine, Is.SameAs(engine));
        Assert.That(moved.EdgeWeights!.Engine, Is.SameAs(engine));
        Assert.That(moved.Labels.Engine, Is.SameAs(engine));
        Assert.That(moved.InEdges, Is.SameAs(source.InEdges));
        source.Dispose();
        Assert.That(moved.Features.Sparse!.Values.ToArray<double>(), Is.All.EqualTo(1));
        Assert.That(moved.HostLabels.ToArray(), Is.EqualTo(SampleGraphs.LabelsA));
    }

    [Test]
    public void To_TheSameEngine_SharesColumns()
    {
        using Graph same = _graph.To(_graph.Labels.Engine);

        Assert.That(same.Labels, Is.SameAs(_graph.Labels));
    }
}
