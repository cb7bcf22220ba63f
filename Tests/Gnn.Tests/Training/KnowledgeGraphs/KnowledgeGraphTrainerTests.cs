using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training.KnowledgeGraphs;

[TestFixture]
internal sealed class KnowledgeGraphTrainerTests
{
    private static readonly KnowledgeGraphOptions Softmax = new() { Epochs = 30, BatchSize = 40, EvaluateEvery = 5, Random = new RandomSource(3) };

    private static readonly KnowledgeGraphOptions Negatives =
        Softmax with { Loss = KnowledgeGraphLoss.SelfAdversarial, Reciprocal = false, Negatives = 16, SharedBy = 8, Gamma = 2 };

    // Chance has 0.133. Ways cannot close a cycle, so TransE falls short of what turns and products reach.
    [TestCase("transe", 0.25)]
    [TestCase("distmult", 0.35)]
    [TestCase("complex", 0.35)]
    [TestCase("rotate", 0.5)]
    [TestCase("rgcn", 0.18)]
    public void Fit_Cycle_LearnsTheRules(string name, double least)
    {
        using Graph graph = Cycles.Graph();
        KnowledgeGraphOptions options = name is "transe" or "rotate" ? Negatives with { Epochs = 150 } : Softmax with { Epochs = 60 };

        KnowledgeGraphReport report = Fit(name, graph, options);

        Assert.That(report.Test.Both.MeanReciprocalRank, Is.GreaterThan(least), report.ToString());
        Assert.That(report.Epochs[^1].Loss, Is.LessThan(report.Epochs[0].Loss));
        Assert.That(report.Test.Both.Count, Is.EqualTo(20));
        Assert.That(report.ToString(), Does.Contain("relation frequency").And.Contains("inverse relations"));
    }

    [TestCase(KnowledgeGraphLoss.BinaryCrossEntropy)]
    [TestCase(KnowledgeGraphLoss.Margin)]
    [TestCase(KnowledgeGraphLoss.SelfAdversarial)]
    public void Fit_EveryLossWithNegatives_FallsAndRanksBetterThanChance(KnowledgeGraphLoss loss)
    {
        using Graph graph = Cycles.Graph();
        foreach (string name in (string[])["transe", "complex"])
        {
            KnowledgeGraphReport report = Fit(name, graph, Negatives with { Loss = loss, Epochs = 100, Gamma = loss == KnowledgeGraphLoss.Margin ? 1 : name == "transe" ? 2 : 0 });

            Assert.That(report.Epochs[^1].Loss, Is.LessThan(report.Epochs[0].Loss), $"{name}: {report}");
            Assert.That(report.Test.Both.MeanReciprocalRank, Is.GreaterThan(0.2), $"{name}: {report}");
        }
    }

    [TestCase("transe", 1)]
    [TestCase("complex", 0)]
    [TestCase("rotate", 2)]
    [TestCase("rgcn", 0)]
    public void Fit_AtSeveralThreadCounts_GivesTheSameBits(string name, int loss)
    {
        using Graph graph = Cycles.Graph();
        KnowledgeGraphOptions options = (loss == 0 ? Softmax with { Regularization = 0.01 } : Negatives with { Loss = (KnowledgeGraphLoss)loss }) with { Epochs = 4, EvaluateEvery = 2 };

        KnowledgeGraphReport one = Fit(name, graph, options, threads: 1);

        foreach (int threads in (int[])[2, 4])
        {
            KnowledgeGraphReport other = Fit(name, graph, options, threads: threads);
            Assert.That(other.ParameterHash, Is.EqualTo(one.ParameterHash), $"{threads} threads");
            Assert.That(other.Epochs, Is.EqualTo(one.Epochs));
            Assert.That(other.Test.Both, Is.EqualTo(one.Test.Both));
        }
    }

