using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>Trees, classic graphs, pairs that colour refinement confuses, and planted motifs.</summary>
[TestFixture]
internal sealed class StructuredGraphTests
{
    [Test]
    public void RandomTree_AnySize_IsATree([Values(1, 2, 3, 10, 1000)] int nodes)
    {
        using Graph graph = Trees.Random(nodes, new RandomSource(1));

        GraphFacts.AssertSimple(graph);
        Assert.That((graph.EdgeCount, GraphFacts.ComponentCount(graph)), Is.EqualTo((2 * (nodes - 1), 1)));
    }

    // Cayley: 16 labelled trees of four nodes. 8000 draws: binomial, three and a half deviations since sixteen are looked at together.
    [Test]
    public void RandomTree_FourNodes_AreUniform()
    {
        const int trees = 8000;
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < trees; i++)
        {
            using Graph graph = Trees.Random(4, new RandomSource(3).Stream((ulong)i));
            string key = string.Join(' ', GraphFacts.Edges(graph).Where(edge => edge.Source < edge.Target).Order());
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(16));
        Assert.That(counts.Values, Is.All.EqualTo(trees / 16.0).Within(3.5 * Math.Sqrt(trees / 16.0 * 15 / 16)));
    }

    [Test]
    public void FromPruefer_AnySequence_HasItsDegrees([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("test").Sequence();
        int[] sequence = new int[random.NextInt32(30)];
        foreach (ref int node in sequence.AsSpan())
        {
            node = random.NextInt32(sequence.Length + 2);
        }

        using Graph graph = Trees.FromPruefer(sequence);

        Assert.That(GraphFacts.ComponentCount(graph), Is.EqualTo(1));
        Assert.That(GraphFacts.Degrees(graph), Is.EqualTo(Enumerable.Range(0, sequence.Length + 2).Select(node => 1 + sequence.Count(entry => entry == node))));
    }

    [Test]
    public void FromPruefer_KnownSequence_GivesTheKnownTree()
    {
        using Graph graph = Trees.FromPruefer([3, 3, 3, 4]);

        Assert.That(
            GraphFacts.Edges(graph).Where((_, i) => i % 2 == 0).Select(edge => (Math.Min(edge.Source, edge.Target), Math.Max(edge.Source, edge.Target))),
            Is.EqualTo(new[] { (0, 3), (1, 3), (2, 3), (3, 4), (4, 5) }));
        Assert.That(() => Trees.FromPruefer([5, 0]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Entry 0"));
    }

    [TestCase(1, 0, 1)]
    [TestCase(1, 4, 5)]
    [TestCase(2, 3, 15)]
    [TestCase(3, 2, 13)]
    public void BalancedTree_AnyShape_HasLevels(int branching, int depth, int nodes)
    {
        using Graph graph = Trees.Balanced(branching, depth);

        Assert.That((graph.NodeCount, graph.EdgeCount, GraphFacts.ComponentCount(graph)), Is.EqualTo((nodes, 2 * (nodes - 1), 1)));
        Assert.That(GraphFacts.Degrees(graph).Count(degree => degree <= 1), Is.EqualTo(branching == 1 ? Math.Min(2, nodes) : (int)Math.Pow(branching, depth)));
    }

    [Test]
    public void ClassicGraphs_Small_HaveTheirDegrees()
    {
        (Graph Graph, int[] Degrees)[] cases =
        [
            (ClassicGraphs.Grid(2, 3), [2, 3, 2, 2, 3, 2]),
            (ClassicGraphs.Grid(3, 4, isPeriodic: true), [.. Enumerable.Repeat(4, 12)]),
            (ClassicGraphs.Ring(5), [2, 2, 2, 2, 2]),
            (ClassicGraphs.Path(4), [1, 2, 2, 1]),
            (ClassicGraphs.Path(1), [0]),
            (ClassicGraphs.Star(4), [3, 1, 1, 1]),
            (ClassicGraphs.Complete(5), [4, 4, 4, 4, 4]),
        ];
        foreach ((Graph graph, int[] degrees) in cases)
        {
            using (graph)
            {
                GraphFacts.AssertSimple(graph);
                Assert.That(GraphFacts.Degrees(graph), Is.EqualTo(degrees));
                Assert.That(GraphFacts.ComponentCount(graph), Is.EqualTo(1));
            }
        }

        using Graph empty = ClassicGraphs.Complete(0);
        Assert.That((empty.NodeCount, empty.EdgeCount), Is.EqualTo((0, 0)));
        Assert.That(() => ClassicGraphs.Ring(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ClassicGraphs.Grid(2, 3, isPeriodic: true), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void WlEquivalentPairs_All_HaveEqualColorsAndDiffer()
    {
        (string Name, (Graph First, Graph Second) Pair, Func<Graph, long> Invariant)[] cases =
        [
            ("triangles", WlEquivalentPairs.TrianglesAndHexagon(), GraphFacts.TriangleCount),
            ("decalin", WlEquivalentPairs.DecalinAndBicyclopentyl(), graph => ShortestCycle(graph)),
            ("skip links", (WlEquivalentPairs.CircularSkipLinks(41, 2), WlEquivalentPairs.CircularSkipLinks(41, 3)), GraphFacts.TriangleCount),
            ("rook", WlEquivalentPairs.RookAndShrikhande(), FourCliques),
        ];
        foreach ((string name, (Graph first, Graph second), Func<Graph, long> invariant) in cases)
        {
            using (first)
            using (second)
            {
                GraphFacts.AssertSimple(first);
                GraphFacts.AssertSimple(second);
                (int[] one, int[] other) = GraphFacts.WlColors(first, second);
                Assert.That(one, Is.EqualTo(other), name);
                Assert.That(invariant(first), Is.Not.EqualTo(invariant(second)), name);
            }
        }

        using Graph path = ClassicGraphs.Path(6);
        using Graph ring = ClassicGraphs.Ring(6);
        (int[] pathColors, int[] ringColors) = GraphFacts.WlColors(path, ring);
        Assert.That(pathColors, Is.Not.EqualTo(ringColors), "the loop tells what can be told");
    }

    [Test]
    public void RookAndShrikhande_Both_AreStronglyRegular()
    {
        (Graph first, Graph second) = WlEquivalentPairs.RookAndShrikhande();
        foreach (Graph graph in (Graph[])[first, second])
        {
            using (graph)
            {
                HashSet<int>[] neighbors = GraphFacts.Neighbors(graph);
                Assert.That(neighbors.Select(set => set.Count), Is.All.EqualTo(6));
                Assert.That(
                    from one in Enumerable.Range(0, 16) from other in Enumerable.Range(0, one) select neighbors[one].Intersect(neighbors[other]).Count(),
                    Is.All.EqualTo(2));
            }
        }
    }

    [Test]
    public void CircularSkipLinks_AnySkip_IsFourRegular([Values(2, 3, 4, 5, 6, 9, 11, 12, 13, 16)] int skip)
    {
        using Graph graph = WlEquivalentPairs.CircularSkipLinks(41, skip);

        GraphFacts.AssertSimple(graph);
        Assert.That(GraphFacts.Degrees(graph), Is.All.EqualTo(4));
        Assert.That(() => WlEquivalentPairs.CircularSkipLinks(8, 4), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("from 2 to 3"));
    }

    [Test]
    public void BaShapes_Defaults_AreThoseOfThePaper()
    {
        using Graph graph = PlantedMotifs.BaShapes(new RandomSource(1));
        using Graph again = PlantedMotifs.BaShapes(new RandomSource(1));

        GraphFacts.AssertSimple(graph);
        GraphFacts.AssertSame(graph, again);
        Assert.That(graph.NodeCount, Is.EqualTo(700));
        Assert.That(graph.EdgeCount, Is.EqualTo(2 * ((5 * 295) + (80 * 7) + 70)));
        Assert.That(graph.HostLabels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(new[] { 300, 160, 160, 80 }));
        AssertMotifs(graph, motifCount: 80, motifEdges: 6, baseNodes: 300);
    }

    [Test]
    public void TreeMotifs_Defaults_HaveTheirMotifs()
    {
        using Graph cycles = PlantedMotifs.TreeCycles(new RandomSource(1));
        using Graph grids = PlantedMotifs.TreeGrid(new RandomSource(1), depth: 4, motifCount: 7);

        GraphFacts.AssertSimple(cycles);
        GraphFacts.AssertSimple(grids);
        Assert.That((cycles.NodeCount, grids.NodeCount), Is.EqualTo((511 + 480, 31 + 63)));
        AssertMotifs(cycles, motifCount: 80, motifEdges: 6, baseNodes: 511);
        AssertMotifs(grids, motifCount: 7, motifEdges: 12, baseNodes: 31);
    }

    [Test]
    public void BaTwoMotifs_EveryGraph_HasOneMotifOfItsClass()
    {
        IReadOnlyList<Graph> graphs = PlantedMotifs.BaTwoMotifs(20, new RandomSource(1));
        IReadOnlyList<Graph> fewer = PlantedMotifs.BaTwoMotifs(3, new RandomSource(1));
        for (int i = 0; i < graphs.Count; i++)
        {
            Assert.That(graphs[i].Globals[ColumnNames.Labels].ToArray<int>(), Is.EqualTo(new[] { i % 2 }));
            Assert.That((graphs[i].NodeCount, graphs[i].EdgeCount), Is.EqualTo((25, 2 * (19 + 1 + (i % 2 == 0 ? 6 : 5)))));
            Assert.That((GraphFacts.TriangleCount(graphs[i]), GraphFacts.ComponentCount(graphs[i])), Is.EqualTo((1 - (i % 2), 1)));
            Assert.That(graphs[i].Features.Shape, Is.EqualTo(new Shape(25, 10)));
            AssertMotifs(graphs[i], 1, i % 2 == 0 ? 6 : 5, 20, hasNodeLabels: false);
        }

        Assert.That(graphs.Select(graph => string.Join(' ', GraphFacts.Edges(graph))).Distinct().Count(), Is.EqualTo(20));
        for (int i = 0; i < fewer.Count; i++)
        {
            GraphFacts.AssertSame(graphs[i], fewer[i]);
        }

        foreach (Graph graph in graphs.Concat(fewer))
        {
            graph.Dispose();
        }
    }

    private static void AssertMotifs(Graph graph, int motifCount, int motifEdges, int baseNodes, bool hasNodeLabels = true)
    {
        bool[] mask = graph.Edges[PlantedMotifs.MotifColumn].ToArray<bool>();
        (int Source, int Target)[] edges = GraphFacts.Edges(graph);
        Assert.That(mask.Count(isMotif => isMotif), Is.EqualTo(2 * motifCount * motifEdges));
        int size = (graph.NodeCount - baseNodes) / motifCount;
        Assert.That(
            edges.Where((_, i) => mask[i]).All(edge =>
                edge.Source >= baseNodes && edge.Target >= baseNodes && (edge.Source - baseNodes) / size == (edge.Target - baseNodes) / size),
            Is.True);
        Assert.That(GraphFacts.ComponentCount(graph), Is.EqualTo(1));
        if (hasNodeLabels)
        {
            int[] labels = graph.HostLabels.ToArray();
            Assert.That((labels.Take(baseNodes).All(label => label == 0), labels.Skip(baseNodes).All(label => label > 0)), Is.EqualTo((true, true)));
        }
    }

    // The length of the shortest cycle through any edge, by breadth-first search without that edge.
    private static long ShortestCycle(Graph graph)
    {
        HashSet<int>[] neighbors = GraphFacts.Neighbors(graph);
        int shortest = int.MaxValue;
        foreach ((int from, int to) in GraphFacts.Edges(graph))
        {
            int[] distance = [.. Enumerable.Repeat(int.MaxValue, graph.NodeCount)];
            distance[from] = 0;
            var open = new Queue<int>([from]);
            while (open.TryDequeue(out int node))
            {
                foreach (int other in neighbors[node].Where(other => distance[other] == int.MaxValue && (node, other) != (from, to)))
                {
                    distance[other] = distance[node] + 1;
                    open.Enqueue(other);
                }
            }

            shortest = distance[to] == int.MaxValue ? shortest : Math.Min(shortest, distance[to] + 1);
        }

        return shortest;
    }

    private static long FourCliques(Graph graph)
    {
        HashSet<int>[] neighbors = GraphFacts.Neighbors(graph);
        return (from a in Enumerable.Range(0, graph.NodeCount)
                from b in neighbors[a]
                where b > a
                from c in neighbors[b]
                where c > b && neighbors[a].Contains(c)
                from d in neighbors[c]
                where d > c && neighbors[a].Contains(d) && neighbors[b].Contains(d)
                select d).LongCount();
    }
}
