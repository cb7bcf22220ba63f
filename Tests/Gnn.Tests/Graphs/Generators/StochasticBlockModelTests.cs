using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using MathNet.Numerics.Distributions;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>The stochastic block model and its contextual form.</summary>
[TestFixture]
internal sealed class StochasticBlockModelTests
{
    private static readonly double[,] Chances = { { 0.1, 0.01, 0 }, { 0.01, 0.05, 0.02 }, { 0, 0.02, 1 } };

    [Test]
    public void Create_EveryPairOfBlocks_HasTheExpectedEdges([Values] bool isDirected)
    {
        int[] sizes = [600, 400, 30];
        double[,] chances = (double[,])Chances.Clone();
        if (isDirected)
        {
            chances[1, 0] = 0.2;
        }

        using Graph graph = StochasticBlockModel.Create(sizes, chances, new RandomSource(8), isDirected);
        int[] labels = graph.HostLabels.ToArray();
        int[,] counts = new int[3, 3];
        foreach ((int from, int to) in GraphFacts.Edges(graph))
        {
            counts[labels[from], labels[to]]++;
        }

        GraphFacts.AssertSimple(graph);
        Assert.That(labels.CountBy(label => label).Select(pair => pair.Value), Is.EqualTo(sizes));
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                // An undirected edge inside a block counts twice, and so does its deviation: twice the variance of the count.
                double p = chances[row, column];
                double pairs = row == column ? sizes[row] * (sizes[row] - 1.0) : (double)sizes[row] * sizes[column];
                double variance = pairs * p * (1 - p) * (row == column && !isDirected ? 2 : 1);
                Assert.That(counts[row, column], Is.EqualTo(pairs * p).Within((3 * Math.Sqrt(variance)) + 1e-9), $"blocks {row} and {column}");
            }
        }
    }

    [Test]
    public void Create_EmptyBlocks_AreNoOthers()
    {
        using Graph graph = StochasticBlockModel.Create([0, 3, 0, 2], new double[4, 4] { { 1, 1, 1, 1 }, { 1, 0, 1, 0 }, { 1, 1, 1, 1 }, { 1, 0, 1, 1 } }, new RandomSource(1));

        Assert.That(GraphFacts.Edges(graph), Is.EqualTo(new[] { (3, 4), (4, 3) }));
        Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 1, 1, 3, 3 }));
    }

    [Test]
    public void Create_AnyThreads_DrawsTheSame()
    {
        using Graph one = StochasticBlockModel.PlantedPartition(10_000, 4, 0.01, 0.001, new RandomSource(1), threads: 1);
        using Graph eight = StochasticBlockModel.PlantedPartition(10_000, 4, 0.01, 0.001, new RandomSource(1), threads: 8);

        GraphFacts.AssertSame(one, eight);
    }

    [Test]
    public void SignalToNoise_KnownCases_AreThose()
    {
        // Two blocks: (a - b)^2 = 2 (a + b) is the threshold.
        Assert.That(StochasticBlockModel.SignalToNoise(2, 5, 1), Is.EqualTo(16 / 12.0).Within(1e-12));
        Assert.That(StochasticBlockModel.SignalToNoise(4, 0, 0), Is.Zero);
        Assert.That(StochasticBlockModel.SignalToNoise(4, 16, 0), Is.EqualTo(4).Within(1e-12));
        Assert.That(() => StochasticBlockModel.SignalToNoise(1, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Create_BadArguments_NameTheCure()
    {
        var source = new RandomSource(1);
        Assert.That(
            () => StochasticBlockModel.Create([1, 2], new double[2, 3], source), Throws.ArgumentException.With.Message.Contains("[2, 2]").And.Message.Contains("got [2, 3]"));
        Assert.That(
            () => StochasticBlockModel.Create([1, 2], new double[2, 2] { { 0, 0.5 }, { 0.25, 0 } }, source),
            Throws.ArgumentException.With.Message.Contains("symmetric, got 0.5 from block 0 to 1 and 0.25 back"));
        Assert.That(() => StochasticBlockModel.Create([-1], new double[1, 1], source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => StochasticBlockModel.PlantedPartition(5, 2, 1.5, 0, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'within'"));
        Assert.That(
            () => new ContextualStochasticBlockModel(100, 10, 4, 2.5, 1).Create(source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'Lambda'"));
        Assert.That(
            () => new ContextualStochasticBlockModel(int.MaxValue, int.MaxValue, 4, 1, 1).Create(source),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("lower 'FeatureCount'"));
    }

    [Test]
    public void Contextual_Draw_HasTheMomentsOfTheModel()
    {
        var model = new ContextualStochasticBlockModel(2000, 100, 10, 2, 30);
        using Graph graph = model.Create(new RandomSource(5), threads: 1);
        using Graph eight = model.Create(new RandomSource(5), threads: 8);
        int[] labels = graph.HostLabels.ToArray();
        float[] x = graph.Features.Dense!.ToArray<float>();
        double square = x.Sum(value => (double)value * value);
        int inside = GraphFacts.Edges(graph).Count(edge => labels[edge.Source] == labels[edge.Target]) / 2;
        double between = (graph.EdgeCount / 2) - inside;

        GraphFacts.AssertSame(graph, eight);
        Assert.That(eight.Features.Dense!.ToArray<float>(), Is.EqualTo(x));
        Assert.That(labels.Count(label => label == 0), Is.EqualTo(1000));

        // Inside (d + lambda sqrt d) / 2 and between (d - lambda sqrt d) / 2 of a node's edges, N / 2 times each: Poisson.
        double expectedInside = 500 * (10 + (2 * Math.Sqrt(10)));
        double expectedBetween = 500 * (10 - (2 * Math.Sqrt(10)));
        Assert.That(inside, Is.EqualTo(expectedInside).Within(3 * Math.Sqrt(expectedInside)));
        Assert.That(between, Is.EqualTo(expectedBetween).Within(3 * Math.Sqrt(expectedBetween)));

        // Sum of squares: N from the noise, deviation sqrt(2 N / P); mu |u|^2 from the classes, |u|^2 = 1 with deviation sqrt(2 / P), as the direction is
        // drawn once.
        Assert.That(square, Is.EqualTo(2000 + 30).Within(3 * Math.Sqrt((2 * 2000.0 / 100) + (30 * 30 * 2 / 100.0) + (4 * 30 / 100.0))));
    }

    [Test]
    public void BayesAccuracy_KnownEnds_AreThose()
    {
        var edgesAlone = new ContextualStochasticBlockModel(1000, 10, 50, 1.5, 0);
        var both = new ContextualStochasticBlockModel(1000, 500, 50, 1, 2);

        // Below and at the threshold nothing can be told, above it something.
        Assert.That(ContextualStochasticBlockModel.FromAngle(1000, 500, 20, 0.3, 0.9).BayesAccuracy(), Is.EqualTo(0.5).Within(1e-4));
        Assert.That(ContextualStochasticBlockModel.FromAngle(1000, 500, 20, 0.3, 1.1).BayesAccuracy(), Is.GreaterThan(0.55));
        Assert.That(ContextualStochasticBlockModel.FromAngle(1000, 500, 20, -0.7, 1.3).Signal, Is.EqualTo(1.3).Within(1e-12));

        // All others told: Phi(sqrt(lambda^2 + (mu^2 / gamma) / (1 + mu))).
        Assert.That(edgesAlone.BayesAccuracy(1), Is.EqualTo(Normal.CDF(0, 1, 1.5)).Within(1e-12));
        Assert.That(both.BayesAccuracy(1), Is.EqualTo(Normal.CDF(0, 1, Math.Sqrt(1 + (2 / 3.0)))).Within(1e-12));
        Assert.That(both.BayesAccuracy(0.1), Is.GreaterThan(both.BayesAccuracy()).And.LessThan(both.BayesAccuracy(0.5)));
    }

    // Each node by the best rule when all other labels are told: the log odds of its edges plus the projection on the direction that the others estimate.
    // N = 4000 trials, three standard errors; degrees of mean 60 leave a bias below 0.005 against the limit of large degrees.
    [TestCase(1.0, 0.0)]
    [TestCase(-1.0, 0.0)]
    [TestCase(0.0, 2.0)]
    [TestCase(0.8, 2.0)]
    public void BayesAccuracy_AllOthersTold_IsWhatTheBestRuleReaches(double lambda, double mu)
    {
        const int nodes = 4000;
        const int features = 1000;
        var model = new ContextualStochasticBlockModel(nodes, features, 60, lambda, mu);
        using Graph graph = model.Create(new RandomSource(21));
        int[] signs = [.. graph.HostLabels.ToArray().Select(label => label == 0 ? 1 : -1)];
        float[] x = graph.Features.Dense!.ToArray<float>();
        double[] odds = new double[nodes];
        double perEdge = lambda == 0 ? 0 : Math.Log((60 + (lambda * Math.Sqrt(60))) / (60 - (lambda * Math.Sqrt(60)))) / 2;
        foreach ((int from, int to) in GraphFacts.Edges(graph))
        {
            odds[to] += perEdge * signs[from];
        }

        double[] sum = new double[features];
        for (int i = 0; i < x.Length; i++)
        {
            sum[i % features] += signs[i / features] * (double)x[i];
        }

        // The posterior mean of the direction is (mu / (1 + mu)) / sqrt(mu N) times the sum over the others; the log odds are P sqrt(mu / N) times its
        // projection.
        for (int node = 0; mu > 0 && node < nodes; node++)
        {
            double projection = 0;
            for (int i = 0; i < features; i++)
            {
                double own = x[(node * features) + i];
                projection += own * (sum[i] - (signs[node] * own));
            }

            odds[node] += features * mu / (1 + mu) / nodes * projection;
        }

        double accuracy = odds.Select((value, node) => value == 0 ? 0.5 : value > 0 == signs[node] > 0 ? 1 : 0).Average();
        double expected = model.BayesAccuracy(1);
        Assert.That(accuracy, Is.EqualTo(expected).Within((3 * Math.Sqrt(expected * (1 - expected) / nodes)) + 0.005));
    }
}
