using Gnn.Graphs;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
internal sealed class EnclosingSubgraphsTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;
    private const int Nodes = 100;

    private static readonly RandomSource Source = new RandomSource(29).Stream("enclosing");

    [Test]
    public void Extract_DirectedGraph_IsTheEnclosingSubgraph([Values(1, 2, 3)] int hops)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 260, seed: 3);
        CheckPairs(edges, hops);
    }

    [Test]
    public void Extract_UndirectedGraph_IsTheEnclosingSubgraph([Values(1, 2)] int hops)
    {
        CheckPairs(Undirected(RandomGraphs.Create(Nodes, 150, seed: 4)), hops);
    }

    [Test]
    public void Extract_GraphThatSaysItIsUndirected_GivesTheSameAsItsStructure()
    {
        RandomEdges edges = Undirected(RandomGraphs.Create(Nodes, 150, seed: 4));
        using Graph graph = Graph.FromEdges(Nodes, edges.Sources, edges.Targets, isUndirected: true);
        using SparseStructure structure = edges.ToStructure();
        using var first = new EnclosingSubgraphs(graph, 2);
        using var second = new EnclosingSubgraphs(structure, 2);
        Assert.That(Text(first, [1, 9], [2, 5]), Is.EqualTo(Text(second, [1, 9], [2, 5])));
    }

    [Test]
    public void Extract_BoundedHops_HasSoManyNodesOfEachAndAllEdgesBetween([Values(1, 5)] int most, [Values] bool undirected)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 400, seed: 5);
        edges = undirected ? Undirected(edges) : edges;
        var oracle = new EnclosingOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        using var subgraphs = new EnclosingSubgraphs(structure, 2, new EnclosingOptions { MaxNodesPerHop = most });
        (int[] sources, int[] targets) = Pairs(edges);
        using EnclosingBatch batch = subgraphs.Extract(sources, targets, Source);
        for (int pair = 0; pair < sources.Length; pair++)
        {
            oracle.Check(batch, pair, sources[pair], targets[pair], nodes: null);
            HashSet<int> near = oracle.Nodes(sources[pair], targets[pair], 1);
            HashSet<int> all = oracle.Nodes(sources[pair], targets[pair], 2);
            int[] found = batch.Nodes[batch.NodeOffsets[pair]..batch.NodeOffsets[pair + 1]].ToArray();
            int firstHop = found.Count(near.Contains) - 2;
            Assert.That(firstHop, Is.EqualTo(Math.Min(most, near.Count - 2)));
            Assert.That(found.Skip(2).Take(firstHop), Is.SubsetOf(near), "nodes are in the order of hops");
            Assert.That(found, Is.SubsetOf(all));
            Assert.That(found.Length - 2 - firstHop, Is.LessThanOrEqualTo(most));
        }
    }

    [Test]
    public void Extract_MaxDistance_LeavesFartherNodesUnreached([Values(1, 2, 4)] int most)
    {
        // A ring of 12: from one end, without the other, the way round has up to 10 steps.
        int[] from = [.. Enumerable.Range(0, 12)];
        int[] to = [.. from.Select(node => (node + 1) % 12)];
        RandomEdges edges = new(12, 12, to, from);
        var oracle = new EnclosingOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        using var subgraphs = new EnclosingSubgraphs(structure, 6, new EnclosingOptions { MaxDistance = most });
        using EnclosingBatch batch = subgraphs.Extract([0, 3], [1, 8], Source);
        oracle.Check(batch, 0, 0, 1, oracle.Nodes(0, 1, 6), most);
        oracle.Check(batch, 1, 3, 8, oracle.Nodes(3, 8, 6), most);
        Assert.That(batch.Labels.ToArray().Max(), Is.LessThan(DoubleRadiusLabel.Count(most)));
    }

    [Test]
    public void Extract_LinkOrNoLink_LooksTheSame([Values] bool bounded, [Values] bool undirected, [Values] bool reversed)
    {
        // The same graph with and without the edges between 3 and 4, of which there are several and the last: ids of others stay.
        RandomEdges without = RandomGraphs.Create(Nodes, 400, seed: 6);
        without = undirected ? Undirected(without) : without;
        bool[] keeps = [.. Enumerable.Range(0, without.Count).Select(edge => (without.Sources[edge], without.Targets[edge]) is not ((3, 4) or (4, 3)))];
        without = without with { Sources = [.. without.Sources.Where((_, edge) => keeps[edge])], Targets = [.. without.Targets.Where((_, edge) => keeps[edge])] };
        RandomEdges with = without with
        {
            Sources = [.. without.Sources, 3, 3, .. (int[])(undirected ? [4, 4] : [])],
            Targets = [.. without.Targets, 4, 4, .. (int[])(undirected ? [3, 3] : [])],
        };
        using SparseStructure first = without.ToStructure();
        using SparseStructure second = with.ToStructure();
        var options = new EnclosingOptions { MaxNodesPerHop = bounded ? 4 : null };
        using var negative = new EnclosingSubgraphs(first, 2, options);
        using var positive = new EnclosingSubgraphs(second, 2, options);
        int[] u = [reversed ? 4 : 3];
        int[] v = [reversed ? 3 : 4];
        Assert.That(Text(positive, u, v), Is.EqualTo(Text(negative, u, v)));
    }

    [Test]
    public void Extract_LinksOfAGraph_AreNeverInTheirSubgraphs([Values] bool bounded)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 600, seed: 7);
        int[] links = [.. Enumerable.Range(0, edges.Count).Where(edge => edges.Sources[edge] != edges.Targets[edge])];
        int[] sources = [.. links.Select(edge => edges.Sources[edge])];
        int[] targets = [.. links.Select(edge => edges.Targets[edge])];
        using SparseStructure structure = edges.ToStructure();
        using var subgraphs = new EnclosingSubgraphs(structure, 1, new EnclosingOptions { MaxNodesPerHop = bounded ? 5 : null });
        using EnclosingBatch batch = subgraphs.Extract(sources, targets, Source);
        int kept = 0;
        for (int pair = 0; pair < links.Length; pair++)
        {
            foreach (long edge in batch.EdgeIds[batch.EdgeOffsets[pair]..batch.EdgeOffsets[pair + 1]])
            {
                (int from, int to) = (edges.Sources[edge], edges.Targets[edge]);
                Assert.That((from, to), Is.Not.EqualTo((sources[pair], targets[pair])).And.Not.EqualTo((targets[pair], sources[pair])));
                kept += from == to ? 1 : 0;
            }
        }

        Assert.That(kept, Is.GreaterThan(0), "loops are no links");
    }

    [Test]
    public void Extract_BothOrdersOfAPair_HaveTheSameNodesAndDistances()
    {
        using Graph graph = Create();
        using var subgraphs = new EnclosingSubgraphs(graph, 2, new EnclosingOptions { MaxNodesPerHop = 6 });
        using EnclosingBatch batch = subgraphs.Extract([5, 2], [2, 5], Source);
        int size = batch.NodeOffsets[1];
        Assert.That(batch.Nodes[2..size].ToArray(), Is.EqualTo(batch.Nodes[(size + 2)..].ToArray()));
        Assert.That(batch.SourceDistances[2..size].ToArray(), Is.EqualTo(batch.TargetDistances[(size + 2)..].ToArray()));
        int[] labels = batch.Labels[..size].ToArray();
        Assert.That(batch.Labels[size..].ToArray(), Is.EqualTo(labels));
    }

    [Test]
    public void Extract_BoundedHop_DrawsEachSetWithTheSameChance()
    {
        // Ends 0 and 1 with 3 neighbours each: 2 of 6 are 15 sets, whichever end a node is next to.
        using Graph graph = Graph.FromEdges(8, [2, 3, 4, 1, 1, 7], [0, 0, 0, 5, 6, 1]);
        using var subgraphs = new EnclosingSubgraphs(graph, 1, new EnclosingOptions { MaxNodesPerHop = 2 });
        var counts = new SortedDictionary<string, long>();
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using EnclosingBatch batch = subgraphs.Extract([0], [1], Source.Stream((ulong)epoch));
            string set = string.Join(' ', batch.Nodes[2..].ToArray().Order());
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(15), "6 over 2");
        Assert.That(ChiSquare.PValue([.. counts.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Extract_PairsWithACommonNode_DrawApart()
    {
        // Pairs (0, 1) and (0, 2) draw one of the same four nodes each, apart.
        using Graph graph = Graph.FromEdges(7, [3, 4, 5, 6], [0, 0, 0, 0]);
        using var subgraphs = new EnclosingSubgraphs(graph, 1, new EnclosingOptions { MaxNodesPerHop = 1 });
        long[] counts = new long[16];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using EnclosingBatch batch = subgraphs.Extract([0, 0], [1, 2], Source.Stream((ulong)epoch));
            counts[(4 * (batch.Nodes[2] - 3)) + batch.Nodes[5] - 3]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Extract_AnyBatch_GivesAPairTheSame([Values] bool bounded)
    {
        using Graph graph = Create();
        using var subgraphs = new EnclosingSubgraphs(graph, 2, new EnclosingOptions { MaxNodesPerHop = bounded ? 5 : null });
        int[] sources = [5, 9, 70, 5, 0];
        int[] targets = [2, 0, 99, 2, 1];
        using EnclosingBatch together = subgraphs.Extract(sources, targets, Source);
        for (int pair = 0; pair < sources.Length; pair++)
        {
            using EnclosingBatch alone = subgraphs.Extract([sources[pair]], [targets[pair]], Source);
            Assert.That(Text(together, pair), Is.EqualTo(Text(alone, 0)), $"pair {pair}");
        }
    }

    [Test]
    public void Extract_ManyThreadsAtOnce_GivesTheSameBytes([Values] bool bounded)
    {
        using Graph graph = Create();
        using var subgraphs = new EnclosingSubgraphs(graph, 2, new EnclosingOptions { MaxNodesPerHop = bounded ? 5 : null });
        int[][] sources = [.. Enumerable.Range(0, 40).Select(batch => Enumerable.Range(batch, 4).ToArray())];
        int[] targets = [90, 91, 50, 51];
        string[] expected = [.. sources.Select(ofBatch => Text(subgraphs, ofBatch, targets))];
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            string[] actual = new string[sources.Length];
            Parallel.For(0, sources.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Text(subgraphs, sources[batch], targets));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }
    }

    [Test]
    public void Extract_WideOffsets_GivesTheSame()
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 500, seed: 8);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        using var first = new EnclosingSubgraphs(narrow, 2);
        using var second = new EnclosingSubgraphs(wide, 2);
        Assert.That(Text(second, [1, 2], [5, 6]), Is.EqualTo(Text(first, [1, 2], [5, 6])));
    }

    [Test]
    public void GatherEdges_TableOfEdges_GivesRowsInEntryOrder()
    {
        using Graph graph = Create();
        using var subgraphs = new EnclosingSubgraphs(graph, 1);
        using EnclosingBatch batch = subgraphs.Extract([5, 9], [2, 0], Source);
        using Tensor table = Tensor.Create([.. Enumerable.Range(0, (int)graph.EdgeCount).Select(edge => (float)edge)], graph.EdgeCount);
        using Tensor rows = batch.GatherEdges(table);
        Assert.That(rows.ToArray<float>(), Is.EqualTo(batch.EdgeIds.ToArray().Select(id => (float)id)));
        Assert.That(batch.EdgeIds.Length, Is.EqualTo(batch.EdgeCount).And.GreaterThan(0));
    }

    [Test]
    public void Extract_NothingAround_GivesTheTwoNodes()
    {
        using Graph graph = Graph.FromEdges(4, [0, 1, 2], [1, 0, 2]);
        using var subgraphs = new EnclosingSubgraphs(graph, 3);
        using EnclosingBatch batch = subgraphs.Extract([0, 3], [1, 2], Source);
        using EnclosingBatch none = subgraphs.Extract([], [], Source);
        Assert.That(batch.Nodes.ToArray(), Is.EqualTo(new[] { 0, 1, 3, 2 }));
        Assert.That(batch.EdgeIds.ToArray(), Is.EqualTo(new long[] { 2 }), "the loop at 2, not the link between 0 and 1");
        Assert.That(batch.SourceDistances.ToArray(), Is.EqualTo(new[] { 0, -1, 0, -1 }));
        Assert.That(batch.TargetDistances.ToArray(), Is.EqualTo(new[] { -1, 0, -1, 0 }));
        Assert.That((none.PairCount, none.EdgeCount, none.Structure.RowCount, none.NodesOfPairs.RowCount), Is.EqualTo((0, 0, 0, 0)));
    }

    [Test]
    public void Extract_BadPairs_SaysWhich()
    {
        using Graph graph = Create();
        using var subgraphs = new EnclosingSubgraphs(graph, 1);
        Assert.That(() => subgraphs.Extract([1, 2], [3], Source), Throws.ArgumentException.With.Message.Contains("got 2 and 1"));
        Assert.That(() => subgraphs.Extract([1, 100], [3, 4], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("The source of pair 1 must be a node in [0, 100), got 100"));
        Assert.That(() => subgraphs.Extract([1, 2], [3, -1], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("The target of pair 1"));
        Assert.That(() => subgraphs.Extract([1, 2], [3, 2], Source), Throws.ArgumentException.With.Message.Contains("The nodes of pair 1 are both 2"));
        using EnclosingBatch after = subgraphs.Extract([1], [3], Source);
        Assert.That(after.PairCount, Is.EqualTo(1));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Graph graph = Create();
        Assert.That(() => new EnclosingSubgraphs(graph, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EnclosingSubgraphs((Graph)null!, 1), Throws.ArgumentNullException);
        Assert.That(() => new EnclosingSubgraphs((SparseStructure)null!, 1), Throws.ArgumentNullException);
        Assert.That(() => new EnclosingSubgraphs(graph.OutEdges, 1), Throws.ArgumentException.With.Message.Contains("a transpose"));
        Assert.That(() => new EnclosingOptions { MaxNodesPerHop = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EnclosingOptions { MaxDistance = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EnclosingOptions { MaxDistance = DoubleRadiusLabel.LargestDistance + 1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole()
    {
        Graph graph = Create();
        var subgraphs = new EnclosingSubgraphs(graph, 2, new EnclosingOptions { MaxNodesPerHop = 50 });
        Assert.That(subgraphs.ToString(), Is.EqualTo("EnclosingSubgraphs of 100 nodes: 2 hops of at most 50 nodes"));
        EnclosingBatch batch = subgraphs.Extract([1], [3], Source);
        subgraphs.Dispose();
        graph.Dispose();
        Assert.That(() => subgraphs.Extract([1], [3], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(batch.EdgeIds.Length, Is.EqualTo(batch.EdgeCount).And.GreaterThan(0));
        batch.Dispose();
        Assert.That(() => batch.Nodes.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => batch.Labels.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => batch.NodesOfPairs, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => batch.EdgeIds.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    private static void CheckPairs(RandomEdges edges, int hops)
    {
        var oracle = new EnclosingOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        using var subgraphs = new EnclosingSubgraphs(structure, hops);
        (int[] sources, int[] targets) = Pairs(edges);
        using EnclosingBatch batch = subgraphs.Extract(sources, targets, Source);
        Assert.That(batch.PairCount, Is.EqualTo(sources.Length));
        for (int pair = 0; pair < sources.Length; pair++)
        {
            oracle.Check(batch, pair, sources[pair], targets[pair], oracle.Nodes(sources[pair], targets[pair], hops));
        }
    }

    /// <summary>Links, links backwards and pairs without a link.</summary>
    private static (int[] Sources, int[] Targets) Pairs(RandomEdges edges)
    {
        int[] links = [.. Enumerable.Range(0, edges.Count).Where(edge => edges.Sources[edge] != edges.Targets[edge]).Take(16)];
        int[] sources = [.. links.Select(edge => edges.Sources[edge]), .. links.Select(edge => edges.Targets[edge]), 0, 7, 20, 99, 99, 98];
        int[] targets = [.. links.Select(edge => edges.Targets[edge]), .. links.Select(edge => edges.Sources[edge]), 1, 70, 21, 0, 3, 99];
        return (sources, targets);
    }

    private static RandomEdges Undirected(RandomEdges edges) => edges with { Targets = [.. edges.Targets, .. edges.Sources], Sources = [.. edges.Sources, .. edges.Targets] };

    private static Graph Create()
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 400, seed: 3);
        return Graph.FromEdges(Nodes, edges.Sources, edges.Targets);
    }

    private static string Text(EnclosingSubgraphs subgraphs, int[] sources, int[] targets)
    {
        using EnclosingBatch batch = subgraphs.Extract(sources, targets, Source);
        return string.Join(" | ", Enumerable.Range(0, sources.Length).Select(pair => Text(batch, pair)));
    }

    /// <summary>All that a batch says of a pair, counted from the pair's first node.</summary>
    private static string Text(EnclosingBatch batch, int pair)
    {
        (int first, int end) = (batch.NodeOffsets[pair], batch.NodeOffsets[pair + 1]);
        Range edges = batch.EdgeOffsets[pair]..batch.EdgeOffsets[pair + 1];
        return Join(batch.Nodes[first..end]) + Join(batch.Labels[first..end]) + Join(batch.SourceDistances[first..end]) + Join(batch.TargetDistances[first..end])
            + string.Join(' ', batch.EdgeIds[edges].ToArray()) + ";"
            + string.Join(' ', Enumerable.Range(first, end - first).Select(place => string.Join(',', batch.Structure.Row(place).ToArray().Select(source => source - first))));

        static string Join(ReadOnlySpan<int> values) => string.Join(' ', values.ToArray()) + ";";
    }
}
