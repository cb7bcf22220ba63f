using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Batching;

[TestFixture]
internal sealed class GraphSetTests
{
    [Test]
    public void FromGraphs_RandomGraphs_ComeBackExactly([Range(0, 9)] int seed, [Values] bool isUndirected)
    {
        Graph[] graphs = RandomGraphs(seed, isUndirected);
        using GraphSet set = GraphSet.FromGraphs(graphs);
        Graph[] again = [.. set.ExtractAll()];

        Assert.That(again, Is.EqualTo(graphs));
        Assert.That((set.Count, set.NodeCount, set.EdgeCount), Is.EqualTo((graphs.Length, graphs.Sum(graph => graph.NodeCount), graphs.Sum(graph => graph.EdgeCount))));
        for (int i = 0; i < graphs.Length; i++)
        {
            Assert.That((set.NodeCountOf(i), set.EdgeCountOf(i)), Is.EqualTo((graphs[i].NodeCount, (int)graphs[i].EdgeCount)));
            Assert.That(set.SourcesOf(i).ToArray(), Is.EqualTo(graphs[i].Sources.ToArray()));
        }

        End(graphs, again);
    }

    [Test]
    public void Select_RandomChoices_AreThoseGraphs([Range(0, 9)] int seed)
    {
        Graph[] graphs = RandomGraphs(seed, isUndirected: false);
        using GraphSet set = GraphSet.FromGraphs(graphs);
        RandomSequence random = new RandomSource(seed).Stream("choice").Sequence();
        int[] choice = [.. Enumerable.Range(0, 7).Select(_ => random.NextInt32(graphs.Length))];
        using GraphSet chosen = set.Select(choice);
        using GraphSet run = set.Select(1, 2, 3);
        using GraphSet none = set.Select();
        Graph[] again = [.. chosen.ExtractAll()], ofRun = [.. run.ExtractAll()];

        Assert.That(again, Is.EqualTo(choice.Select(i => graphs[i])));
        Assert.That(ofRun, Is.EqualTo(graphs[1..4]));
        Assert.That((none.Count, none.NodeCount, none.Nodes.Names), Is.EqualTo((0, 0, set.Nodes.Names)));
        End(graphs, again, ofRun);
    }

