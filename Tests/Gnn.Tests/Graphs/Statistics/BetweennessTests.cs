using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class BetweennessTests
{
    [Test]
    public void Exact_Path_CountsThePairsThatPass()
    {
        using Graph path = StatisticsGraphs.Undirected(5, (0, 1), (1, 2), (2, 3), (3, 4));
        using Graph oneWay = Graph.FromEdges(5, [0, 1, 2, 3, 3, 2], [1, 2, 3, 4, 4, 2]);

        Assert.That(Betweenness.Exact(path), Is.EqualTo(new[] { 0, 3 / 6.0, 4 / 6.0, 3 / 6.0, 0 }).Within(1e-15));
        Assert.That(Betweenness.Exact(oneWay), Is.EqualTo(new[] { 0, 3 / 12.0, 4 / 12.0, 3 / 12.0, 0 }).Within(1e-15));
    }

    [Test]
    public void Exact_RandomGraphs_AgreesWithPlainCounts([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            Assert.That(Betweenness.Exact(graph), Is.EqualTo(Plain(labels.Length, sources, targets)).Within(1e-12));
        }
    }

    // The dependencies on one node over all sources are the population; the estimate is N / k times the sum of k of them, drawn without replacement, so
    // that its variance is N^2 (1 - k / N) s^2 / k. The mean of 400 draws lies within 4 standard errors.
    [Test]
    public void Sampled_ManyDraws_HaveNoBias()
    {
        using Graph graph = StatisticsCase.Named("karate").Load();
        double[] exact = Betweenness.Exact(graph);
        double[] parts = [.. Enumerable.Range(0, 34).Select(source => Betweenness.From(graph, [source])[0])];
        double variance = parts.Sum(part => (part - exact[0]) * (part - exact[0])) / 33;
        double error = Math.Sqrt((1 - (8 / 34.0)) * variance / 8 / 400);
        double mean = Enumerable.Range(0, 400).Average(seed => Betweenness.Sampled(graph, 8, new RandomSource(seed))[0]);

        Assert.That(parts.Average(), Is.EqualTo(exact[0]).Within(1e-12));
        Assert.That(mean, Is.EqualTo(exact[0]).Within(4 * error));
    }

    [Test]
    public void Sampled_AllNodes_IsExact()
    {
        using Graph graph = StatisticsCase.Named("directed").Load();

        Assert.That(Betweenness.Sampled(graph, 60, new RandomSource(1)), Is.EqualTo(Betweenness.Exact(graph)).Within(1e-14));
    }

    [Test]
    public void Exact_AnyThreads_GivesTheSameBits()
    {
        using Graph graph = StatisticsGraphs.Random(nodes: 400, edges: 2000, seed: 2);
        int[] sources = [.. Enumerable.Range(0, 400)];

        Assert.That(Betweenness.Of(graph, sources, threads: 6), Is.EqualTo(Betweenness.Of(graph, sources, threads: 1)));
    }

    [Test]
    public void Betweenness_BadSources_SayWhatIsWrong()
    {
        using Graph graph = StatisticsGraphs.Undirected(3, (0, 1));

        Assert.That(() => Betweenness.Sampled(graph, 0, new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[1, 3]"));
        Assert.That(() => Betweenness.Sampled(graph, 4, new RandomSource(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Betweenness.From(graph, []), Throws.ArgumentException);
        Assert.That(() => Betweenness.From(graph, [0, 3]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Source 1"));
        Assert.That(() => Betweenness.From(graph, [1, 1]), Throws.ArgumentException.With.Message.Contains("named before"));
    }

    // By distances and path counts between all pairs: i is on the paths from s to t if the distances through it add up.
    private static double[] Plain(int nodes, int[] sources, int[] targets)
    {
        double[,] paths = new double[nodes, nodes];
        int[,] distances = new int[nodes, nodes];
        var arcs = sources.Zip(targets).Distinct().ToLookup(edge => edge.First, edge => edge.Second);
        for (int source = 0; source < nodes; source++)
        {
            for (int node = 0; node < nodes; node++)
            {
                distances[source, node] = node == source ? 0 : nodes;
            }

            paths[source, source] = 1;
            for (int depth = 0; depth < nodes; depth++)
            {
                foreach (int node in Enumerable.Range(0, nodes).Where(node => distances[source, node] == depth))
                {
                    foreach (int next in arcs[node].Where(next => distances[source, next] > depth))
                    {
                        distances[source, next] = depth + 1;
                        paths[source, next] += paths[source, node];
                    }
                }
            }
        }

        double[] sums = new double[nodes];
        for (int via = 0; via < nodes; via++)
        {
            for (int source = 0; source < nodes; source++)
            {
                for (int target = 0; target < nodes; target++)
                {
                    bool isBetween = via != source && via != target && source != target && distances[source, target] < nodes
                        && distances[source, via] + distances[via, target] == distances[source, target];
                    sums[via] += isBetween ? paths[source, via] * paths[via, target] / paths[source, target] / ((nodes - 1.0) * (nodes - 2)) : 0;
                }
            }
        }

        return sums;
    }
}
