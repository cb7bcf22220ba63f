using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class RecommendationTrainerTests
{
    private const int Users = 120;
    private const int Items = 80;
    private const int Tastes = 4;
    private const int Each = 12;

    private static readonly EdgeType Chose = new("user", "chose", "item");

    private static readonly RecommendationOptions Short = new()
    {
        Epochs = 6,
        BatchSize = 256,
        Negatives = 64,
        K = 5,
        Temperature = 0.2,
        Random = new RandomSource(5),
        Baselines = new RecommendationBaselineOptions { Width = 8, Sweeps = 3, Neighbors = 10 },
    };

    [Test]
    public void Fit_UsersWithTastes_FindsTheirItems([Values("lightgcn", "lightgcl", "mf")] string name, [Values] RecommendationLoss loss, [Values] bool equalUsers)
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationOptions options = Short with { Epochs = 20, Loss = loss, EqualUsers = equalUsers, Negatives = loss == RecommendationLoss.Bpr ? 2 : 64, ContrastWeight = 0.02 };

        RecommendationReport report = Fit(graph, split, name, options);

        // A user's taste has 20 items, 9 or so of them in training; chance finds 5 of 71.
        Assert.That(report.Metrics.Recall, Is.GreaterThan(0.25));
        Assert.That(report.Metrics.UserCount, Is.EqualTo(Users));
        Assert.That(report.Epochs, Has.Count.EqualTo(20));
        Assert.That(report.BestEpoch, Is.EqualTo(20));
        Assert.That(report.ValidationCount, Is.Zero);
        Assert.That(report.Epochs[^1].Loss, Is.LessThan(report.Epochs[0].Loss));
        Assert.That(report.ToString(), Does.Contain("item-kNN").And.Contain("fixed in advance"));
    }

    /// <summary>One user chose 90 of the 100 interactions and ten chose one each.</summary>
    [Test]
    public void Fit_EqualUsers_TrainsUsersWithOneItemAsOftenAsTheOneWithMany()
    {
        const int light = 10;
        const int many = 90;
        int[] users = [.. Enumerable.Repeat(light, many), .. Enumerable.Range(0, light)];
        int[] items = [.. Enumerable.Range(0, many), .. Enumerable.Range(many, light)];
        using HeteroGraph graph = HeteroGraph.Create(("user", light + 1), ("item", many + light)).WithEdges(Chose, users, items);
        var split = new IndexSplit("all but one", "edge", users.Length, [.. Enumerable.Range(1, users.Length - 1)], [], [0]);
        RecommendationOptions options = Short with { Loss = RecommendationLoss.Bpr, Similarity = RecommendationSimilarity.InnerProduct, Negatives = 1, BatchSize = 100, Epochs = 1, WeightDecay = 0 };

        double[] each = Moves(equalUsers: false);
        double[] drawn = Moves(equalUsers: true);

        // 9 of 99 draws for each user, where there was 1 interaction of 10 users and 89 of one. Draws of one item add up; draws of many, in directions of their own, by their root.
        Assert.That(drawn[..light].Average() / each[..light].Average(), Is.InRange(3, 9));
        Assert.That(drawn[light] / each[light], Is.InRange(0.1, 0.7));

        // How far one epoch moves each user's row: without propagation, by the user's own interactions.
        double[] Moves(bool equalUsers)
        {
            using var model = new LightGcn(light + 1 + many + light, 16, 0, new RandomSource(1));
            float[] before = Rows(model);
            using var optimizer = new Sgd(learningRate: 1e-3);
            new RecommendationTrainer(model, optimizer).Fit(graph, split, options with { EqualUsers = equalUsers });
            float[] after = Rows(model);
            return [.. Enumerable.Range(0, light + 1).Select(user => Enumerable.Range(user * 16, 16).Sum(k => Math.Abs((double)after[k] - before[k])))];
        }

        static float[] Rows(Module model) => model.Parameters().First().Value.ToArray<float>();
    }

    [Test]
    public void Fit_TrainingItemsDrawnAtRandom_IsNoBetterThanChance()
    {
        RandomSequence draws = new RandomSource(9).Sequence();
        using HeteroGraph graph = Make((_, _) => draws.NextInt32(Items), out IndexSplit split);

        RecommendationReport report = Fit(graph, split, "lightgcn", Short with { Epochs = 20 });

        Assert.That(report.Metrics.Recall, Is.EqualTo(5.0 / (Items - 9)).Within(0.05));
    }

    [Test]
    public void Fit_OtherTestItems_ChangeNoParameterAndNoEpoch([Values(0, 0.2)] double validationShare)
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationOptions options = Short with { ValidationShare = validationShare };
        RecommendationReport report = Fit(graph, split, "lightgcl", options);
        int[] users = graph.Sources(Chose).ToArray();
        int[] items = graph.Targets(Chose).ToArray();
        var trained = split.Train.ToArray().Select(edge => (users[edge], items[edge])).ToHashSet();
        foreach (int edge in split.Test)
        {
            // Another item that the user did not train on.
            items[edge] = Enumerable.Range(1, Items).Select(shift => (items[edge] + shift) % Items).First(item => !trained.Contains((users[edge], item)));
        }

        using HeteroGraph other = HeteroGraph.Create(("user", Users), ("item", Items)).WithEdges(Chose, users, items);
        RecommendationReport changed = Fit(other, split, "lightgcl", options);

        Assert.That(changed.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(changed.Epochs, Is.EqualTo(report.Epochs));
        Assert.That(changed.Metrics.Coverage, Is.EqualTo(report.Metrics.Coverage), "the same items are shown");
        Assert.That(changed.Metrics.Recall, Is.Not.EqualTo(report.Metrics.Recall));
    }

    [Test]
    public void Fit_AtSeveralThreadCounts_GivesTheSameBits([Values] RecommendationLoss loss, [Values] bool equalUsers)
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationOptions options = Short with { Loss = loss, EqualUsers = equalUsers, Epochs = 3, Negatives = 8 };
        RecommendationReport one = Fit(graph, split, "lightgcl", options, threads: 1);

        foreach (int threads in (int[])[2, 4])
        {
            RecommendationReport report = Fit(graph, split, "lightgcl", options, threads);
            Assert.That(report.ParameterHash, Is.EqualTo(one.ParameterHash), $"{threads} threads");
            Assert.That(report.Epochs, Is.EqualTo(one.Epochs), $"{threads} threads");
            Assert.That(Numbers(report), Is.EqualTo(Numbers(one)), $"{threads} threads");
        }
    }

    [Test]
    public void Fit_KilledAtAnyEpoch_ResumesToTheSameBits([Values(1, 3, 6)] int killedAt, [Values(0, 0.2)] double validationShare)
    {
        using var folder = new ScratchFolder();
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationOptions options = Short with { ValidationShare = validationShare };
        RecommendationReport whole = Fit(graph, split, "lightgcl", options);
        RecommendationOptions kept = options with { Checkpoint = new CheckpointOptions(folder["run.safetensors"]) { Interval = TimeSpan.Zero } };
        int done = 0;

        Assert.That(
            () => Fit(graph, split, "lightgcl", kept, progress: new CallbackProgress<RecommendationEpochRecord>(epoch => done = epoch.Epoch < killedAt ? epoch.Epoch : throw new InvalidOperationException("killed"))),
            Throws.TypeOf<InvalidOperationException>());
        int first = 0;
        RecommendationReport resumed = Fit(graph, split, "lightgcl", kept, progress: new CallbackProgress<RecommendationEpochRecord>(epoch => first = first == 0 ? epoch.Epoch : first));

        Assert.That(first, Is.EqualTo(done + 1), "goes on where it stopped");
        Assert.That(resumed.ParameterHash, Is.EqualTo(whole.ParameterHash));
        Assert.That(resumed.Epochs, Is.EqualTo(whole.Epochs));
        Assert.That(Numbers(resumed), Is.EqualTo(Numbers(whole)));
    }

    [Test]
    public void Fit_CheckpointOfAnotherRun_IsRefused()
    {
        using var folder = new ScratchFolder();
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationOptions kept = Short with { Checkpoint = new CheckpointOptions(folder["run.safetensors"]) };
        Fit(graph, split, "lightgcn", kept);

        Assert.That(() => Fit(graph, split, "lightgcn", kept with { Temperature = 0.3 }), Throws.TypeOf<DataFormatException>().With.Message.Contains("of this run"));
    }

    [Test]
    public void Fit_HeldOutItems_ChooseTheEpochAndTheModelIsTrainedAnew()
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        RecommendationReport chosen = Fit(graph, split, "lightgcn", Short with { ValidationShare = 0.2, Patience = 2, Epochs = 30 });
        RecommendationReport plain = Fit(graph, split, "lightgcn", Short with { Epochs = chosen.BestEpoch });

        Assert.That(chosen.ValidationCount, Is.InRange(0.1 * chosen.TrainCount, 0.3 * chosen.TrainCount));
        Assert.That(chosen.Epochs[chosen.BestEpoch - 1].ValidationNdcg, Is.EqualTo(chosen.Epochs.Max(epoch => epoch.ValidationNdcg)));
        Assert.That(chosen.ParameterHash, Is.EqualTo(plain.ParameterHash), "trained anew on all training items for as many epochs");
        Assert.That(Numbers(chosen), Is.EqualTo(Numbers(plain)));
    }

    [Test]
    public void Fit_WithoutTest_MeasuresTheHeldOutItems()
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);

        RecommendationReport report = Fit(graph, split, "lightgcn", Short with { ValidationShare = 0.2, Test = false });

        Assert.That(report.TestCount, Is.Zero);
        Assert.That(report.Metrics.Recall, Is.EqualTo(report.Epochs[^1].ValidationRecall));
        Assert.That(report.Metrics.Ndcg, Is.EqualTo(report.Epochs[^1].ValidationNdcg));
        Assert.That(report.ToString(), Does.Contain("held out"));
    }

    [Test]
    public void Fit_BadInput_SaysWhatIsWrong()
    {
        using HeteroGraph graph = Tasteful(out IndexSplit split);
        int edges = Users * Each;
        var none = new IndexSplit("none", "edge", edges, split.Train, [], []);
        var small = new IndexSplit("small", "edge", 3, [0], [], [1]);
        int[] users = graph.Sources(Chose).ToArray();
        int[] items = graph.Targets(Chose).ToArray();
        (users[split.Test[0]], items[split.Test[0]]) = (users[split.Train[0]], items[split.Train[0]]);
        using HeteroGraph twice = HeteroGraph.Create(("user", Users), ("item", Items)).WithEdges(Chose, users, items);
        using HeteroGraph greedy = HeteroGraph.Create(("user", 2), ("item", 2)).WithEdges(Chose, [0, 0, 1], [0, 1, 0]);
        var greedySplit = new IndexSplit("greedy", "edge", 3, [0, 1], [], [2]);

        Assert.Multiple(() =>
        {
            Assert.That(() => Fit(graph, none, "lightgcn", Short), Throws.ArgumentException.With.Message.Contains("no test interactions"));
            Assert.That(() => Fit(graph, small, "lightgcn", Short), Throws.ArgumentException.With.Message.Contains("is of 3 interactions"));
            Assert.That(() => Fit(twice, split, "lightgcn", Short), Throws.ArgumentException.With.Message.Contains("is a training interaction too"));
            Assert.That(() => Fit(greedy, greedySplit, "lightgcn", Short), Throws.ArgumentException.With.Message.Contains("User 0 chose all 2 items"));
            Assert.That(() => Fit(graph, split, "lightgcn", Short with { ValidationShare = 1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit(graph, split, "lightgcn", Short with { Test = false }), Throws.ArgumentException.With.Message.Contains("ValidationShare"));
            Assert.That(() => Fit(graph, split, "lightgcn", Short with { BatchSize = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit(graph, split, "lightgcn", Short with { Temperature = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new RecommendationTrainer(new LightGcn(7, 4, 1, new RandomSource(1)), new Adam()).Fit(graph, split, Short),
                Throws.ArgumentException.With.Message.Contains("make it with 200"));
            Assert.That(() => new RecommendationTrainer(new Linear(2, 2, new RandomSource(1)), new Adam()), Throws.ArgumentException.With.Message.Contains("IRecommendationModel"));
        });
    }

    internal static HeteroGraph Tasteful(out IndexSplit split)
    {
        RandomSequence draws = new RandomSource(3).Sequence();

        // Nine of ten items are of the user's taste.
        return Make((user, _) => draws.NextInt32(10) == 0 ? draws.NextInt32(Items) : (user % Tastes) + (Tastes * draws.NextInt32(Items / Tastes)), out split);
    }

    private static HeteroGraph Make(Func<int, int, int> draw, out IndexSplit split)
    {
        var users = new List<int>();
        var items = new List<int>();
        var test = new List<int>();
        for (int user = 0; user < Users; user++)
        {
            var own = new HashSet<int>();
            while (own.Count < Each)
            {
                if (own.Add(draw(user, own.Count)) && own.Count > Each - 3)
                {
                    test.Add((user * Each) + own.Count - 1);
                }
            }

            // A set that nothing was taken from lists its elements in the order they came.
            users.AddRange(Enumerable.Repeat(user, Each));
            items.AddRange(own);
        }

        split = new IndexSplit("thirds", "edge", users.Count, [.. Enumerable.Range(0, users.Count).Except(test)], [], [.. test]);
        return HeteroGraph.Create(("user", Users), ("item", Items)).WithEdges(Chose, [.. users], [.. items]);
    }

    private static double[] Numbers(RecommendationReport report) =>
    [
        report.Metrics.Recall, report.Metrics.Ndcg, report.Metrics.Precision, report.Metrics.MeanAveragePrecision, report.Metrics.HitRate, report.Metrics.Coverage,
        .. report.Baselines.SelectMany(baseline => (double[])[baseline.Metrics.Recall, baseline.Metrics.Ndcg, baseline.Metrics.Coverage]),
    ];

    private static RecommendationReport Fit(
        HeteroGraph graph,
        IndexSplit split,
        string name,
        RecommendationOptions options,
        int threads = 2,
        IProgress<RecommendationEpochRecord>? progress = null)
    {
        using var engine = new CpuEngine(threads);
        int nodes = graph.NodeCount("user") + graph.NodeCount("item");
        var random = new RandomSource(1);
        using Module model = name switch
        {
            "lightgcl" => new LightGcl(nodes, 16, 2, random, new LightGclOptions { Rank = 4, EdgeDropout = 0.1 }),
            "mf" => new LightGcn(nodes, 16, 0, random),
            _ => new LightGcn(nodes, 16, 2, random),
        };
        model.MoveTo(engine);
        using var optimizer = new Adam(learningRate: 0.02);
        return new RecommendationTrainer(model, optimizer).Fit(graph, split, options, progress);
    }
}
