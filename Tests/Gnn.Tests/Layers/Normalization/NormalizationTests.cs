using Gnn.Layers;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Normalization;

[TestFixture]
internal sealed class NormalizationTests
{
    // Nodes out of order, a graph of one node, and a graph without nodes.
    private static readonly int[] GraphOfNode = [1, 0, 3, 1, 1, 0, 4, 3, 0, 1, 0];

    private static readonly string[] Names =
        ["batch", "layer_graph", "layer_node", "graph", "pair", "pair_single", "instance", "instance_tracked", "size", "subtraction", "groups"];

    private static readonly string[] PerGraph = [.. Names.Except(["batch", "groups"])];

    private static INormalization Create(string name) => name switch
    {
        "batch" => new BatchNorm(3),
        "layer_graph" => new LayerNorm(3),
        "layer_node" => new LayerNorm(3, new LayerNormOptions { Mode = LayerNormMode.Node }),
        "graph" => new GraphNorm(3),
        "pair" => new PairNorm(),
        "pair_single" => new PairNorm(new PairNormOptions { ScaleIndividually = true }),
        "instance" => new InstanceNorm(3),
        "instance_tracked" => new InstanceNorm(3, new InstanceNormOptions { Affine = true, TrackRunningStatistics = true }),
        "size" => new GraphSizeNorm(),
        "subtraction" => new MeanSubtractionNorm(),
        "groups" => new DiffGroupNorm(3, 2, new RandomSource(4)),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static SparseStructure Graphs(int[] graphOfNode) =>
        SparseStructure.FromEdges(graphOfNode.Max() + 1, graphOfNode.Length, graphOfNode, Enumerable.Range(0, graphOfNode.Length).ToArray());

    private static ForwardContext Training() => ForwardContext.ForTraining(new RandomSource(1));

    [Test]
    public void Forward_GraphsOfABatch_AreAsOneByOne(
        [ValueSource(nameof(PerGraph))] string name, [ValueSource(typeof(TestEngines), nameof(TestEngines.All))] Engine engine, [Values] bool isTraining)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;
        module.MoveTo(engine);
        ForwardContext context = isTraining ? Training() : ForwardContext.Inference;
        using SparseStructure graphs = Graphs(GraphOfNode);
        Tensor x = TestGraphs.Features(GraphOfNode.Length, 3, engine);

        double[] all = layer.Forward(context, x, graphs).ToArray<double>();

        foreach (int graph in GraphOfNode.Distinct())
        {
            int[] nodes = [.. Enumerable.Range(0, GraphOfNode.Length).Where(node => GraphOfNode[node] == graph)];
            double[] alone = layer.Forward(context, x.GatherRows(Tensor.Create(nodes, nodes.Length, engine))).ToArray<double>();

            // Sums of a graph are taken in another order in a batch.
            Assert.That(nodes.SelectMany(node => all.Skip(node * 3).Take(3)), Is.EqualTo(alone).Within(2e-5), $"graph {graph}");
        }
    }

    [Test]
    public void Forward_OneGraph_IsAsWithoutGraphs([ValueSource(nameof(Names))] string name, [Values] bool isTraining)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;
        module.MoveTo(TestEngines.Reference);
        ForwardContext context = isTraining ? Training() : ForwardContext.Inference;
        using SparseStructure graphs = Graphs(new int[6]);
        Tensor x = TestGraphs.Features(6, 3, TestEngines.Reference);

