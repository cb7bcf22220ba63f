using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class WeisfeilerLemanTests
{
    [Test]
    public void AreEquivalent_TwoTrianglesAndAHexagon_CannotBeTold()
    {
        using Graph triangles = StatisticsGraphs.Undirected(6, (0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3));
        using Graph hexagon = StatisticsGraphs.Undirected(6, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0));
        using Graph path = StatisticsGraphs.Undirected(6, (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2));

        Assert.That(WeisfeilerLeman.AreEquivalent(triangles, hexagon), Is.True);
        Assert.That(WeisfeilerLeman.Hash(triangles), Is.EqualTo(WeisfeilerLeman.Hash(hexagon)).And.Length.EqualTo(64));
        Assert.That(WeisfeilerLeman.AreEquivalent(hexagon, path), Is.False);
        Assert.That(WeisfeilerLeman.Hash(hexagon), Is.Not.EqualTo(WeisfeilerLeman.Hash(path)));
    }

    [Test]
    public void Colours_Path_AreThoseOfTheDistanceFromAnEnd()
    {
        using Graph path = StatisticsGraphs.Undirected(5, (0, 1), (1, 2), (2, 3), (3, 4));

        Assert.That(WeisfeilerLeman.Colours(path, maxRounds: 0), Is.EqualTo(new[] { 0, 0, 0, 0, 0 }));
        Assert.That(WeisfeilerLeman.Colours(path, maxRounds: 1), Is.EqualTo(new[] { 0, 1, 1, 1, 0 }));
        Assert.That(WeisfeilerLeman.Colours(path), Is.EqualTo(new[] { 0, 1, 2, 1, 0 }));
        Assert.That(WeisfeilerLeman.Colours(path, [5, 0, 0, 0, 0]), Is.Unique);
    }

    [Test]
    public void Colours_DirectedPath_TravelAlongTheEdges()
    {
        using Graph path = Graph.FromEdges(4, [0, 1, 1], [1, 2, 3]);

        Assert.That(WeisfeilerLeman.Colours(path), Is.EqualTo(new[] { 0, 1, 2, 2 }));
    }

    [Test]
    public void Colours_PermutedGraphs_ArePermutedAndComparable([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            int[] places = new RandomSource(seed).Stream("places").Sequence().Permutation(labels.Length);
            int[] newSources = [.. sources.Reverse().Select(node => places[node])];
            int[] newTargets = [.. targets.Reverse().Select(node => places[node])];
            using Graph permuted = Graph.FromEdges(labels.Length, newSources, newTargets);
            int[] permutedLabels = new int[labels.Length];
            for (int node = 0; node < labels.Length; node++)
            {
                permutedLabels[places[node]] = labels[node];
            }

            int[] colours = WeisfeilerLeman.Colours(graph, labels);
            int[] ofPermuted = WeisfeilerLeman.Colours(permuted, permutedLabels);
            int[][] together = WeisfeilerLeman.Colours([graph, permuted], [labels, permutedLabels]);

            Assert.That(places.Select(place => ofPermuted[place]), Is.EqualTo(colours));
            Assert.That(together[0], Is.EqualTo(colours));
            Assert.That(together[1], Is.EqualTo(ofPermuted));
            Assert.That(WeisfeilerLeman.AreEquivalent(graph, permuted), Is.True);
            Assert.That(WeisfeilerLeman.Hash(permuted, permutedLabels), Is.EqualTo(WeisfeilerLeman.Hash(graph, labels)));
        }
    }

    // Stable: nodes of one colour see the same colours; and no coarser partition of the kind was left out, because each round splits by what is seen alone.
    [Test]
    public void Colours_RandomGraphs_AreThoseOfPlainRefinement([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            string[] plain = [.. labels.Select(_ => "")];
            for (int round = 0; round <= labels.Length; round++)
            {
                string[] seen = [.. labels.Select((_, node) => $"{plain[node]}|{string.Join(',', Arriving(node))}")];
                string[] distinct = [.. seen.Distinct()];
                plain = [.. seen.Select(text => $"{Array.IndexOf(distinct, text)}")];
            }

            int[] colours = WeisfeilerLeman.Colours(graph);

            Assert.That(colours.Zip(plain).Distinct().Count(), Is.EqualTo(colours.Distinct().Count()).And.EqualTo(plain.Distinct().Count()));
            Assert.That(colours.Distinct().Order(), Is.EqualTo(Enumerable.Range(0, colours.Distinct().Count())));

            IEnumerable<string> Arriving(int node) =>
                sources.Where((_, edge) => targets[edge] == node).Select(source => plain[source]).Order(StringComparer.Ordinal);
        }
    }

    [Test]
    public void Hash_OtherInitialNumbers_IsAnother()
    {
        using Graph edge = StatisticsGraphs.Undirected(2, (0, 1));

        Assert.That(WeisfeilerLeman.Hash(edge, [1, 1]), Is.Not.EqualTo(WeisfeilerLeman.Hash(edge, [2, 2])));
        Assert.That(WeisfeilerLeman.Hash(edge, [1, 2]), Is.EqualTo(WeisfeilerLeman.Hash(edge, [2, 1])));
        Assert.That(() => WeisfeilerLeman.Hash(edge, [1]), Throws.ArgumentException.With.Message.Contains("2 nodes, got 1"));
        Assert.That(() => WeisfeilerLeman.Colours([edge], [[1, 1], [1, 1]]), Throws.ArgumentException.With.Message.Contains("1 graphs, got 2"));
        Assert.That(() => WeisfeilerLeman.Colours(edge, maxRounds: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
