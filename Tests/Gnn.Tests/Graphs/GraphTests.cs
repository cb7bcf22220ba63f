using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs;

[TestFixture]
internal sealed class GraphTests
{
    [Test]
    public void FromEdges_RandomEdges_KeepsOrderAndDegrees([Range(0, 19)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, _) = SampleGraphs.Random(seed);
        using (graph)
        {
            Assert.That(graph.EdgeCount, Is.EqualTo(sources.Length));
            Assert.That(graph.Sources.ToArray(), Is.EqualTo(sources));
            Assert.That(graph.Targets.ToArray(), Is.EqualTo(targets));
            for (int node = 0; node < graph.NodeCount; node++)
            {
                Assert.That(graph.InDegree(node), Is.EqualTo(targets.Count(target => target == node)));
                Assert.That(graph.OutDegree(node), Is.EqualTo(sources.Count(source => source == node)));
                Assert.That(graph.InEdges.Row(node).ToArray(), Is.EqualTo(sources.Where((_, edge) => targets[edge] == node)));
                Assert.That(graph.OutEdges.Row(node).ToArray(), Is.EquivalentTo(targets.Where((_, edge) => sources[edge] == node)));
            }
        }
    }

    [TestCase(0)]
    [TestCase(3)]
    public void FromEdges_WithoutEdges_IsSound(int nodeCount)
    {
        using Graph graph = Graph.FromEdges(nodeCount, [], [], isUndirected: true);

        Assert.That(graph.NodeCount, Is.EqualTo(nodeCount));
        Assert.That(graph.EdgeCount, Is.Zero);
        Assert.That(graph.Sources.Length, Is.Zero);
        Assert.That(graph.InEdges.RowCount, Is.EqualTo(nodeCount));
        Assert.That(graph.OutEdges.EntryCount, Is.Zero);
        Assert.That(graph.Validate(), Is.Empty);
    }