        Assert.That(layer.Forward(context, x, graphs).ToArray<double>(), Is.EqualTo(layer.Forward(context, x).ToArray<double>()).Within(1e-12));
    }

    [Test]
    public void Forward_NoNodes_GivesNone([ValueSource(nameof(Names))] string name)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;

        Assert.That(layer.Forward(ForwardContext.Inference, Tensor.Zeros((0, 3))).Shape, Is.EqualTo(new Shape(0, 3)));
    }

    [Test]
    public void Forward_GraphsOfOtherNodes_AreRefused([ValueSource(nameof(Names))] string name)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;
        using SparseStructure graphs = Graphs([0, 0, 1]);

        Assert.That(() => layer.Forward(Training(), Tensor.Ones((4, 3)), graphs), Throws.ArgumentException.With.Message.Contains("nodesOfGraphs"));
    }

    [TestCase("batch")]
    [TestCase("layer_graph")]
    [TestCase("graph")]
    [TestCase("instance")]
    [TestCase("groups")]
    public void Forward_OtherColumns_AreRefused(string name)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;

        Assert.That(() => layer.Forward(Training(), Tensor.Ones((4, 5))), Throws.ArgumentException.With.Message.Contains("[4, 5]"));
    }

    // With the mean of squares minus the squared mean, singles around 10 000 would have no digit of a variance of 1/3 left.
    [Test]
    public void Forward_LargeMean_KeepsTheDigitsOfTheVariance([Values("batch", "instance", "graph", "layer_graph")] string name)
    {
        using var scope = new TensorScope();
        INormalization layer = Create(name);
        using var module = (Module)layer;
        module.MoveTo(TestEngines.Cpu);
        double[] offsets = Tensor.Uniform((64, 3), new RandomSource(8), -1, 1, TestEngines.Reference).ToArray<double>();
        Tensor x = Tensor.Create(Array.ConvertAll(offsets, value => Math.Round(value * 64) / 64), (64, 3), TestEngines.Cpu);
        using SparseStructure graphs = Graphs([.. Enumerable.Range(0, 64).Select(node => node / 32)]);

        double[] near = layer.Forward(Training(), x, graphs).ToArray<double>();
        double[] far = layer.Forward(Training(), x + 8192, graphs).ToArray<double>();

        // A sum of 64 numbers near 8192 is rounded to multiples of 2^-4 at each step, so that their mean may be off by 2^-5, and a result by that over the
        // deviation of 0.57. A wrong variance would be off by 4 or more, and a result by a factor.
        Assert.That(far, Is.EqualTo(near).Within(0.06));
    }

    [Test]
    public void BatchNorm_Inference_DoesNotChangeTheStatistics()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm(3);
        layer.Forward(Training(), TestGraphs.Features(9, 3, Engine.Default));
        double[][] before = State();

        layer.Forward(ForwardContext.Inference, TestGraphs.Features(9, 3, Engine.Default, "y"));

        Assert.That(State(), Is.EqualTo(before));
        Assert.That(layer.NamedBuffers().Single(named => named.Name == "module.num_batches_tracked").Buffer.ToArray<long>(), Is.EqualTo(new[] { 1L }));

        double[][] State() => [.. layer.NamedBuffers().Where(named => named.Buffer.DataType.IsFloating()).Select(named => named.Buffer.ToArray<double>())];
    }

    [Test]
    public void BatchNorm_StatisticsMovedBeforeTheBackwardWalk_DoNotDisturbIt()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm(3);
        layer.MoveTo(TestEngines.Reference);
        Tensor x = TestGraphs.Features(9, 3, TestEngines.Reference).WithGradient();
        Tensor weights = TestGraphs.Features(9, 3, TestEngines.Reference, "r");

        Tensor inference = layer.Forward(ForwardContext.Inference, x) * weights;
        layer.Forward(Training(), TestGraphs.Features(9, 3, TestEngines.Reference, "y") * 5);
        inference.Sum().Backward();

        // The statistics of the inference pass were mean 0 and variance 1.
        Assert.That(x.Gradient!.ToArray<double>(), Is.EqualTo(weights.ToArray<double>().Select(weight => weight / Math.Sqrt(1 + 1e-5))).Within(1e-12));
    }

    [Test]
    public void BatchNorm_AnyThreads_HasTheSameStatisticsToTheBit()
    {
        double[][] statistics = [.. new[] { 1, 3 }.Select(threads =>
        {
            using var engine = new CpuEngine(threads);
            using var scope = new TensorScope();
            using var layer = new BatchNorm(7);
            layer.MoveTo(engine);
            layer.Forward(Training(), TestGraphs.Features(20_000, 7, engine));
            return layer.NamedBuffers().Where(named => named.Buffer.DataType.IsFloating()).SelectMany(named => named.Buffer.ToArray<double>()).ToArray();
        })];

        Assert.That(statistics[1], Is.EqualTo(statistics[0]));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void BatchNorm_TrainingOnFewerThanTwoRows_IsRefused(int rows)
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm(3);

        Assert.That(() => layer.Forward(Training(), Tensor.Ones((rows, 3))), Throws.ArgumentException.With.Message.Contains("at least 2 rows"));
    }

    [Test]
    public void BatchNorm_InAChain_IsTheFunctionItIsAlone()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm(3);
        using var chain = new Sequential(norm, new ActivationMap(Activation.Relu));
        Tensor x = TestGraphs.Features(9, 3, Engine.Default);

        Assert.That(chain.Forward(Training(), x).ToArray<double>(), Is.EqualTo(norm.Forward(Training(), x).Relu().ToArray<double>()));
    }

    [Test]
    public void MessageNorm_ScaleThatIsNotLearnt_IsFrozen()
    {
        using var layer = new MessageNorm();

        Assert.That(layer.Parameters().Single().IsFrozen);
        Assert.That(layer.Parameters().Single().Value.RequiresGradient, Is.False);
    }

    [Test]
    public void MessageNorm_MessageOfZeros_HasAFiniteGradient()
    {
        using var scope = new TensorScope();
        using var layer = new MessageNorm();
        Tensor messages = Tensor.Zeros((2, 3)).WithGradient();

        layer.Forward(Tensor.Ones((2, 3)), messages).Sum().Backward();

        Assert.That(messages.Gradient!.AllFinite());
    }

    [TestCase(0)]
    [TestCase(-1e-5)]
    [TestCase(double.NaN)]
    public void Constructor_EpsilonNotAboveZero_IsRefused(double epsilon)
    {
        Assert.That(() => new GraphNorm(3, epsilon), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchNorm(3, new BatchNormOptions { Epsilon = epsilon }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LayerNorm(3, new LayerNormOptions { Epsilon = epsilon }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        Assert.That(() => new BatchNorm(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchNorm(3, new BatchNormOptions { Momentum = 1.5 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new InstanceNorm(3, new InstanceNormOptions { Momentum = -0.1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LayerNorm(3, new LayerNormOptions { Mode = (LayerNormMode)7 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MessageNorm(new MessageNormOptions { Power = 0.5 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PairNorm(new PairNormOptions { Scale = double.NaN }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