    [TestCase("complex")]
    [TestCase("rotate")]
    [TestCase("rgcn")]
    public void Fit_MoreTestFacts_ChangesNothingButTheTest(string name)
    {
        (int[] heads, int[] relations, int[] tails) = Cycles.Facts();
        using Graph graph = Cycles.Graph(heads, relations, tails);
        using Graph larger = Cycles.Graph([.. heads, 0, 7], [.. relations, 1, 2], [.. tails, 20, 8]);
        IndexSplit split = Cycles.Split();
        var more = new IndexSplit("more", "edge", heads.Length + 2, split.Train, split.Validation, [.. split.Test, heads.Length, heads.Length + 1]);
        KnowledgeGraphOptions options = (name == "rotate" ? Negatives : Softmax) with { Epochs = 6, EvaluateEvery = 2 };

        KnowledgeGraphReport report = Fit(name, graph, options);
        KnowledgeGraphReport other = Fit(name, larger, options, split: more);

        Assert.That(other.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(other.Epochs, Is.EqualTo(report.Epochs));
        Assert.That(other.Test.Both.Count, Is.EqualTo(report.Test.Both.Count + 4));
    }

    [TestCase("complex")]
    [TestCase("transe")]
    public void Fit_TailsShuffled_IsNoBetterThanChance(string name)
    {
        (int[] heads, int[] relations, int[] tails) = Cycles.Facts();
        new RandomSource(9).Sequence().Shuffle<int>(tails);
        using Graph graph = Cycles.Graph(heads, relations, tails);
        double chance = Enumerable.Range(1, Cycles.Entities).Average(rank => 1.0 / rank);

        KnowledgeGraphReport report = Fit(name, graph, name == "transe" ? Negatives : Softmax);

        Assert.That(report.Test.Both.MeanReciprocalRank, Is.EqualTo(chance).Within(0.12), report.ToString());
    }

    [Test]
    public void Fit_UnseenEntities_AreCandidatesAndCounted()
    {
        (int[] heads, int[] relations, int[] tails) = Cycles.Facts();
        IndexSplit split = Cycles.Split();
        tails[split.Test[0]] = Cycles.Entities;
        using Graph graph = Cycles.Graph(heads, relations, tails, Cycles.Entities + 2);

        KnowledgeGraphReport report = Fit("complex", graph, Softmax with { Epochs = 2 });

        Assert.That((report.EntityCount, report.UnseenEntities, report.UnseenTest, report.UnseenValidation), Is.EqualTo((Cycles.Entities + 2, 2, 1, 0)));
        Assert.That(report.ToString(), Does.Contain("2 entities without a training fact are candidates, 1 test facts name one"));
    }

    [TestCase("complex")]
    [TestCase("rotate")]
    public void Fit_KilledAtAnyEpoch_ResumesToTheSameBits(string name)
    {
        using Graph graph = Cycles.Graph();
        KnowledgeGraphOptions options = (name == "rotate" ? Negatives : Softmax) with { Epochs = 6, EvaluateEvery = 1 };
        KnowledgeGraphReport whole = Fit(name, graph, options);
        foreach (int killedAt in (int[])[1, 3, 6])
        {
            using var folder = new ScratchFolder();
            KnowledgeGraphOptions kept = options with { Checkpoint = new CheckpointOptions(folder["run.safetensors"]) { Interval = TimeSpan.Zero } };
            Assert.That(
                () => Fit(name, graph, kept, progress: new CallbackProgress<KnowledgeGraphEpoch>(epoch =>
                {
                    if (epoch.Epoch == killedAt)
                    {
                        throw new InvalidOperationException("killed");
                    }
                })),
                Throws.InvalidOperationException);

            KnowledgeGraphReport resumed = Fit(name, graph, kept);

            Assert.That(resumed.ParameterHash, Is.EqualTo(whole.ParameterHash), $"killed at {killedAt}");
            Assert.That(resumed.Epochs, Is.EqualTo(whole.Epochs));
            Assert.That(resumed.BestEpoch, Is.EqualTo(whole.BestEpoch));
            Assert.That(resumed.Test.Both, Is.EqualTo(whole.Test.Both));
            Assert.That(() => Fit(name, graph, kept with { BatchSize = 39 }), Throws.TypeOf<DataFormatException>(), "another run");
        }
    }

    [Test]
    public void Fit_ValidationSample_IsTheSameEachTimeAndSaid()
    {
        using Graph graph = Cycles.Graph();

        KnowledgeGraphReport report = Fit("complex", graph, Softmax with { ValidationSample = 4, Epochs = 5, EvaluateEvery = 1 });
        KnowledgeGraphReport still = Fit("complex", graph, Softmax with { ValidationSample = 4, Epochs = 5, EvaluateEvery = 1 }, learningRate: 0);

        Assert.That((report.ValidationSampleCount, report.ValidationCount), Is.EqualTo((4, 10)));
        Assert.That(still.Epochs.Select(epoch => epoch.ValidationMrr).Distinct().Count(), Is.EqualTo(1), "a model that does not learn is measured by the same facts");
        Assert.That(report.ToString(), Does.Contain("4 of 10 choose the epoch"));
    }

    [Test]
    public void Fit_TimeLimit_EndsWithAMeasuredEpoch()
    {
        using Graph graph = Cycles.Graph();

        KnowledgeGraphReport report = Fit("complex", graph, Softmax with { TimeLimit = TimeSpan.FromTicks(1), EvaluateEvery = 10 });

        Assert.That(report.Epochs, Has.Count.EqualTo(1));
        Assert.That(report.BestEpoch, Is.EqualTo(1));
    }

    [Test]
    public void Fit_BadInput_ThrowsAndSaysWhat()
    {
        using Graph graph = Cycles.Graph();
        using Graph untyped = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);
        var noTest = new IndexSplit("no test", "edge", (int)graph.EdgeCount, [0, 1], [2], []);
        (int[] heads, int[] relations, int[] tails) = Cycles.Facts();
        IndexSplit split = Cycles.Split();
        int trained = split.Train[0];
        using Graph twice = Cycles.Graph([.. heads, heads[trained]], [.. relations, relations[trained]], [.. tails, tails[trained]]);
        var leaking = new IndexSplit("leaking", "edge", heads.Length + 1, split.Train, split.Validation, [.. split.Test, heads.Length]);

        Assert.Multiple(() =>
        {
            Assert.That(() => Fit("complex", graph, Softmax with { Reciprocal = false }, relations: 2), Throws.ArgumentException.With.Message.Contains("needs 3 relations").And.Message.Contains("got 2"));
            Assert.That(() => Fit("complex", graph, Softmax, relations: 3), Throws.ArgumentException.With.Message.Contains("needs 6 relations").And.Message.Contains("Reciprocal"));
            Assert.That(() => Fit("complex", untyped, Softmax), Throws.ArgumentException.With.Message.Contains("edge_type"));
            Assert.That(() => Fit("complex", graph, Softmax, split: noTest), Throws.ArgumentException.With.Message.Contains("no test facts"));
            Assert.That(() => Fit("complex", graph, Softmax, split: Cycles.Split(12)), Throws.ArgumentException.With.Message.Contains("12 edges").And.Message.Contains("90 facts"));
            Assert.That(() => Fit("complex", twice, Softmax, split: leaking), Throws.ArgumentException.With.Message.Contains("in its training part and again in its test part"));
            Assert.That(() => Fit("complex", graph, Softmax, entities: 7), Throws.ArgumentException.With.Message.Contains("30 entities").And.Message.Contains("got 7"));
            Assert.That(() => Fit("rotate", graph, Negatives with { Regularization = 1 }), Throws.ArgumentException.With.Message.Contains("N3"));
            Assert.That(() => Fit("complex", graph, Softmax with { Epochs = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { Negatives = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { Regularization = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { Gamma = double.NaN }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { Temperature = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { Loss = (KnowledgeGraphLoss)9 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit("complex", graph, Softmax with { TimeLimit = TimeSpan.Zero }), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static KnowledgeGraphReport Fit(
        string name,
        Graph graph,
        KnowledgeGraphOptions options,
        int? threads = null,
        IndexSplit? split = null,
        int? entities = null,
        int? relations = null,
        double? learningRate = null,
        IProgress<KnowledgeGraphEpoch>? progress = null)
    {
        using var engine = new CpuEngine(threads ?? 2) { ParallelWork = 0, WakingWork = 0 };
        int count = entities ?? graph.NodeCount;
        int embedded = relations ?? (options.Reciprocal ? 2 * Cycles.Relations : Cycles.Relations);
        var random = new RandomSource(5);
        using KnowledgeGraphModel model = name switch
        {
            "transe" => new TransE(count, embedded, 16, random, normalize: false, initialRange: 0.2),
            "distmult" => new DistMult(count, embedded, 16, random),
            "rotate" => new RotatE(count, embedded, 8, random, PairDistance.Modulus, initialRange: 0.4),
            "rgcn" => new RgcnDistMult(count, embedded, 2 * Cycles.Relations, 16, random, dropout: 0.1),
            _ => new ComplEx(count, embedded, 8, random),
        };
        model.MoveTo(engine);
        using Optimizer optimizer = name is "rgcn" || options.Loss != KnowledgeGraphLoss.Softmax ? new Adam(learningRate ?? 0.02) : new Adagrad(learningRate ?? 0.1);
        return new KnowledgeGraphTrainer(model, optimizer).Fit(graph, split ?? Cycles.Split(), options, progress);
    }
}
