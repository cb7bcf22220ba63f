using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs;

/// <summary>Graphs of the same content are equal, and every part of the content counts.</summary>
[TestFixture]
internal sealed class GraphEqualityTests
{
    private static readonly int[] Sources = [0, 1, 2, 2];
    private static readonly int[] Targets = [1, 2, 0, 2];

    [Test]
    public void Equals_TheSameContentInAnotherOrderOfColumns_IsTrue()
    {
        using Graph a = Sample().WithNodeColumn("a", Column(1, 2, 3)).WithNodeColumn("b", Column(4, 5, 6));
        using Graph b = Sample().WithNodeColumn("b", Column(4, 5, 6)).WithNodeColumn("a", Column(1, 2, 3));

        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.ContentHash, Is.EqualTo(b.ContentHash).And.Length.EqualTo(64));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
    }

    [TestCaseSource(nameof(Changes))]
    public void Equals_AnyPartChanged_IsFalse(Func<Graph> change)
    {
        using Graph graph = Sample();
        using Graph changed = change();
        Assert.That(changed, Is.Not.EqualTo(graph));
    }

    [Test]
    public void ContentHash_NotANumber_IsComparedByItsBits()
    {
        using Graph a = Sample().WithNodeColumn("a", Column(1, double.NaN, 3));
        using Graph b = Sample().WithNodeColumn("a", Column(1, double.NaN, 3));
        using Graph zero = Sample().WithNodeColumn("a", Column(1, 0, 3));
        using Graph negativeZero = Sample().WithNodeColumn("a", Column(1, -0.0, 3));

        Assert.That(a, Is.EqualTo(b));
        Assert.That(zero, Is.Not.EqualTo(negativeZero));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("a node more", () => Graph.FromEdges(4, Sources, Targets));
        yield return Change("an edge less", () => Graph.FromEdges(3, Sources.AsSpan(0, 3), Targets.AsSpan(0, 3)));
        yield return Change("edges in another order", () => Graph.FromEdges(3, [1, 0, 2, 2], [2, 1, 0, 2]));
        yield return Change("sources and targets exchanged", () => Graph.FromEdges(3, Targets, Sources));
        yield return Change("a column", () => Sample().WithNodeColumn("a", Column(1, 2, 3)));
        yield return Change("labels", () => Sample().WithLabels([0, 1, 0]));
        yield return Change("class names", () => Sample().WithLabels([0, 1, 0], ["a", "b"]).WithoutNodeColumn(ColumnNames.Labels));
        yield return Change("sparse features", () => Sample().WithFeatures(SparseTensor.Identity(3)));
        yield return Change("a column of the graph", () => Sample().WithGlobalColumn("a", Tensor.Zeros(1)));

        static TestCaseData Change(string name, Func<Graph> make) => new TestCaseData(make).SetArgDisplayNames(name);
    }

    private static Graph Sample() => Graph.FromEdges(3, Sources, Targets);

    private static Tensor Column(params ReadOnlySpan<double> values) => Tensor.Create(values, values.Length, Engine.Default);
}
