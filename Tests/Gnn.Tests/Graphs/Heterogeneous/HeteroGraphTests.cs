using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Heterogeneous;

[TestFixture]
internal sealed class HeteroGraphTests
{
    private static readonly EdgeType Writes = new("author", "writes", "paper");
    private static readonly EdgeType Cites = new("paper", "cites", "paper");

    [Test]
    public void WithEdges_TwoTypes_HasSizesStructuresAndColumns()
    {
        using HeteroGraph graph = Sample();

        Assert.That(graph.NodeTypes, Is.EqualTo(new[] { "author", "paper" }));
        Assert.That(graph.EdgeTypes, Is.EqualTo(new[] { Writes, Cites }));
        Assert.That((graph.NodeCount("paper"), graph.EdgeCount(Cites), graph.TotalNodeCount, graph.TotalEdgeCount), Is.EqualTo((4, 2L, 7L, 6L)));
        Assert.That(graph.Sources(Writes).ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2 }));
        Assert.That(graph.Targets(Writes).ToArray(), Is.EqualTo(new[] { 0, 0, 3, 3 }));
        Assert.That((graph.InEdges(Writes).RowCount, graph.InEdges(Writes).ColumnCount), Is.EqualTo((4, 3)));
        Assert.That(graph.InEdges(Writes).Row(3).ToArray(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(graph.InEdges(Writes).Transpose.Row(1).ToArray(), Is.EqualTo(new[] { 0, 3 }));
        Assert.That(graph.Nodes("paper").ToString(), Is.EqualTo("4 paper nodes: y Int32 [4]"));
        Assert.That(graph.Edges(Cites).ToString(), Is.EqualTo("2 paper-cites-paper edges: weight Float32 [2]"));
        Assert.That(graph.ToString(), Is.EqualTo("HeteroGraph: 3 author, 4 paper nodes; 4 author-writes-paper, 2 paper-cites-paper edges"));
        Assert.That(graph.Validate(), Is.Empty);
    }

    [Test]
    public void Create_NoTypes_IsEmpty()
    {
        using HeteroGraph graph = HeteroGraph.Create();
        using HomogeneousGraph flat = graph.ToHomogeneous();
        using HeteroGraph back = flat.ToHeterogeneous();

        Assert.That(graph.ToString(), Is.EqualTo("HeteroGraph: no nodes; no edges"));
        Assert.That((flat.Graph.NodeCount, flat.Graph.EdgeCount), Is.EqualTo((0, 0L)));
        Assert.That(back, Is.EqualTo(graph));
    }

    [Test]
    public void BadArguments_AreNamed()
    {
        using HeteroGraph graph = Sample();

        Assert.That(() => HeteroGraph.Create(("a", 1), ("a", 2)), Throws.ArgumentException.With.Message.Contains("'a' is given twice"));
        Assert.That(() => HeteroGraph.Create(("a", -1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => HeteroGraph.Create((" ", 1)), Throws.ArgumentException);
        Assert.That(() => graph.Nodes("venue"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("author, paper"));
        Assert.That(
            () => graph.InEdges(new EdgeType("author", "reads", "paper")),
            Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("author-reads-paper; there is: author-writes-paper, paper-cites-paper"));
        Assert.That(() => graph.WithEdges(Cites, [], []), Throws.ArgumentException.With.Message.Contains("already"));
        Assert.That(() => graph.WithEdges(new("author", "at", "venue"), [], []), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'venue'"));
        Assert.That(
            () => graph.WithEdges(new("author", "reads", "paper"), [0, 2, 1], [0, 3, 4]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of edge 2").And.Message.Contains("[0, 4), got 4"));
        Assert.That(
            () => graph.WithEdges(new("author", "reads", "paper"), [0, 3], [0, 3]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("source of edge 1").And.Message.Contains("[0, 3), got 3"));
        Assert.That(() => graph.WithEdges(new("author", "reads", "paper"), [0], []), Throws.ArgumentException.With.Message.Contains("1 sources and 0 targets"));
        Assert.That(() => graph.WithNodeColumn("paper", "a", Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("paper node column 'a' must have 4 rows"));
        Assert.That(() => graph.WithEdgeColumn(Cites, "a", Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("must have 2 rows"));
        Assert.That(() => graph.WithoutNodeColumn("paper", "z"), Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public void WithEdges_SeveralTypes_IsOneAfterTheOther()
    {
        using HeteroGraph bare = HeteroGraph.Create(("paper", 4), ("author", 3));
        EdgeType by = new("paper", "by", "author");
        using HeteroGraph one = bare.WithEdges(Cites, [0, 3], [1, 2]);
        using HeteroGraph two = one.WithEdges(by, [3], [2]);
        using HeteroGraph both = bare.WithEdges([(Cites, new[] { 0, 3 }, new[] { 1, 2 }), (by, new[] { 3 }, new[] { 2 })]);

        Assert.That(both, Is.EqualTo(two));
        Assert.That(() => bare.WithEdges([(by, new[] { 3 }, new[] { 2 }), (by, new[] { 3 }, new[] { 2 })]), Throws.ArgumentException.With.Message.Contains("paper-by-author already"));
        Assert.That(() => bare.WithEdges([(Cites, new[] { 0 }, new[] { 1 }), (by, new[] { 3 }, new[] { 3 })]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 3), got 3"));
    }

    [Test]
    public void Dispose_OfTheOriginal_LeavesDerivedGraphsWhole()
    {
        Tensor labels = Tensor.Create([0, 1], 2);
        using HeteroGraph bare = HeteroGraph.Create(("paper", 2));
        using HeteroGraph labelled = bare.WithNodeColumn("paper", "y", labels);
        using HeteroGraph one = labelled.WithEdges(Cites, [0], [1]);
        HeteroGraph original = one.WithEdges(new EdgeType("paper", "is", "paper"), [], []);
        bare.Dispose();
        labelled.Dispose();
        one.Dispose();
        SparseStructure structure = original.InEdges(Cites);
        HeteroGraph derived = original.WithoutEdges(new EdgeType("paper", "is", "paper"));
        original.Dispose();
        original.Dispose();

        Assert.That(derived.InEdges(Cites), Is.SameAs(structure));
        Assert.That(labels.IsDisposed, Is.False);
        derived.Dispose();
        Assert.That(labels.IsDisposed, Is.True);
        Assert.That(() => derived.Sources(Cites).Length, Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCaseSource(nameof(Changes))]
    public void Equals_AnyPartChanged_IsFalse(Func<HeteroGraph, HeteroGraph> change)
    {
        using HeteroGraph graph = Sample();
        using HeteroGraph same = Sample();
        using HeteroGraph changed = change(graph);

        Assert.That(graph, Is.EqualTo(same));
        Assert.That((graph.ContentHash, graph.GetHashCode()), Is.EqualTo((same.ContentHash, same.GetHashCode())));
        Assert.That(changed, Is.Not.EqualTo(graph));
    }

    [Test]
    public void Validate_BadValuesAndIds_NamesTypes()
    {
        using HeteroGraph sample = Sample();
        using HeteroGraph bad = sample
            .WithNodeColumn("author", "x", Tensor.Create([1.0, double.NaN, 3], (3, 1)))
            .WithNodeColumn("paper", "y", Tensor.Create([0, -3, 1, 2], 4), replace: true)
            .WithEdgeColumn(Cites, "weight", Tensor.Create([1.0, -1], 2), replace: true)
            .WithEdges(new EdgeType("paper", "by", "author"), new EdgeList(4, 3, new NativeArray<int>([0, 1]), new NativeArray<int>([2, 3])));

        Assert.That(bad.Validate().Select(defect => defect.ToString()), Is.EqualTo(new[]
        {
            "NonFiniteValue in author node column 'x': NaN at row 1, column 0",
            "LabelOutOfRange in paper node column 'y': -3 at node 1; labels are -1 for none, else 0 or more",
            "NegativeEdgeWeight in paper-cites-paper edge column 'weight': -1 at edge 1 (3 -> 3)",
            "NodeOutOfRange in paper-by-author edges: edge 1 (1 -> 3), where sources are in [0, 4) and targets in [0, 3)",
        }));
        Assert.That(bad.ThrowIfInvalid, Throws.InvalidOperationException.With.Message.Contains("heterogeneous graph has 4 defects"));
    }

    [Test]
    public void ToHomogeneous_ColumnsThatFit_AreJoinedAndOthersNamed()
    {
        using HeteroGraph graph = Sample()
            .WithNodeColumn("author", "x", Tensor.Create([1.0, 2, 3], (3, 1)))
            .WithNodeColumn("paper", "x", Tensor.Create([4.0, 5, 6, 7], (4, 1)))
            .WithNodeColumn("author", "z", Tensor.Ones((3, 2)))
            .WithNodeColumn("paper", "z", Tensor.Ones((4, 3)))
            .WithNodeColumn("paper", "s", SparseTensor.Identity(4));
        using HomogeneousGraph flat = graph.ToHomogeneous();

        Assert.That(flat.Graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2, 3, 6 }));
        Assert.That(flat.Graph.Targets.ToArray(), Is.EqualTo(new[] { 3, 3, 6, 6, 5, 6 }));
        Assert.That(flat.Graph.Nodes["x"].ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3, 4, 5, 6, 7 }));
        Assert.That(flat.Graph.Nodes["node_type"].ToArray<int>(), Is.EqualTo(new[] { 0, 0, 0, 1, 1, 1, 1 }));
        Assert.That(flat.Graph.Edges["edge_type"].ToArray<int>(), Is.EqualTo(new[] { 0, 0, 0, 0, 1, 1 }));
        Assert.That(flat.LeftOut, Is.EqualTo(new[]
        {
            "author node column 'z'", "paper node column 'y'", "paper node column 'z'", "paper node column 's'", "paper-cites-paper edge column 'weight'",
        }));
        Assert.That((flat.NodeOf("paper", 2), flat.TypeOf(5), flat.TypeOf(2), flat.EdgeOf(Cites, 1)), Is.EqualTo((5, ("paper", 2), ("author", 2), 5L)));
        Assert.That(() => flat.NodeOf("paper", 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => flat.TypeOf(7), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => flat.EdgeOf(Cites, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(flat.ToString(), Does.StartWith("HomogeneousGraph of 2 node types and 2 edge types: Graph: 7 nodes, 6 edges").And.Contains("left out: author node column 'z'"));
    }

    [Test]
    public void ToHeterogeneous_RandomGraphs_IsTheSameAgain([Range(0, 19)] int seed)
    {
        using HeteroGraph graph = Random(seed);
        using HomogeneousGraph flat = graph.ToHomogeneous();
        using HeteroGraph back = flat.ToHeterogeneous();

        Assert.That(back, Is.EqualTo(graph));
        foreach (string type in graph.NodeTypes)
        {
            for (int node = 0; node < graph.NodeCount(type); node++)
            {
                Assert.That(flat.TypeOf(flat.NodeOf(type, node)), Is.EqualTo((type, node)));
            }
        }
    }

    [Test]
    public void FromHomogeneous_TypesInAnyOrder_KeepsOrderWithinATypeAndColumns()
    {
        using Graph graph = Graph.FromEdges(4, [1, 0, 3, 1], [0, 2, 2, 2])
            .WithNodeColumn("node_type", Tensor.Create([1, 0, 1, 0], 4))
            .WithEdgeColumn("edge_type", Tensor.Create([0, 1, 0, 0], 4))
            .WithNodeColumn("a", Tensor.Create([10L, 11, 12, 13], 4));
        using HeteroGraph back = HeteroGraph.FromHomogeneous(graph, ["author", "paper"], [Writes, Cites]);
        using HeteroGraph expected = HeteroGraph.Create(("author", 2), ("paper", 2))
            .WithEdges(Writes, [0, 1, 0], [0, 1, 1])
            .WithEdges(Cites, [0], [1])
            .WithNodeColumn("author", "a", Tensor.Create([11L, 13], 2))
            .WithNodeColumn("paper", "a", Tensor.Create([10L, 12], 2));

        Assert.That(back, Is.EqualTo(expected));
        Assert.That(
            () => HeteroGraph.FromHomogeneous(graph, ["author", "paper"], [Cites, Writes]),
            Throws.ArgumentException.With.Message.Contains("Edge 0 (1 -> 0) is paper-cites-paper, but leads from a node of 'author' to one of 'paper'"));
        Assert.That(() => HeteroGraph.FromHomogeneous(graph, ["author"], [Writes, Cites]), Throws.ArgumentException.With.Message.Contains("type of node 0 must be in [0, 1), a place among the node types, got 1"));
        Assert.That(
            () => HeteroGraph.FromHomogeneous(graph.WithoutEdgeColumn("edge_type"), ["author", "paper"], [Writes, Cites]),
            Throws.ArgumentException.With.Message.Contains("'edge_type'").And.Message.Contains("not there"));
    }

    [Test]
    public void WithMetapath_RandomGraphs_CountsPathsAsLoopsDo([Range(0, 9)] int seed)
    {
        using HeteroGraph graph = Random(seed);
        using HeteroGraph with = graph.WithMetapath("path", new("a", "r", "b"), new("b", "r", "c"), new("c", "r", "c"));
        var type = new EdgeType("a", "path", "c");
        var counts = new SortedDictionary<(int Target, int Source), long>();
        foreach ((int source, int first) in Pairs(graph, new("a", "r", "b")))
        {
            foreach ((int second, int third) in Pairs(graph, new("b", "r", "c")).Where(edge => edge.Source == first))
            {
                foreach ((_, int last) in Pairs(graph, new("c", "r", "c")).Where(edge => edge.Source == third))
                {
                    counts[(last, source)] = counts.GetValueOrDefault((last, source)) + 1;
                }
            }
        }

        Assert.That(with.Targets(type).ToArray(), Is.EqualTo(counts.Keys.Select(pair => pair.Target)));
        Assert.That(with.Sources(type).ToArray(), Is.EqualTo(counts.Keys.Select(pair => pair.Source)));
        Assert.That(with.Edges(type)["count"].ToArray<long>(), Is.EqualTo(counts.Values));
    }

    [Test]
    public void WithReverseEdges_EveryType_GetsTheOtherDirectionWithItsColumns()
    {
        using HeteroGraph graph = Sample();
        using HeteroGraph both = graph.WithReverseEdges();
        using HeteroGraph again = both.WithReverseEdges();
        EdgeType written = new("paper", "rev_writes", "author"), cited = new("paper", "rev_cites", "paper");

        Assert.That(both.EdgeTypes, Is.EqualTo(new[] { Writes, Cites, written, cited }));
        Assert.That(Pairs(both, written), Is.EqualTo(Pairs(graph, Writes).Select(edge => (edge.Target, edge.Source))));
        Assert.That(Pairs(both, cited), Is.EqualTo(Pairs(graph, Cites).Select(edge => (edge.Target, edge.Source))));
        Assert.That(both.Edges(cited)["weight"].ToArray<double>(), Is.EqualTo(graph.Edges(Cites)["weight"].ToArray<double>()));
        Assert.That(again, Is.EqualTo(both), "reverses have no reverses");
        Assert.That(() => graph.WithReverseEdges(" "), Throws.ArgumentException);
    }

    [Test]
    public void WithMetapath_BadPath_IsNamed()
    {
        using HeteroGraph graph = Sample();

        Assert.That(() => graph.WithMetapath("p"), Throws.ArgumentException);
        Assert.That(
            () => graph.WithMetapath("p", Cites, Writes),
            Throws.ArgumentException.With.Message.Contains("step 1 is author-writes-paper after paper-cites-paper: its source must be 'paper'"));
        Assert.That(() => graph.WithMetapath("writes", Writes, Cites), Throws.ArgumentException.With.Message.Contains("already"));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("another edge type", graph => graph.WithEdges(new("author", "reads", "paper"), [], []));
        yield return Change("an edge type less", graph => graph.WithoutEdges(Cites));
        yield return Change("edges the other way", graph => graph.WithoutEdges(Cites).WithEdges(Cites, [2, 3], [0, 3]));
        yield return Change("a column", graph => graph.WithNodeColumn("author", "a", Tensor.Ones(3)));
        yield return Change("a column's value", graph => graph.WithEdgeColumn(Cites, "weight", Tensor.Ones(2), replace: true));
        yield return Change("a column less", graph => graph.WithoutNodeColumn("paper", "y"));
        yield return Change("a name", _ => HeteroGraph.Create(("author", 3), ("papers", 4)));

        static TestCaseData Change(string name, Func<HeteroGraph, HeteroGraph> make) => new TestCaseData(make).SetArgDisplayNames(name);
    }

    private static (int Source, int Target)[] Pairs(HeteroGraph graph, EdgeType type) => [.. graph.Sources(type).ToArray().Zip(graph.Targets(type).ToArray())];

    private static HeteroGraph Sample() => HeteroGraph.Create(("author", 3), ("paper", 4))
        .WithEdges(Writes, [0, 1, 1, 2], [0, 0, 3, 3])
        .WithEdges(Cites, [0, 3], [2, 3])
        .WithNodeColumn("paper", "y", Tensor.Create([0, -1, 1, 2], 4))
        .WithEdgeColumn(Cites, "weight", Tensor.Create([0.5, 2], 2));

    // Three node types, every pair of them joined by random edges, columns that can be joined and others.
    private static HeteroGraph Random(int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("hetero").Sequence();
        string[] names = ["a", "b", "c"];
        int[] counts = [random.NextInt32(4) + 1, random.NextInt32(4), random.NextInt32(4) + 1];
        HeteroGraph graph = HeteroGraph.Create(("a", counts[0]), ("b", counts[1]), ("c", counts[2]));
        for (int from = 0; from < 3; from++)
        {
            graph = graph.WithNodeColumn(names[from], "x", Tensor.Normal((counts[from], 3), new RandomSource(from)));
            graph = graph.WithNodeColumn(names[from], "w", Tensor.Ones((counts[from], 1 + from)));
            for (int to = 0; to < 3; to++)
            {
                int[] sources = new int[counts[from] > 0 && counts[to] > 0 ? random.NextInt32(12) : 0], targets = new int[sources.Length];
                for (int edge = 0; edge < sources.Length; edge++)
                {
                    (sources[edge], targets[edge]) = (random.NextInt32(counts[from]), random.NextInt32(counts[to]));
                }

                var type = new EdgeType(names[from], "r", names[to]);
                graph = graph.WithEdges(type, sources, targets).WithEdgeColumn(type, "t", Tensor.Create(sources, sources.Length));
            }
        }

        return graph;
    }
}
