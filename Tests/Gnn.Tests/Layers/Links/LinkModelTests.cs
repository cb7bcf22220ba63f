using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using Gnn.Training;
using Gnn.Training.Links;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Links;

[TestFixture]
internal sealed class LinkModelTests
{
    private static readonly int[] Sources = [0, 3, 5, 7];
    private static readonly int[] Targets = [2, 4, 5, 1];

    private static IEnumerable<TestCaseData> AutoEncoders => GoldenLayerCases.Of("model_unsup", "gae");

    private static IEnumerable<TestCaseData> VariationalEvaluations => GoldenLayerCases.Of("model_unsup", "vgae_eval");

    private static IEnumerable<TestCaseData> Divergences => GoldenLayerCases.Of("model_unsup", "vgae");

    [TestCaseSource(nameof(AutoEncoders))]
    [Category("Golden")]
    public void Gae_GoldenCase_GivesItsEmbeddingAndLogits(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var model = new Gae(new Gcn(4, 5, 3, default, dropout: 0));
        Load(golden, model, engine, ("encoder.convs.0", "encoder.conv1"), ("encoder.convs.1", "encoder.conv_mu"));
        using Graph graph = GraphOf(golden);
        using Adjacency adjacency = model.Prepare(graph);

        Tensor z = model.Embed(ForwardContext.Inference, golden.Inputs["x"].ToTensor(engine), adjacency);

        golden.AssertOutput("z", z);
        (int[] from, int[] to) = Pairs(golden, "neg_edge_index");
        golden.AssertOutput("pred_neg_logits", model.Score(ForwardContext.Inference, z, adjacency, from, to));
        golden.AssertOutput("pred_pos", model.Score(ForwardContext.Inference, z, adjacency, graph.Sources, graph.Targets).Sigmoid());
        Tensor loss = LinkObjective.Of(
            model.Score(ForwardContext.Inference, z, adjacency, graph.Sources, graph.Targets).Rows(0, 8),
            model.Score(ForwardContext.Inference, z, adjacency, from, to),
            new LinkPredictionOptions());
        Assert.That(loss.Item(), Is.Positive.And.LessThan(10));
    }

    [TestCaseSource(nameof(VariationalEvaluations))]
    [Category("Golden")]
    public void Vgae_GoldenCase_GivesItsMeans(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var model = new Vgae(4, 5, 3, default);
        Load(golden, model, engine);
        using Graph graph = GraphOf(golden);
        using Adjacency adjacency = model.Prepare(graph);

        golden.AssertOutput("z", model.Embed(ForwardContext.Inference, golden.Inputs["x"].ToTensor(engine), adjacency));
    }

    [TestCaseSource(nameof(Divergences))]
    [Category("Golden")]
    public void Vgae_GoldenMeansAndDeviations_HaveItsDivergence(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        bool isGiven = golden.Inputs.ContainsKey("mu");
        Tensor mean = (isGiven ? golden.Inputs["mu"] : golden.Outputs["mu"]).ToTensor(engine);
        Tensor log = (isGiven ? golden.Inputs["logstd"] : golden.Outputs["logstd"]).ToTensor(engine);

        golden.AssertOutput("kl_loss", Vgae.Divergence(mean, Vgae.Bounded(log)));
    }

    [Test]
    public void Vgae_Training_DrawsAroundTheMeanAndAddsItsTerm()
    {
        using var scope = new TensorScope();
        using var model = new Vgae(6, 8, 4, new RandomSource(1));
        model.MoveTo(TestEngines.Cpu);
        using Graph graph = TestGraphs.Graph(TestEngines.Cpu, nodes: 15);
        using Adjacency adjacency = model.Prepare(graph);
        Tensor x = TestGraphs.Features(15, 6, TestEngines.Cpu);
        var terms = new LossTerms();

        double[] mean = model.Embed(ForwardContext.Inference, x, adjacency).ToArray<double>();
        double[] drawn = model.Embed(ForwardContext.ForTraining(new RandomSource(2), scope, terms), x, adjacency).ToArray<double>();
        double[] again = model.Embed(ForwardContext.ForTraining(new RandomSource(2), scope), x, adjacency).ToArray<double>();

        Assert.That(drawn, Is.EqualTo(again), "the same source");
        Assert.That(drawn.Zip(mean, (a, b) => Math.Abs(a - b)).Average(), Is.InRange(0.1, 3), "a deviation near 1 at first");
        Assert.That(terms.Sum!.Item(), Is.Not.Zero);
    }