    [Test]
    public void FromIndicator_NodesByGraph_IsFromEdges()
    {
        // Graph 1 has no nodes; graph 2 has an isolated node.
        using GraphSet a = GraphSet.FromIndicator(3, [0, 0, 2, 2, 2], [0, 1, 4, 2], [1, 0, 2, 4], isUndirected: true);
        using GraphSet b = GraphSet.FromEdges([2, 0, 3], [2, 0, 2], [0, 1, 2, 0], [1, 0, 0, 2], isUndirected: true);
        using Graph last = a.Extract(2);

        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Assert.That(a.NodeOffsets.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 5 }));
        Assert.That(a.EdgeOffsets.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 4 }));
        Assert.That(a.ToString(), Is.EqualTo("GraphSet: 3 graphs, 5 nodes, 4 edges (undirected)"));
        Assert.That((last.NodeCount, last.InDegree(1)), Is.EqualTo((3, 0L)));
    }

    [Test]
    public void From_BadInput_NamesGraphAndPlace()
    {
        Assert.That(
            () => GraphSet.FromEdges([2, 2], [1, 1], [0, 0], [1, 2]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Graph 1 of 2").And.Message.Contains("target of edge 0").And.Message.Contains("got 2"));
        Assert.That(
            () => GraphSet.FromEdges([2, 2], [2, 1], [0, 1, 0], [1, 0, 1], isUndirected: true),
            Throws.ArgumentException.With.Message.Contains("Graph 1 of 2").And.Message.Contains("edge 0 (0 -> 1) has no reverse"));
        Assert.That(() => GraphSet.FromEdges([2], [1, 1], [0], [1]), Throws.ArgumentException.With.Message.Contains("1 node counts and 2 edge counts"));
        Assert.That(() => GraphSet.FromEdges([2], [2], [0], [1]), Throws.ArgumentException.With.Message.Contains("add up to 2 edges, got 1 sources"));
        Assert.That(() => GraphSet.FromEdges([2, -1], [0, 0], [], []), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("graph 1 has -1 nodes"));
        Assert.That(() => GraphSet.FromIndicator(2, [0, 1, 0], [], []), Throws.ArgumentException.With.Message.Contains("node 2 is in graph 0"));
        Assert.That(() => GraphSet.FromIndicator(2, [0, 2], [], []), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("graph of node 1"));
        Assert.That(() => GraphSet.FromIndicator(2, [0, 1], [0], [1]), Throws.ArgumentException.With.Message.Contains("edge 0 (0 -> 1) joins graphs 0 and 1").IgnoreCase);
        Assert.That(() => GraphSet.FromIndicator(2, [0, 1], [1, 0], [1, 0]), Throws.ArgumentException.With.Message.Contains("in graph 0 and comes after edges of graph 1"));
    }

    [Test]
    public void FromEdges_UndirectedInAnyOrder_IsTakenUnlessAnEdgeHasNoReverse([Values] bool isSorted)
    {
        var random = new Random(11);
        (int sound, int refused) = (0, 0);
        for (int round = 0; round < 300; round++)
        {
            // Repeats and self-loops among few nodes; an edge is left out or turned to another node every second time.
            int nodes = 1 + random.Next(5);
            var edges = new List<(int Source, int Target)>();
            for (int i = random.Next(9); i >= 0; i--)
            {
                (int s, int t) = (random.Next(nodes), random.Next(nodes));
                edges.AddRange(s == t ? [(s, t)] : [(s, t), (t, s)]);
            }

            int at = random.Next(edges.Count);
            switch (round % 4)
            {
                case 1: edges.RemoveAt(at); break;
                case 3: edges[at] = (edges[at].Source, random.Next(nodes)); break;
            }

            (int Source, int Target)[] listed = [.. edges];
            random.Shuffle(listed);
            listed = isSorted ? [.. listed.Order()] : listed;
            bool expected = listed.Order().SequenceEqual(listed.Select(edge => (edge.Target, edge.Source)).Order());
            int[] sources = [0, 1, .. listed.Select(edge => edge.Source)], targets = [1, 0, .. listed.Select(edge => edge.Target)];
            if (expected)
            {
                using GraphSet set = GraphSet.FromEdges([2, nodes], [2, listed.Length], sources, targets, isUndirected: true);
                sound++;
            }
            else
            {
                Assert.That(
                    () => GraphSet.FromEdges([2, nodes], [2, listed.Length], sources, targets, isUndirected: true),
                    Throws.ArgumentException.With.Message.Contains("Graph 1 of 2").And.Message.Contains("has no reverse"),
                    $"round {round}: {string.Join(' ', listed)}");
                refused++;
            }
        }

        Assert.That((sound > 100, refused > 50), Is.EqualTo((true, true)), $"{sound} sound, {refused} refused");
    }

    [Test]
    public void FromGraphs_Unlike_NamesTheFirstThatDiffers()
    {
        using Graph directed = Graph.FromEdges(2, [], []), undirected = Graph.FromEdges(2, [], [], isUndirected: true);
        using Graph narrow = directed.WithNodeColumn("x", Tensor.Ones((2, 1))), wide = directed.WithNodeColumn("x", Tensor.Ones((2, 3)));

        Assert.That(() => GraphSet.FromGraphs([directed, undirected]), Throws.ArgumentException.With.Message.Contains("graph 1 differs from graph 0"));
        Assert.That(() => GraphSet.FromGraphs([narrow, narrow, directed]), Throws.ArgumentException.With.Message.Contains("graph 0 has [x], graph 2 has []"));
        Assert.That(() => GraphSet.FromGraphs([narrow, wide]), Throws.ArgumentException.With.Message.Contains("node column 'x' must have one type and width"));
    }

    [Test]
    public void FromGraphs_None_IsSound()
    {
        using GraphSet set = GraphSet.FromGraphs([]);
        using GraphBatch batch = set.Batch();

        Assert.That((set.Count, set.NodeCount, batch.Count, batch.Graph.NodeCount), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(batch.Unbatch(), Is.Empty);
        Assert.That(set.Validate(), Is.Empty);
        Assert.That(() => set.Extract(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => set.Batch(0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at position 0"));
    }

    [Test]
    public void With_AnyColumn_ChangesTheContentAndSharesTheRest()
    {
        GraphSet bare = GraphSet.FromEdges([1, 2], [0, 1], [0], [1]);
        using GraphSet full = bare.WithLabels([1, -1], ["a", "b", "c"]).WithFeatures(Tensor.Ones((3, 2))).WithEdgeColumn("weight", Tensor.Ones(1))
            .WithGraphColumn("energy", Tensor.Create(new[] { 0.5, 0.25 }, 2));
        using GraphSet less = full.WithoutEdgeColumn("weight").WithoutGraphColumn("energy").WithoutNodeColumn("x");
        using GraphSet moved = full.To(TestEngines.Reference);
        bare.Dispose();
        using Graph second = full.Extract(1);

        Assert.That(full, Is.Not.EqualTo(less));
        Assert.That(full.HostLabels.ToArray(), Is.EqualTo(new[] { 1, -1 }));
        Assert.That(full.ClassCount, Is.EqualTo(3));
        Assert.That(full.ToString(), Is.EqualTo("GraphSet: 2 graphs, 3 nodes, 1 edges (directed), nodes x, edges weight, graphs y energy"));
        Assert.That(second.Globals["energy"].ToArray<double>(), Is.EqualTo(new[] { 0.25 }));
        Assert.That(moved.Graphs["energy"].Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(() => less.WithGraphColumn("z", Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("2 rows, one for each graph"));
        Assert.That(() => less.WithLabels([1]), Throws.ArgumentException.With.Message.Contains("2 labels"));
    }

    [Test]
    public void WithNodeLabels_NamesTheClassesOfEveryGraph()
    {
        using GraphSet bare = GraphSet.FromEdges([2, 1], [1, 0], [0], [1]);
        using GraphSet set = bare.WithNodeLabels([1, -1, 0], ["C", "N"]);
        using GraphSet labelled = set.WithLabels([0, 1], ["no", "yes"]);
        using Graph second = labelled.Extract(1);

        Assert.That(second.HostLabels.ToArray(), Is.EqualTo(new[] { 0 }));
        Assert.That((second.ClassNames, labelled.NodeClassNames, labelled.ClassNames), Is.EqualTo((new[] { "C", "N" }, new[] { "C", "N" }, new[] { "no", "yes" })));
        Assert.That(() => bare.WithNodeLabels([1, 0]), Throws.ArgumentException.With.Message.Contains("There must be 3 labels, one for each node"));
    }

    [Test]
    public void Equals_AnyPartChanged_IsFalse()
    {
        using GraphSet set = GraphSet.FromEdges([2, 2], [2, 0], [0, 1], [1, 0]);
        GraphSet[] others =
        [
            GraphSet.FromEdges([2, 3], [2, 0], [0, 1], [1, 0]), GraphSet.FromEdges([3, 1], [2, 0], [0, 1], [1, 0]), GraphSet.FromEdges([2, 2], [1, 1], [0, 1], [1, 0]),
            GraphSet.FromEdges([2, 2], [2, 0], [0, 1], [1, 1]), GraphSet.FromEdges([2, 2], [2, 0], [0, 0], [1, 0]), GraphSet.FromEdges([2, 2], [2, 0], [0, 1], [1, 0], true),
            set.WithNodeColumn("k", Tensor.Ones(4)), set.WithEdgeColumn("k", Tensor.Ones(2)), set.WithGraphColumn("k", Tensor.Ones(2)),
            set.WithLabels([0, 1], ["a", "b"]).WithoutGraphColumn("y"),
        ];

        foreach (GraphSet other in others)
        {
            Assert.That(other, Is.Not.EqualTo(set), other.ToString());
            other.Dispose();
        }
    }

    [Test]
    public void Validate_BadColumns_ListsThem()
    {
        using GraphSet set = GraphSet.FromEdges([1, 2], [0, 1], [0], [1]).WithLabels([0, 4], ["a"]).WithEdgeColumn("weight", Tensor.Create(new[] { double.NaN }, 1));

        Assert.That(set.Validate().Select(defect => defect.Kind), Is.EqualTo(new[] { GraphDefectKind.NonFiniteValue, GraphDefectKind.LabelWithoutName }));
        Assert.That(set.ThrowIfInvalid, Throws.InvalidOperationException.With.Message.Contains("graph column 'y': 4 at graph 1"));
    }

    [Test]
    public void FromEdges_TenThousandGraphs_IsAFewObjects()
    {
        int[] nodeCounts = [.. Enumerable.Repeat(20, 10_000)], edgeCounts = [.. Enumerable.Repeat(40, 10_000)];
        int[] ends = [.. Enumerable.Range(0, 400_000).Select(edge => edge % 20)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        using GraphSet set = GraphSet.FromEdges(nodeCounts, edgeCounts, ends, ends);
        long managed = GC.GetAllocatedBytesForCurrentThread() - before;

        // Two arrays of 10,001 offsets are 80 KB; one small object a graph would be 240 KB more.
        Assert.That(managed, Is.LessThan(120_000));
        Assert.That(set.EdgeCount, Is.EqualTo(400_000));
    }

    /// <summary>Graphs of 0 to 6 nodes with equal columns of every kind, at least 4 of them.</summary>
    internal static Graph[] RandomGraphs(int seed, bool isUndirected)
    {
        RandomSequence random = new RandomSource(seed).Stream("graphs").Sequence();
        var graphs = new Graph[4 + random.NextInt32(6)];
        for (int i = 0; i < graphs.Length; i++)
        {
            int nodes = random.NextInt32(7);
            int half = nodes == 0 ? 0 : random.NextInt32(9);
            int[] a = [.. Enumerable.Range(0, half).Select(_ => random.NextInt32(nodes))], b = [.. Enumerable.Range(0, half).Select(_ => random.NextInt32(nodes))];
            using Graph bare = isUndirected ? Graph.FromEdges(nodes, [.. a, .. b], [.. b, .. a], isUndirected: true) : Graph.FromEdges(nodes, a, b);
            int edges = (int)bare.EdgeCount;
            RandomSource columns = new RandomSource(seed).Stream((ulong)i);
            graphs[i] = bare.WithLabels(new int[nodes], ["a", "b"]).WithFeatures(Wide(nodes))
                .WithNodeColumn("z", Tensor.Normal((nodes, 2), columns)).WithEdgeColumn("weight", Tensor.Uniform(edges, columns))
                .WithGlobalColumn("y", Tensor.Create(new[] { i % 2 }, 1));
        }

        return graphs;
    }

    internal static void End(params ReadOnlySpan<IReadOnlyList<Graph>> lists)
    {
        foreach (IReadOnlyList<Graph> graphs in lists)
        {
            foreach (Graph graph in graphs)
            {
                graph.Dispose();
            }
        }
    }

    // Row i has a one in column i, of seven.
    private static SparseTensor Wide(int rows)
    {
        using SparseStructure structure = SparseStructure.FromRows(7, [.. Enumerable.Range(0, rows + 1)], [.. Enumerable.Range(0, rows)]);
        return new SparseTensor(structure, Tensor.Ones(rows));
    }
}
