using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class RecommendationBaselinesTests
{
    private static readonly EdgeType Chose = new("user", "chose", "item");

    /// <summary>Scores that are computed by the formulas over dense arrays.</summary>
    [Test]
    public void Measure_SmallGraph_IsBruteForce([Values(1, 3)] int neighbors, [Values] bool average)
    {
        using HeteroGraph graph = RecommendationTrainerTests.Tasteful(out IndexSplit split);
        (int users, int items) = (graph.NodeCount("user"), graph.NodeCount("item"));
        bool[,] trained = Table(graph, split.Train, users, items);
        bool[,] tested = Table(graph, split.Test, users, items);
        int[] degrees = [.. Enumerable.Range(0, items).Select(item => Enumerable.Range(0, users).Count(user => trained[user, item]))];
        float Cosine(int a, int b) => a == b || degrees[a] == 0 || degrees[b] == 0
            ? 0
            : (float)(Enumerable.Range(0, users).Count(user => trained[user, a] && trained[user, b]) / Math.Sqrt((double)degrees[a] * degrees[b]));
        int[][] nearest = [.. Enumerable.Range(0, items).Select(item => Enumerable.Range(0, items)
            .Where(other => Cosine(item, other) > 0).OrderByDescending(other => Cosine(item, other)).ThenBy(other => other).Take(neighbors).ToArray())];
        double[] totals = Array.ConvertAll([.. Enumerable.Range(0, items)], item => average ? nearest[item].Sum(near => (double)Cosine(item, near)) : 1);
        var options = new RecommendationOptions
        {
            K = 5,
            Baselines = new RecommendationBaselineOptions { Kinds = [RecommendationBaselineKind.Popularity, RecommendationBaselineKind.ItemKnn], Neighbors = neighbors, WeightedAverage = average },
        };

        IReadOnlyList<RecommendationBaseline> measured = RecommendationBaselines.Measure(graph, split, options);

        Check(measured[0].Metrics, (_, item) => degrees[item]);
        Check(measured[1].Metrics, (user, item) => nearest[item].Where(near => trained[user, near]).Order().Aggregate(0f, (sum, near) => sum + (float)(Cosine(item, near) / totals[item])));

        void Check(RecommendationMetrics metrics, Func<int, int, float> score)
        {
            TopKMetrics[] expected = [.. Enumerable.Range(0, users).Select(user => TopKMetrics.Of(
                [.. Enumerable.Range(0, items).Select(item => score(user, item))],
                [.. Enumerable.Range(0, items).Where(item => tested[user, item])],
                [.. Enumerable.Range(0, items).Where(item => trained[user, item])],
                5))];
            Assert.That(metrics.Recall, Is.EqualTo(expected.Average(each => each.Recall)).Within(1e-12));
            Assert.That(metrics.Ndcg, Is.EqualTo(expected.Average(each => each.Ndcg)).Within(1e-12));
            Assert.That(metrics.MeanAveragePrecision, Is.EqualTo(expected.Average(each => each.AveragePrecision)).Within(1e-12));
            Assert.That(metrics.ByUserDegree.Sum(group => group.Count), Is.EqualTo(users));
            Assert.That(metrics.ByUserDegree.Sum(group => group.Count * group.Recall) / users, Is.EqualTo(metrics.Recall).Within(1e-12));
            Assert.That(metrics.ByItemDegree.Sum(group => group.Count), Is.EqualTo(split.Test.Length));
        }
    }

    /// <summary>All items were chosen as often: popularity is a constant scorer, whatever the order of the ids.</summary>
    [Test]
    public void Measure_PopularityOfItemsChosenAlike_HasItsAnalyticValues()
    {
        const int count = 10;
        int[] users = [.. Enumerable.Range(0, count), .. Enumerable.Range(0, count)];
        int[] items = [.. Enumerable.Range(0, count), .. Enumerable.Range(0, count).Select(user => (user + 1) % count)];
        using HeteroGraph graph = HeteroGraph.Create(("user", count), ("item", count)).WithEdges(Chose, users, items);
        var split = new IndexSplit("ring", "edge", 2 * count, [.. Enumerable.Range(0, count)], [], [.. Enumerable.Range(count, count)]);
        var options = new RecommendationOptions { K = 3, Baselines = new RecommendationBaselineOptions { Kinds = [RecommendationBaselineKind.Popularity] } };

        RecommendationMetrics metrics = RecommendationBaselines.Measure(graph, split, options)[0].Metrics;

        // Three of nine items are shown to each; an item is a candidate of nine users.
        Assert.That(metrics.Recall, Is.EqualTo(3 / 9.0).Within(1e-12));
        Assert.That(metrics.HitRate, Is.EqualTo(3 / 9.0).Within(1e-12));
        Assert.That(metrics.Ndcg, Is.EqualTo((1 + (1 / Math.Log2(3)) + 0.5) / 9).Within(1e-12));
        Assert.That(metrics.MeanAveragePrecision, Is.EqualTo((1 + 0.5 + (1 / 3.0)) / 9).Within(1e-12));
        Assert.That(metrics.Coverage, Is.EqualTo(1 - Math.Pow(6 / 9.0, 9)).Within(1e-12));
    }

    [Test]
    public void Measure_ImplicitAls_FindsTastes_WithTheSameBitsAtSeveralThreadCounts()
    {
        using HeteroGraph graph = RecommendationTrainerTests.Tasteful(out IndexSplit split);
        var options = new RecommendationOptions
        {
            K = 5,
            Random = new RandomSource(2),
            Baselines = new RecommendationBaselineOptions { Kinds = [RecommendationBaselineKind.ImplicitAls], Width = 4, Sweeps = 10, UnobservedWeight = 0.1, Regularization = 0.1 },
        };
        using var one = new CpuEngine(1);
        using var four = new CpuEngine(4);

        RecommendationMetrics metrics = RecommendationBaselines.Measure(graph, split, options, one)[0].Metrics;
        RecommendationMetrics other = RecommendationBaselines.Measure(graph, split, options, four)[0].Metrics;

        Assert.That(metrics.Recall, Is.GreaterThan(0.25));
        Assert.That((other.Recall, other.Ndcg, other.Coverage), Is.EqualTo((metrics.Recall, metrics.Ndcg, metrics.Coverage)));
    }

    private static bool[,] Table(HeteroGraph graph, ReadOnlySpan<int> edges, int users, int items)
    {
        bool[,] table = new bool[users, items];
        foreach (int edge in edges)
        {
            table[graph.Sources(Chose)[edge], graph.Targets(Chose)[edge]] = true;
        }

        return table;
    }
}