    [Test]
    public void Decoders_OfKnownRows_GiveTheirFormulas()
    {
        using var scope = new TensorScope();
        Tensor a = Tensor.Create([1.0, 2, 0, 0], (2, 2), TestEngines.Reference);
        Tensor b = Tensor.Create([3.0, -1, 4, 5], (2, 2), TestEngines.Reference);
        using var cosine = new CosineDecoder();
        using var distMult = new DistMultDecoder(2);
        foreach (Module module in (Module[])[cosine, distMult])
        {
            module.MoveTo(TestEngines.Reference);
        }

        distMult.Parameters().First().Set(Tensor.Create([2.0, -1], 2, TestEngines.Reference));

        Assert.That(new DotDecoder().Forward(default, a, b).ToArray<double>(), Is.EqualTo(new double[] { 1, 0 }));
        Assert.That(cosine.Forward(default, a, b).ToArray<double>(), Is.EqualTo(new[] { 5 / Math.Sqrt(50), 0 }).Within(1e-12), "a row of zeros has no direction");
        Assert.That(distMult.Forward(default, a, b).ToArray<double>(), Is.EqualTo(new double[] { 8, 0 }));
    }

    [Test]
    public void Decoders_WrongShapes_AreRefused()
    {
        using var scope = new TensorScope();
        Tensor a = Tensor.Zeros((2, 3)), b = Tensor.Zeros((3, 3));
        using var distMult = new DistMultDecoder(2);
        using var mlp = new MlpDecoder(2, 4, new RandomSource(1));

        Assert.That(() => new DotDecoder().Forward(default, a, b), Throws.ArgumentException.With.Message.Contains("[2, 3] and [3, 3]"));
        Assert.That(() => distMult.Forward(default, a, a), Throws.ArgumentException.With.Message.Contains("embeddings of 2 columns, got [2, 3]"));
        Assert.That(() => mlp.Forward(default, a, a), Throws.ArgumentException.With.Message.Contains("embeddings of 2 columns"));
        Assert.That(() => new DistMultDecoder(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Ncn_AnyGraph_IsItsFormula(bool isCompleted)
    {
        var completion = new NeighborCompletion { Scale = 1.5, Offset = 0.2, Prior = 0.6, Most = 0.9 };
        using var model = new Ncn(6, new RandomSource(1), new NcnOptions { Hidden = 5, Layers = 2, DeepHead = true, Completion = isCompleted ? completion : null });
        model.MoveTo(TestEngines.Reference);
        using var scope = new TensorScope();
        using Graph bare = TestGraphs.Graph(TestEngines.Reference, nodes: 12, edges: 30);
        using Adjacency adjacency = model.Prepare(bare);
        Tensor x = TestGraphs.Features(12, 6, TestEngines.Reference);

        Tensor z = model.Embed(ForwardContext.Inference, x, adjacency);
        double[] scores = model.Score(ForwardContext.Inference, z, adjacency, Sources, Targets).ToArray<double>();

        var oracle = new NcnOracle(model, bare, z);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            Assert.That(scores[pair], Is.EqualTo(oracle.Score(Sources[pair], Targets[pair], isCompleted ? completion : null)).Within(1e-9), $"pair {pair}");
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Ncn_NoPairWithACommonNeighbour_IsItsFormulaAndHasAGradient(bool isCompleted)
    {
        NeighborCompletion? completion = isCompleted ? new NeighborCompletion() : null;
        using var model = new Ncn(6, new RandomSource(1), new NcnOptions { Hidden = 5, DeepHead = true, Completion = completion });
        model.MoveTo(TestEngines.Reference);
        using var scope = new TensorScope();
        using Graph edges = Graph.FromEdges(5, [0, 1, 2, 3], [1, 0, 3, 2], isUndirected: true);
        using Adjacency adjacency = model.Prepare(edges);
        int[] sources = [0, 1, 4], targets = [2, 0, 4];

        Tensor z = model.Embed(ForwardContext.Inference, TestGraphs.Features(5, 6, TestEngines.Reference), adjacency);
        Tensor scores = model.Score(ForwardContext.Inference, z, adjacency, sources, targets);
        scores.Sum().Backward();

        var oracle = new NcnOracle(model, edges, z);
        Assert.That(scores.ToArray<double>(), Is.EqualTo(sources.Zip(targets, (from, to) => oracle.Score(from, to, completion))).Within(1e-9));
        Assert.That(model.Parameters().Where(parameter => parameter.Value.Gradient is null), isCompleted ? Is.Empty : Is.Not.Empty, "f is asked for completion alone");
    }

    [Test]
    public void Ncn_NeighboursDropped_ScoresLikeThatGraphAndOnlyInTraining()
    {
        using var model = new Ncn(6, new RandomSource(1), new NcnOptions { Hidden = 5, NeighborDropout = 0.5 });
        model.MoveTo(TestEngines.Cpu);
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(TestEngines.Cpu, nodes: 12, edges: 60);
        using Adjacency adjacency = model.Prepare(graph);
        Tensor z = model.Embed(ForwardContext.Inference, TestGraphs.Features(12, 6, TestEngines.Cpu), adjacency);

        double[] inference = model.Score(ForwardContext.Inference, z, adjacency, Sources, Targets).ToArray<double>();
        double[] training = model.Score(ForwardContext.ForTraining(new RandomSource(1), scope), z, adjacency, Sources, Targets).ToArray<double>();
        double[] again = model.Score(ForwardContext.Inference, z, adjacency, Sources, Targets).ToArray<double>();

        Assert.That(again, Is.EqualTo(inference));
        Assert.That(training, Is.Not.EqualTo(inference));
    }

    [Test]
    public void Ncn_AnothersAdjacencyOrOddPairs_AreRefused()
    {
        using var model = new Ncn(6, new RandomSource(1), new NcnOptions { Hidden = 5 });
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(TestEngines.Cpu, nodes: 12, edges: 30);
        using var plain = new Adjacency(graph.InEdges);
        using Adjacency own = model.Prepare(graph);
        Tensor z = Tensor.Zeros((12, 5));

        Assert.That(() => model.Score(default, z, plain, [0], [1]), Throws.ArgumentException.With.Message.Contains("its own Prepare"));
        Assert.That(() => model.Score(default, z, own, [0, 1], [1]), Throws.ArgumentException.With.Message.Contains("2 sources and 1 targets"));
        Assert.That(() => new Ncn(6, default, new NcnOptions { PredictorDropout = 1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Ncn(6, default, new NcnOptions { Completion = new NeighborCompletion { Prior = 0 } }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void Load(GoldenCase golden, Module model, Engine engine, params (string Ours, string Theirs)[] names)
    {
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            string upstream = names.Aggregate(name, (known, pair) => known.Replace(pair.Ours, pair.Theirs, StringComparison.Ordinal));
            using Tensor value = golden.Parameters[upstream].ToTensor(TestEngines.Cpu);
            parameter.Set(value);
        }

        model.MoveTo(engine);
    }

    private static Graph GraphOf(GoldenCase golden)
    {
        (int[] from, int[] to) = Pairs(golden, "edge_index");
        return Graph.FromEdges(golden.SourceCount, from, to);
    }

    private static (int[] Sources, int[] Targets) Pairs(GoldenCase golden, string name)
    {
        double[] all = golden.Graph[name].Values;
        int count = all.Length / 2;
        return ([.. all[..count].Select(value => (int)value)], [.. all[count..].Select(value => (int)value)]);
    }
}
