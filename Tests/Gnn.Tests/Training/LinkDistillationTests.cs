using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Links;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class LinkDistillationTests
{
    [TestCase(1, 0.1, 0.5, 2.0, 0.0)]
    [TestCase(1, 0.02, 0.5, 0.0, 3.0)]
    [TestCase(0, 0.3, 2.0, 1.5, 0.25)]
    public void Loss_AllAnchors_IsItsFormula(int randomPerNear, double margin, double temperature, double rankWeight, double distributionWeight)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(4));
        using Module teacher = Sage(Communities.Features, 1), student = Perceptron(Communities.Features, 2);
        var options = new LinkDistillationOptions
        {
            RandomPerNear = randomPerNear,
            Margin = margin,
            Temperature = temperature,
            LinkWeight = 0.75,
            RankWeight = rankWeight,
            DistributionWeight = distributionWeight,
        };
        using var told = new LinkTeacher((ILinkModel)teacher, options, graph.Features, graph, edges, new RandomSource(6));
        using var scope = new TensorScope();
        var own = (ILinkModel)student;
        using Adjacency adjacency = own.Prepare(graph);
        Tensor embedding = own.Embed(ForwardContext.Inference, graph.Features, adjacency);

        double found = told.Loss(ForwardContext.Inference, Tensor.Create([1.25f], Shape.Scalar), own, embedding, adjacency, epoch: 3, step: 0, steps: 1).Item();

        int[] nodes = [.. Enumerable.Range(0, Communities.Nodes)];
        (int[] anchors, int[] context) = told.Context(nodes, epoch: 3);
        using Adjacency taughtBy = ((ILinkModel)teacher).Prepare(graph);
        double[] q = Probabilities((ILinkModel)teacher, ((ILinkModel)teacher).Embed(ForwardContext.Inference, graph.Features, taughtBy), taughtBy);
        double[] p = Probabilities(own, embedding, adjacency);
        int width = anchors.Length / nodes.Length;
        Assert.That(width, Is.EqualTo(6 * (1 + randomPerNear)));
        Assert.That(Enumerable.Range(0, 6).All(i => i % 2 != 0 || graph.OutEdges.Row(0).Contains(context[i])), "the first steps of walks from node 0");
        (double rank, double divergence) = (0, 0);
        for (int first = 0; first < anchors.Length; first += width)
        {
            double[] s = p[first..(first + width)], t = q[first..(first + width)];
            double sumS = s.Sum(each => Math.Exp(each / temperature)), sumT = t.Sum(each => Math.Exp(each / temperature));
            for (int i = 0; i < width; i++)
            {
                double tau = Math.Exp(t[i] / temperature) / sumT;
                divergence += tau * Math.Log(tau / (Math.Exp(s[i] / temperature) / sumS));
                for (int j = i + 1; j < width; j++)
                {
                    rank += Math.Abs(t[i] - t[j]) > margin ? Math.Max(0, margin - (Math.Sign(t[i] - t[j]) * (s[i] - s[j]))) : 0;
                }
            }
        }

        double expected = (0.75 * 1.25)
            + (rankWeight * rank / (nodes.Length * width * (width - 1) / 2.0))
            + (distributionWeight * temperature * temperature * divergence / nodes.Length);

        // Single precision against double; a difference that is just the margin may count on either side: one of 60 * 66.
        Assert.That(found, Is.EqualTo(expected).Within(1e-4));

        double[] Probabilities(ILinkModel model, Tensor z, Adjacency a) =>
            [.. model.Score(ForwardContext.Inference, z, a, anchors, context).ToArray<double>().Select(logit => 1 / (1 + Math.Exp(-logit)))];
    }

    [Test]
    public void Fit_Teacher_IsNotChangedAndIsHeeded()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        var protocol = new LinkPredictionOptions { Epochs = 5, BatchSize = 50, Random = new RandomSource(3) };
        using Module teacher = Sage(Communities.Features, 1), other = Sage(Communities.Features, 9);
        string before = ParameterHash.Of(teacher);

        LinkPredictionReport report = Distil(teacher);
        LinkPredictionReport again = Distil(teacher);

        Assert.That(ParameterHash.Of(teacher), Is.EqualTo(before));
        Assert.That(teacher.Parameters().All(parameter => parameter.Value.Gradient is null), "nothing is learnt through the teacher");
        Assert.That(again.ParameterHash, Is.EqualTo(report.ParameterHash));
        Assert.That(Distil(other).ParameterHash, Is.Not.EqualTo(report.ParameterHash), "another teacher, another student");

        LinkPredictionReport Distil(Module of)
        {
            using Module student = Perceptron(Communities.Features, 2);
            using var optimizer = new Adam(0.01);
            return new LinkDistillationTrainer(student, optimizer, of).Fit(graph, split, protocol);
        }
    }

    [Test]
    [CancelAfter(600_000)]
    public void Fit_Cora_StudentIsAboveTheSameModelWithoutTeacher()
    {
        (Graph loaded, _) = Planetoid.Load("cora", Path.GetDirectoryName(SharedData.Require("planetoid")));
        using Graph cora = loaded;
        double gain = 0;
        for (ulong seed = 0; seed < 3; seed++)
        {
            var random = new RandomSource(seed);
            EdgeSplit edges = EdgeSplit.Random(cora, SplitSizes.Shares(0.85, 0.05), random.Stream("split"));
            LinkSplit split = LinkSplits.WithSharedNegatives(cora, edges, random.Stream("pairs"), edges.Test.Length);
            var protocol = new LinkPredictionOptions { Epochs = 100, EvaluateEvery = 5, Random = random };
            using Module teacher = Large(new GraphSage(1433, 32, 16, random.Stream("teacher"), dropout: 0));
            using Module plain = Large(new Mlp(1433, 32, 16, random.Stream("weights"), dropout: 0)), student = Large(new Mlp(1433, 32, 16, random.Stream("weights"), dropout: 0));
            using Adam teaching = new(0.01), alone = new(0.01), taught = new(0.01);
            new LinkPredictionTrainer(teacher, teaching).Fit(cora, split, protocol);
            double without = new LinkPredictionTrainer(plain, alone).Fit(cora, split, protocol).Test.RocAuc;
            double with = new LinkDistillationTrainer(student, taught, teacher).Fit(cora, split, protocol).Test.RocAuc;
            TestContext.Out.WriteLine(FormattableString.Invariant($"seed {seed}: {without:0.0000} alone, {with:0.0000} taught"));
            gain += (with - without) / 3;
        }

        Assert.That(gain, Is.GreaterThan(0));

        static Gae Large(GraphModel encoder) => new(encoder);
    }

    [Test]
    public void Fit_InductiveSplit_LearnsNothingOfNewNodes()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit edges = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.6, 0.2), 0.5, new RandomSource(4));
        LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(5));
        int[] unseen = edges.TestNodes.ToArray();
        using Graph changed = Communities.Graph(Engine.Default, changeFeatures: x => Array.ForEach(unseen, node => x.AsSpan(node * Communities.Features, Communities.Features).Fill(5)));

        Assert.That(Hash(changed), Is.EqualTo(Hash(graph)));

        string Hash(Graph of)
        {
            using Module teacher = Sage(Communities.Features, 1), student = Perceptron(Communities.Features, 2);
            using Adam teaching = new(0.01), optimizer = new(0.01);
            var protocol = new LinkPredictionOptions { Epochs = 5, BatchSize = 50, Random = new RandomSource(3) };
            new LinkPredictionTrainer(teacher, teaching).Fit(of, split, protocol);
            return new LinkDistillationTrainer(student, optimizer, teacher).Fit(of, split, protocol).ParameterHash;
        }
    }

    [Test]
    public void Fit_WrongArguments_AreRefused()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        LinkSplit split = Split(graph);
        using Module teacher = Sage(Communities.Features, 1), student = Perceptron(Communities.Features, 2);
        using var optimizer = new Adam(0.01);
        using var linear = new Linear(2, 2, default);
        var trainer = new LinkDistillationTrainer(student, optimizer, teacher);

        Assert.That(() => new LinkDistillationTrainer(student, optimizer, student), Throws.ArgumentException.With.Message.Contains("its own teacher"));
        Assert.That(() => new LinkDistillationTrainer(student, optimizer, linear), Throws.ArgumentException.With.Message.Contains("ILinkModel"));
        Assert.That(() => trainer.Fit(graph, split, new LinkPredictionOptions { Fanouts = [2, 2] }), Throws.ArgumentException.With.Message.Contains("Fanouts"));
        Refused(new() { Walks = 0 });
        Refused(new() { Hops = 0 });
        Refused(new() { RandomPerNear = -1 });
        Refused(new() { Margin = 0 });
        Refused(new() { Temperature = double.NaN });
        Refused(new() { LinkWeight = -1 });

        void Refused(LinkDistillationOptions options) =>
            Assert.That(() => trainer.Fit(graph, split, distillation: options), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static LinkSplit Split(Graph graph) =>
        LinkSplits.WithSharedNegatives(graph, EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(4)), new RandomSource(5));

    private static Gae Sage(int inputs, int seed) => new(new GraphSage(inputs, 16, 8, new RandomSource(seed), dropout: 0));

    private static Gae Perceptron(int inputs, int seed) => new(new Mlp(inputs, 16, 8, new RandomSource(seed), dropout: 0));
}