    [Test]
    public void FromEdges_IdOutOfRange_NamesEdgeValueAndRange()
    {
        Assert.That(
            () => Graph.FromEdges(3, [0, 1, 2], [1, 3, 0]),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("target of edge 1").And.Message.Contains("[0, 3)").And.Message.Contains("got 3"));
        Assert.That(
            () => Graph.FromEdges(3, [0, -1], [1, 1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("source of edge 1").And.Message.Contains("got -1"));
        Assert.That(() => Graph.FromEdges(-1, [], []), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromEdges_LengthsDiffer_NamesBoth() => Assert.That(
        () => Graph.FromEdges(3, [0, 1], [1]), Throws.ArgumentException.With.Message.Contains("2 sources").And.Message.Contains("1 targets"));

    [Test]
    public void FromEdges_UndirectedWithoutReverse_NamesTheFirstEdge() => Assert.That(
        () => Graph.FromEdges(4, [0, 1, 1, 2, 3], [1, 0, 2, 3, 2], isUndirected: true),
        Throws.ArgumentException.With.Message.Contains("edge 2 (1 -> 2)"));

    [Test]
    public void FromEdges_UndirectedDuplicateWithoutReverseOfItsOwn_NamesTheDuplicate() => Assert.That(
        () => Graph.FromEdges(2, [0, 1, 0], [1, 0, 1], isUndirected: true),
        Throws.ArgumentException.With.Message.Contains("edge 2 (0 -> 1)"));

    [Test]
    public void FromEdges_UndirectedWithSelfLoop_IsAccepted()
    {
        using Graph graph = Graph.FromEdges(2, [0, 0, 1], [0, 1, 0], isUndirected: true);

        Assert.That(graph.IsUndirected, Is.True);
        Assert.That(graph.InDegree(0), Is.EqualTo(2));
    }

    [Test]
    public void FromEdges_RandomUndirected_AcceptsExactlySymmetricLists([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Sequence();
        int[] sources = new int[8], targets = new int[8];
        for (int edge = 0; edge < 8; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(2), random.NextInt32(2));
        }

        bool isSymmetric = sources.Zip(targets).Count(edge => edge is (0, 1)) == sources.Zip(targets).Count(edge => edge is (1, 0));

        Assert.That(() => Graph.FromEdges(2, sources, targets, isUndirected: true).Dispose(), isSymmetric ? Throws.Nothing : Throws.ArgumentException);
    }

    [Test]
    public void FromEdges_UndirectedRandomWithOneEdgeMore_NamesWhatIsLeftWhenEveryEdgeTakesAReverse([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Sequence();
        List<(int Source, int Target)> edges = [];
        for (int i = 0; i < 30; i++)
        {
            (int source, int target) = (random.NextInt32(5), random.NextInt32(5));
            edges.Insert(random.NextInt32(edges.Count + 1), (source, target));
            edges.Insert(random.NextInt32(edges.Count + 1), (target, source));
        }

        edges.Insert(random.NextInt32(edges.Count + 1), (1, 3));
        List<(int Source, int Target)> reverses = [.. edges.Select(edge => (edge.Target, edge.Source))];
        int first = edges.FindIndex(edge => !reverses.Remove(edge));

        Assert.That(
            () => Graph.FromEdges(5, [.. edges.Select(edge => edge.Source)], [.. edges.Select(edge => edge.Target)], isUndirected: true),
            Throws.ArgumentException.With.Message.Contains($"edge {first} (1 -> 3)"));
    }

    [Test]
    public void FromEdges_OfNativeArrays_TakesThemOver()
    {
        var edges = new EdgeList(3, 3, new NativeArray<int>([0, 1, 2]), new NativeArray<int>([1, 2, 0]));
        Assert.That(() => EdgeChecks.CheckIds(edges), Throws.Nothing);
        using (Graph graph = Graph.FromEdges(edges, isUndirected: false))
        {
            using Graph expected = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);
            Assert.That(graph, Is.EqualTo(expected));
        }

        Assert.That(() => edges.Sources[0], Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void CheckIds_OfNativeArrays_NamesEdgeAndSide()
    {
        using var edges = new EdgeList(3, 2, new NativeArray<int>([0, 2, 2]), new NativeArray<int>([1, 0, 2]));
        Assert.That(
            () => EdgeChecks.CheckIds(edges),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of edge 2").And.Message.Contains("[0, 2), got 2"));
    }

    [Test]
    public void InDegree_NoSuchNode_Throws()
    {
        using Graph graph = SampleGraphs.A();

        Assert.That(() => graph.InDegree(10), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.OutDegree(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dispose_OfTheOriginal_LeavesDerivedGraphsWhole()
    {
        Graph original = SampleGraphs.A();
        SparseStructure structure = original.InEdges;
        using Graph derived = original.WithFeatures(SparseTensor.Identity(10));
        original.Dispose();
        original.Dispose();

        Assert.That(derived.InEdges, Is.SameAs(structure));
        Assert.That(derived.InEdges.Row(0).Length, Is.EqualTo(4));
        Assert.That(derived.Sources.ToArray(), Is.EqualTo(SampleGraphs.SourcesA));
        Assert.That(derived.Labels.ToArray<int>(), Is.EqualTo(SampleGraphs.LabelsA));
    }

    [Test]
    public void Dispose_OfAll_EndsColumnsAndEdges()
    {
        Graph original = SampleGraphs.A();
        Tensor labels = original.Labels;
        Graph derived = original.WithFeatures(SparseTensor.Identity(10));
        Tensor values = derived.Features.Sparse!.Values;
        original.Dispose();
        Assert.That(labels.IsDisposed, Is.False);
        derived.Dispose();

        Assert.That(labels.IsDisposed, Is.True);
        Assert.That(values.IsDisposed, Is.True);
        Assert.That(() => derived.Sources.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => derived.InEdges, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => derived.WithoutNodeColumn("x"), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ToString_OfColumns_IsOneLine()
    {
        using Graph graph = SampleGraphs.U();

        Assert.That(graph.ToString(), Is.EqualTo("Graph: 9 nodes, 22 edges (undirected), nodes y"));
    }
}
