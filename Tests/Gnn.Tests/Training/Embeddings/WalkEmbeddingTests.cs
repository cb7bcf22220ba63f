using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed class WalkEmbeddingTests
{
    private const int Blocks = 4;
    private const int Nodes = 200;

    private static readonly WalkEmbeddingOptions Small = new() { Dimension = 16, WalkLength = 10, WalksPerNode = 5, Context = 3, Negatives = 3, Epochs = 4, LearningRate = 0.1, Random = new RandomSource(3) };

    [TestCase(SkipGramObjective.NegativeSampling)]
    [TestCase(SkipGramObjective.HierarchicalSoftmax)]
    public void Train_AnyThreads_GivesTheSameBits(SkipGramObjective objective)
    {
        using Graph graph = Communities(1);
        WalkEmbeddingOptions options = Small with { Dimension = 70, Objective = objective, BatchWalks = 9, P = 0.25, Q = 4 };
        WalkEmbeddingReport one = WalkEmbedding.Train(graph, options with { Threads = 1 });

        foreach (int threads in (int[])[2, 4])
        {
            WalkEmbeddingReport more = WalkEmbedding.Train(graph, options with { Threads = threads });
            Assert.That(more.Hash, Is.EqualTo(one.Hash), $"{threads} threads");
            Assert.That(more.Epochs.Select(epoch => (epoch.Loss, epoch.NegativeLoss)), Is.EqualTo(one.Epochs.Select(epoch => (epoch.Loss, epoch.NegativeLoss))));
        }

        Assert.That(WalkEmbedding.Train(graph, options with { Random = new RandomSource(4) }).Hash, Is.Not.EqualTo(one.Hash), "another seed");
    }

    [TestCase(SkipGramObjective.NegativeSampling, 1, 1)]
    [TestCase(SkipGramObjective.NegativeSampling, 0.25, 0.25)]
    [TestCase(SkipGramObjective.HierarchicalSoftmax, 1, 1)]
    public void Train_Communities_AreToldAndLossFalls(SkipGramObjective objective, double p, double q)
    {
        using Graph graph = Communities(2);
        WalkEmbeddingReport report = WalkEmbedding.Train(graph, Small with { Objective = objective, P = p, Q = q });

        Assert.That(Total(report.Epochs[^1]), Is.LessThan(0.97 * Total(report.Epochs[0])));
        Assert.That(report.Epochs.Select(epoch => epoch.Epoch), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(MicroF1(report, Truth()), Is.GreaterThan(0.9));
    }

    [Test]
    public void Train_GraphWithoutCommunities_TellsNothing()
    {
        using Graph communities = Communities(2);
        using Graph random = ErdosRenyi.Gnm(Nodes, communities.EdgeCount / 2, new RandomSource(9));

        Assert.That(MicroF1(WalkEmbedding.Train(random, Small), Truth()), Is.LessThan(0.45));
    }

    [Test]
    public void Train_ShuffledLabels_AreToldByChance()
    {
        using Graph graph = Communities(2);
        int[] labels = [.. Enumerable.Range(0, Nodes).Select(node => node * Blocks / Nodes)];
        RandomSequence random = new RandomSource(5).Sequence();
        random.Shuffle(labels.AsSpan());

        Assert.That(MicroF1(WalkEmbedding.Train(graph, Small), OneHot(labels)), Is.InRange(0.1, 0.4));
    }

    [Test]
    public void Train_KarateClub_TellsTheTwoSides()
    {
        using Graph graph = KarateClub.Load().Graph;
        int[] sides = graph.Labels.ToArray<int>();
        WalkEmbeddingReport report = WalkEmbedding.Train(graph, Small with { WalksPerNode = 20, Epochs = 5 });

        // A member is on the side of whom it lies nearer to: the instructor, 0, or the officer, 33.
        int right = Enumerable.Range(1, 32).Count(node => (Cosine(report, node, 0) > Cosine(report, node, 33)) == (sides[node] == sides[0]));

        Assert.That(right, Is.GreaterThanOrEqualTo(28), "of 32");
    }

    [Test]
    public void Train_IsolatedNodes_KeepTheirFirstRows()
    {
        using Graph graph = Graph.FromEdges(5, [0, 1], [1, 0], isUndirected: true);
        WalkEmbeddingReport few = WalkEmbedding.Train(graph, Small);
        WalkEmbeddingReport many = WalkEmbedding.Train(graph, Small with { Epochs = 9 });

        Assert.That(many.Row(4).ToArray(), Is.EqualTo(few.Row(4).ToArray()).And.All.InRange(-0.5 / 16, 0.5 / 16));
        Assert.That(many.Row(0).ToArray(), Is.Not.EqualTo(few.Row(0).ToArray()));
        Assert.That(many.Rows.ToArray(), Has.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Train_NoEdges_HasNoPairs([Values] SkipGramObjective objective, [Values(0, 1, 3)] int nodes)
    {
        using Graph graph = Graph.FromEdges(nodes, [], []);
        WalkEmbeddingReport report = WalkEmbedding.Train(graph, Small with { Objective = objective });

        Assert.That(report.NodeCount, Is.EqualTo(nodes));
        Assert.That(report.Epochs, Has.All.Matches<WalkEmbeddingEpoch>(epoch => epoch is { Pairs: 0, NegativePairs: 0, Loss: 0 }));
    }

    [Test]
    public void Train_DirectedChain_WalksAlongItsEdges()
    {
        using Graph graph = Graph.FromEdges(4, [0, 1, 2], [1, 2, 3]);
        WalkEmbeddingReport report = WalkEmbedding.Train(graph, Small with { Epochs = 1, WalksPerNode = 1, Context = 1, ShrinkContext = false });

        Assert.That(report.Epochs[0].Pairs, Is.EqualTo(2 * (3 + 2 + 1)), "walks of 4, 3, 2 and 1 nodes");
    }

    [Test]
    public void Train_Cancelled_Stops()
    {
        using Graph graph = Communities(1);
        using var source = new CancellationTokenSource();
        int seen = 0;
        var progress = new CallbackProgress<WalkEmbeddingEpoch>(epoch =>
        {
            seen = epoch.Epoch;
            source.Cancel();
        });

        Assert.That(() => WalkEmbedding.Train(graph, Small with { Epochs = 1000 }, progress, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public void Train_RateTooHigh_SaysSo()
    {
        using Graph graph = Communities(1);

        Assert.That(
            () => WalkEmbedding.Train(graph, Small with { LearningRate = 1e30 }),
            Throws.TypeOf<TrainingException>().With.Message.Contains("learning rate").And.Message.Contains("lower"));
    }

    [Test]
    public void Train_BadOptions_AreRefusedByName()
    {
        using Graph graph = Communities(1);
        (WalkEmbeddingOptions Options, string Name)[] bad =
        [
            (Small with { Dimension = 0 }, "Dimension"), (Small with { WalkLength = 1 }, "WalkLength"), (Small with { WalkLength = 70_000 }, "WalkLength"),
            (Small with { WalksPerNode = 0 }, "WalksPerNode"), (Small with { Context = 0 }, "Context"), (Small with { Context = 2000 }, "Context"), (Small with { Negatives = 0 }, "Negatives"),
            (Small with { NegativePower = -1 }, "NegativePower"), (Small with { NegativePower = double.NaN }, "NegativePower"), (Small with { Epochs = 0 }, "Epochs"),
            (Small with { LearningRate = 0 }, "LearningRate"), (Small with { LearningRate = double.NaN }, "LearningRate"), (Small with { BatchWalks = 0 }, "BatchWalks"),
            (Small with { Threads = 0 }, "Threads"), (Small with { P = 0 }, "P"), (Small with { Q = -1 }, "Q"), (Small with { Objective = (SkipGramObjective)7 }, "Objective"),
        ];
        foreach ((WalkEmbeddingOptions options, string name) in bad)
        {
            Assert.That(() => WalkEmbedding.Train(graph, options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name));
        }
    }

    [Test]
    public void Report_Rows_AreThoseOfTheTensor()
    {
        using Graph graph = Communities(1);
        WalkEmbeddingReport report = WalkEmbedding.Train(graph, Small with { Epochs = 1 });
        using Tensor tensor = report.ToTensor();

        Assert.That(tensor.Shape.ToString(), Is.EqualTo(new Shape(Nodes, 16).ToString()));
        Assert.That(tensor.ToArray<float>(), Is.EqualTo(report.Rows.ToArray()));
        Assert.That(() => report.Row(Nodes), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static Graph Communities(int seed) => StochasticBlockModel.PlantedPartition(Nodes, Blocks, 0.25, 0.01, new RandomSource(seed));

    private static double Total(WalkEmbeddingEpoch epoch) => epoch.Loss + epoch.NegativeLoss;

    private static MultiLabels Truth() => OneHot([.. Enumerable.Range(0, Nodes).Select(node => node * Blocks / Nodes)]);

    private static MultiLabels OneHot(int[] labels)
    {
        bool[] has = new bool[labels.Length * Blocks];
        for (int node = 0; node < labels.Length; node++)
        {
            has[(node * Blocks) + labels[node]] = true;
        }

        return new MultiLabels(has, Blocks);
    }

    private static double MicroF1(WalkEmbeddingReport report, MultiLabels labels)
    {
        int[] order = new RandomSource(11).Sequence().Permutation(Nodes);
        var regression = new EmbeddingRegression(report.Rows.Span, report.Dimension, labels);
        return MultiLabelProtocol.Evaluate(regression.Score, labels, order.AsSpan(0, Nodes / 4), order.AsSpan(Nodes / 4), new RandomSource(12)).GivenCounts.MicroF1;
    }

    private static double Cosine(WalkEmbeddingReport report, int a, int b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int d = 0; d < report.Dimension; d++)
        {
            (double x, double y) = (report.Row(a)[d], report.Row(b)[d]);
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }

        return ab / Math.Sqrt(aa * bb);
    }
}
