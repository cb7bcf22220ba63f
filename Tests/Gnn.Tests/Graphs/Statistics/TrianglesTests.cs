using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class TrianglesTests
{
    [Test]
    public void TrianglesClusteringAndCores_RandomGraphs_AgreeWithPlainCounts([Range(0, 39)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            int nodes = labels.Length;
            int[,] arcs = new int[nodes, nodes];
            for (int edge = 0; edge < sources.Length; edge++)
            {
                arcs[sources[edge], targets[edge]] = sources[edge] == targets[edge] ? 0 : 1;
            }

            long[] triangles = new long[nodes];
            double[] coefficients = new double[nodes];
            double closed = 0, pairs = 0;
            for (int i = 0; i < nodes; i++)
            {
                (int directed, int degree, int bothWays) = (0, 0, 0);
                for (int j = 0; j < nodes; j++)
                {
                    degree += Either(i, j);
                    bothWays += arcs[i, j] * arcs[j, i];
                    for (int k = 0; k < nodes; k++)
                    {
                        directed += Either(i, j) * Either(j, k) * Either(k, i);
                        triangles[i] += j < k ? Math.Min(1, Either(i, j) * Either(j, k) * Either(k, i)) : 0;
                        pairs += j < k ? Math.Min(1, Either(i, j) * Either(k, i)) : 0;
                    }
                }

                closed += triangles[i];
                coefficients[i] = directed == 0 ? 0 : directed / (2.0 * ((degree * (degree - 1)) - (2 * bothWays)));
            }

            Assert.That(Triangles.OfNodes(graph), Is.EqualTo(triangles));
            Assert.That(Clustering.OfNodes(graph), Is.EqualTo(coefficients).Within(1e-12));
            Assert.That(Clustering.Transitivity(graph), Is.EqualTo(pairs == 0 ? 0 : closed / pairs).Within(1e-12));
            Assert.That(CoreNumbers.Of(graph), Is.EqualTo(PlainCores(nodes, Either)));

            int Either(int i, int j) => arcs[i, j] + arcs[j, i];
        }
    }

    [Test]
    public void Count_CompleteGraphWithRepeatsAndLoops_IsThatOfTheSimpleOne()
    {
        var edges = (from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 6) from copy in Enumerable.Range(0, 2) select (i, j)).ToArray();
        using Graph graph = Graph.FromEdges(7, [.. edges.Select(edge => edge.i)], [.. edges.Select(edge => edge.j)], isUndirected: true);

        Assert.That(Triangles.Count(graph), Is.EqualTo(20));
        Assert.That(Clustering.OfNodes(graph), Is.EqualTo(new double[] { 1, 1, 1, 1, 1, 1, 0 }));
        Assert.That(Clustering.Average(graph), Is.EqualTo(6 / 7.0).Within(1e-15));
        Assert.That(CoreNumbers.Of(graph), Is.EqualTo(new[] { 5, 5, 5, 5, 5, 5, 0 }));
    }

    [Test]
    public void OfNodes_ManyNodes_IsTheSameOnAnyThreads()
    {
        using Graph graph = StatisticsGraphs.Random(nodes: 20_000, edges: 120_000, seed: 3);
        var neighbours = NeighbourLists.OfBoth(graph);
        long[] alone = Triangles.OfNodes(neighbours, countDirections: true, threads: 1);

        Assert.That(alone.Sum(), Is.Positive);
        Assert.That(Triangles.OfNodes(neighbours, countDirections: true, threads: 7), Is.EqualTo(alone));
    }

    [Test]
    public void Statistics_EmptyGraph_AreEmpty()
    {
        using Graph graph = Graph.FromEdges(0, [], []);

        Assert.That(Triangles.Count(graph), Is.Zero);
        Assert.That(Clustering.Average(graph), Is.NaN);
        Assert.That(Clustering.Transitivity(graph), Is.Zero);
        Assert.That(CoreNumbers.Of(graph), Is.Empty);
        Assert.That(PageRank.Of(graph), Is.Empty);
        Assert.That(Betweenness.Exact(graph), Is.Empty);
        Assert.That(Betweenness.From(graph, []), Is.Empty);
        Assert.That(WeisfeilerLeman.Colours(graph), Is.Empty);
        Assert.That(Assortativity.OfDegrees(graph), Is.NaN);
    }

    // By definition: for each k, nodes of lower degree go until none is left to go.
    private static int[] PlainCores(int nodes, Func<int, int, int> either)
    {
        int[] cores = new int[nodes];
        for (int k = 1; k <= 2 * nodes; k++)
        {
            var alive = Enumerable.Range(0, nodes).ToHashSet();
            while (alive.RemoveWhere(node => alive.Sum(other => either(node, other)) < k) > 0)
            {
            }

            foreach (int node in alive)
            {
                cores[node] = k;
            }
        }

        return cores;
    }
}
