using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class SignPredictionTrainerTests
{
    private const int Nodes = 80;

    private static readonly SignPredictionOptions Short = new() { Epochs = 30, EvaluateEvery = 10, Random = new RandomSource(3) };

    [TestCase("sgcn")]
    [TestCase("snea")]
    public void Fit_BalancedGraph_LearnsTheSigns(string name)
    {
        using SignedGraph graph = Balanced();

        SignPredictionReport report = Fit(graph, name, Short with { Epochs = 60, Pairing = SignPairing.ConcatenationAndProduct });

        Assert.That(report.Test.RocAuc, Is.GreaterThan(0.9), report.ToString());
        Assert.That(report.Test.MacroF1, Is.GreaterThan(0.85), report.ToString());
        Assert.That(report.Baselines[0].Test.RocAuc, Is.EqualTo(0.5), "all positive");
        Assert.That(report.Baselines.Select(baseline => baseline.Name), Is.EqualTo(new[] { "all positive", "degrees", "triads", "pair features" }));
        Assert.That(report.Test.RocAuc, Is.GreaterThan(report.Baselines[1].Test.RocAuc), "degrees tell nothing of factions");
        Assert.That(report.ToString(), Does.Contain("F1 of positive edges is left out"));
    }

    [TestCase("sgcn")]
    [TestCase("snea")]
    public void Fit_NodesThatAreDistrusted_AreFoundByTheirEmbeddings(string name)
    {
        using SignedGraph graph = Balanced();
        using SignedGraph trusted = SignedGraph.FromEdges(
            Nodes, graph.Sources, graph.Targets, [.. graph.Targets.ToArray().Select((target, edge) => (target % 4 == 0) ^ (edge % 25 == 0) ? -1 : 1)]);

        SignPredictionReport report = Fit(trusted, name, Short with { Epochs = 60, Messages = SignMessages.Directed });

        Assert.That(report.Test.RocAuc, Is.GreaterThan(0.85), report.ToString());
        Assert.That(report.Baselines[1].Test.RocAuc, Is.GreaterThan(0.85), "the target's degrees tell it");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Fit_SignsOfTestEdgesFlipped_ChangesNoScore(bool refit)
    {
        using SignedGraph graph = Balanced();
        using Graph edges = graph.ToGraph();
        EdgeSplit split = Split(edges);
        SignPredictionOptions options = Short with { Refit = refit, Threshold = SignThreshold.BestValidation };
        SignPredictionReport report = Fit(graph, "sgcn", options);
        int[] signs = Array.ConvertAll(graph.Signs.ToArray(), sign => (int)sign);
        foreach (int edge in report.TestEdges)
        {
            signs[edge] = -signs[edge];
        }

        using SignedGraph flipped = SignedGraph.FromEdges(Nodes, graph.Sources, graph.Targets, signs);
        SignPredictionReport other = Fit(flipped, "sgcn", options, split: split);

        Assert.That(other.TestScores, Is.EqualTo(report.TestScores));
        Assert.That(other.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(other.Epochs, Is.EqualTo(report.Epochs));
        Assert.That(other.Test.RocAuc, Is.EqualTo(1 - report.Test.RocAuc).Within(1e-12));
        for (int baseline = 1; baseline < report.Baselines.Count; baseline++)
        {
            Assert.That(
                other.Baselines[baseline].Test.RocAuc, Is.EqualTo(1 - report.Baselines[baseline].Test.RocAuc).Within(1e-12), report.Baselines[baseline].Name);
        }
    }

    [Test]
    public void Fit_TrainingSignsDrawnAtRandom_IsNoBetterThanChance()
    {
        using SignedGraph graph = Balanced();
        RandomSequence draws = new RandomSource(8).Sequence();
        using SignedGraph random = SignedGraph.FromEdges(
            Nodes, graph.Sources, graph.Targets, [.. Enumerable.Range(0, (int)graph.EdgeCount).Select(_ => draws.NextInt32(2) == 0 ? 1 : -1)]);

        Assert.That(Fit(random, "sgcn", Short).Test.RocAuc, Is.EqualTo(0.5).Within(0.15));
    }

    [Test]
    public void Fit_AtSeveralThreadCounts_GivesTheSameBits()
    {
        using SignedGraph graph = Balanced();
        SignPredictionReport one = Fit(graph, "snea", Short, threads: 1);
        SignPredictionReport two = Fit(graph, "snea", Short, threads: 2);

        Assert.That(two.ParameterHash, Is.EqualTo(one.ParameterHash));
        Assert.That(two.TestScores, Is.EqualTo(one.TestScores));
    }

    [Test]
    public void Fit_ReversesTogetherOrApart_AreCounted()
    {
        using SignedGraph graph = Both();
        using Graph edges = graph.ToGraph();

        SignPredictionReport together = Fit(graph, "sgcn", Short with { Epochs = 10 }, split: Split(edges));
        SignPredictionReport apart = Fit(graph, "sgcn", Short with { Epochs = 10 }, split: Split(edges, separateReverses: true));

        Assert.That(together.ReciprocalCount, Is.Zero);
        Assert.That(apart.ReciprocalCount, Is.GreaterThan(apart.Test.Count / 2));
        Assert.That(together.TrainCount + together.Test.Count, Is.EqualTo(graph.EdgeCount), "both directions of a link are asked");
    }

    [Test]
    public void Fit_BinaryF1_IsRefusedWithTheReason()
    {
        using SignedGraph graph = Balanced();

        Assert.That(() => Fit(graph, "sgcn", Short with { Metric = SignMetric.BinaryF1 }), Throws.ArgumentException.With.Message.Contains("calling every edge positive"));
    }

    [Test]
    public void Fit_WhatDoesNotFit_IsRefused()
    {
        using SignedGraph graph = Balanced();
        using SignedGraph small = SignedGraph.FromEdges(3, [0, 1], [1, 2], [1, -1]);
        using Graph smallEdges = small.ToGraph();
        using Graph edges = graph.ToGraph();
        using SignedGraph positive = SignedGraph.FromEdges(Nodes, graph.Sources, graph.Targets, [.. Enumerable.Repeat(1, (int)graph.EdgeCount)]);
        using var linear = new Linear(2, 2, new RandomSource(1));
        using var adam = new Adam();

        Assert.Multiple(() =>
        {
            Assert.That(() => Fit(graph, "sgcn", Short, split: EdgeSplit.Random(smallEdges, SplitSizes.Shares(0.5, 0), new RandomSource(1))), Throws.ArgumentException.With.Message.Contains("ToGraph"));
            Assert.That(() => Fit(graph, "sgcn", Short, split: EdgeSplit.Random(edges, SplitSizes.Shares(1, 0), new RandomSource(1))), Throws.ArgumentException.With.Message.Contains("no test"));
            Assert.That(() => Fit(positive, "sgcn", Short), Throws.ArgumentException.With.Message.Contains("0 negative"));
            Assert.That(() => Fit(graph, "sgcn", Short, inputs: Nodes + 1), Throws.ArgumentException.With.Message.Contains("fewer inputs"));
            Assert.That(() => Fit(graph, "sgcn", Short with { Epochs = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit(graph, "sgcn", Short with { ValidationShare = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Fit(graph, "sgcn", Short with { Penalty = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new SignPredictionTrainer(linear, adam), Throws.ArgumentException.With.Message.Contains("ISignedModel"));
        });
    }

    private static SignedGraph Balanced()
    {
        SignedEdges edges = BalancedSignedGraph.Create(Nodes, 0.25, new RandomSource(6), flipProbability: 0.02);
        return SignedGraph.FromEdges(Nodes, edges.Sources, edges.Targets, edges.Signs);
    }

    /// <summary>Every edge with its reverse.</summary>
    private static SignedGraph Both()
    {
        SignedEdges edges = BalancedSignedGraph.Create(Nodes, 0.15, new RandomSource(6));
        return SignedGraph.FromEdges(Nodes, [.. edges.Sources, .. edges.Targets], [.. edges.Targets, .. edges.Sources], [.. edges.Signs, .. edges.Signs]);
    }

    private static EdgeSplit Split(Graph edges, bool separateReverses = false) =>
        EdgeSplit.Random(edges, SplitSizes.Shares(0.8, 0), new RandomSource(2), separateReverses: separateReverses);

    private static SignPredictionReport Fit(SignedGraph graph, string name, SignPredictionOptions options, int threads = 2, EdgeSplit? split = null, int inputs = 8)
    {
        using var engine = new CpuEngine(threads);
        using Graph edges = graph.ToGraph();
        using SignedModel model = name == "sgcn" ? new Sgcn(inputs, 16, new RandomSource(5)) : new Snea(inputs, 16, new RandomSource(5));
        model.MoveTo(engine);
        using var optimizer = new Adam(learningRate: 0.02);
        return new SignPredictionTrainer(model, optimizer).Fit(graph, split ?? Split(edges), options);
    }
}
