using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class NodeClassificationErrorTests(Engine engine)
{
    private long _inUse;

    [SetUp]
    public void NoteMemory() => _inUse = engine.Memory.InUse;

    /// <summary>After the graph and the model are gone, since an engine may keep a copy of a structure that lives.</summary>
    [TearDown]
    public void Failure_LeavesNoMemoryInUse() => Assert.That(engine.Memory.InUse, Is.EqualTo(_inUse));

    [TestCase(0)]
    [TestCase(-3)]
    public void Fit_NoEpochs_Throws(int epochs) =>
        AssertThrows<ArgumentOutOfRangeException>("at least 1 epoch", options: new NodeClassificationOptions { Epochs = epochs });

    [Test]
    public void Fit_PatienceOfZero_Throws() =>
        AssertThrows<ArgumentOutOfRangeException>("patience", options: new NodeClassificationOptions { Patience = 0 });

    [Test]
    public void Fit_LabelSmoothingOutOfRange_Throws() =>
        AssertThrows<ArgumentOutOfRangeException>("label smoothing", options: new NodeClassificationOptions { LabelSmoothing = 2 });

    [Test]
    public void Fit_SplitOfAnotherGraph_NamesBothCounts() =>
        AssertThrows<ArgumentException>("of 7 nodes, but the graph has 60", split: new NodeSplit("other", 7, [0, 1, 2], [3], [4]));

    [Test]
    public void Fit_NoTrainingNode_Throws() =>
        AssertThrows<ArgumentException>("no training node", split: new NodeSplit("empty", Communities.Nodes, [], [1], [2]));

    [Test]
    public void Fit_NoValidationNode_NamesTheCure() =>
        AssertThrows<ArgumentException>("ModelSelection.Last", split: new NodeSplit("blind", Communities.Nodes, [0, 1, 2], [], [4]));

    [Test]
    public void Fit_ClassWithoutTrainingNode_NamesTheClass()
    {
        using Graph graph = Communities.Graph(engine);
        using Graph named = graph.WithLabels(Communities.Labels, ["red", "green", "blue"], engine);
        AssertThrows<ArgumentException>("'blue' (label 2)", named, new NodeSplit("partial", Communities.Nodes, [0, 1, 3], [4], [5]));
    }

    [Test]
    public void Fit_ClassThatOnlyTests_IsNamedToo() =>
        AssertThrows<ArgumentException>("'class 2' (label 2)", split: new NodeSplit("partial", Communities.Nodes, [0, 1], [3, 4], [5]));

    [Test]
    public void Fit_TrainingNodeWithoutLabel_NamesTheNode()
    {
        int[] labels = [.. Communities.Labels];
        labels[4] = -1;
        using Graph graph = Communities.Graph(engine, labels);
        AssertThrows<ArgumentException>("Node 4 of the train part", graph);
    }

    [Test]
    public void Fit_ValidationNodeWithoutLabel_NamesTheNode()
    {
        int[] labels = [.. Communities.Labels];
        labels[12] = -1;
        using Graph graph = Communities.Graph(engine, labels);
        AssertThrows<ArgumentException>("Node 12 of the validation part", graph);
    }

    [Test]
    public void Fit_NoLabels_NamesTheCure()
    {
        using Graph graph = Communities.Graph(engine);
        using Graph bare = graph.WithoutNodeColumn("y");
        AssertThrows<ArgumentException>("WithLabels", bare);
    }

    [Test]
    public void Fit_NoFeatures_NamesTheCure()
    {
        using Graph graph = Communities.Graph(engine);
        using Graph bare = graph.WithoutNodeColumn("x");
        AssertThrows<ArgumentException>("WithFeatures", bare);
    }

    [Test]
    public void Fit_NoEdges_NamesTheCure()
    {
        using Graph empty = Graph.FromEdges(3, [], []);
        using Graph labelled = empty.WithLabels([0, 1, 2], engine: engine);
        using Graph graph = labelled.WithFeatures(Tensor.Ones((3, Communities.Features), engine));
        AssertThrows<ArgumentException>("Mlp", graph, new NodeSplit("tiny", 3, [0], [1], [2]));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Fit_FeatureNotFinite_NamesRowAndColumn(double value)
    {
        using Graph graph = Communities.Graph(engine, changeFeatures: x => x[(17 * Communities.Features) + 4] = value);
        AssertThrows<ArgumentException>("row 17, column 4", graph);
    }

    [Test]
    public void Fit_TooFewOutputs_NamesTheCure()
    {
        using var model = new SmallGcn(Communities.Features, 2, new RandomSource(1), engine);
        AssertThrows<ArgumentException>("2 outputs, but the graph has 3 classes", model: model);
    }

    [Test]
    public void Fit_ClassWeightsOfAnotherCount_Throws() =>
        AssertThrows<ArgumentException>("3 class weights", options: new NodeClassificationOptions { ClassWeights = [1, 1] });

    [Test]
    public void Fit_LossNotFinite_NamesEpochAndCure()
    {
        using Graph graph = Communities.Graph(engine);
        using SmallGcn model = new(Communities.Features, Communities.Classes, new RandomSource(1), engine);
        using var optimizer = new Sgd(learningRate: 1e300);
        TrainingException error = Assert.Throws<TrainingException>(() => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split))!;

        Assert.That(error.Message, Does.Contain($"epoch {error.Epoch}").And.Contain("lower the learning rate"));
        Assert.That(error.ParameterName, Is.Null);
    }

    [Test]
    public void Fit_GradientNotFinite_NamesTheParameterAndKeepsTheParameters()
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new RootModel(engine);
        using var optimizer = new Adam();
        string hash = ParameterHash.Of(model);

        TrainingException error = Assert.Throws<TrainingException>(() => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split))!;

        Assert.That(error.ParameterName, Is.EqualTo("scale"));
        Assert.That(error.Message, Does.Contain("'scale' in epoch 1").And.Contain("lower the learning rate"));
        Assert.That(ParameterHash.Of(model), Is.EqualTo(hash));
    }

    [Test]
    public void Constructor_ModuleThatIsNoGraphModel_Throws()
    {
        using var optimizer = new Adam();
        using var module = new NoGraphModel();
        Assert.That(() => new NodeClassificationTrainer(module, optimizer), Throws.ArgumentException.With.Message.Contains(nameof(NoGraphModel)));
    }

    [Test]
    public void Constructor_ModelWithoutParameters_Throws()
    {
        using var optimizer = new Adam();
        using var model = new Unparameterized();
        Assert.That(() => new NodeClassificationTrainer(model, optimizer), Throws.ArgumentException.With.Message.Contains("no parameters"));
    }

    private void AssertThrows<T>(
        string message, Graph? graph = null, NodeSplit? split = null, NodeClassificationOptions? options = null, SmallGcn? model = null)
        where T : Exception
    {
        using Graph communities = Communities.Graph(engine);
        using var own = new SmallGcn(Communities.Features, Communities.Classes, new RandomSource(1), engine);
        using var optimizer = new Adam();
        string hash = ParameterHash.Of(model ?? own);
        var trainer = new NodeClassificationTrainer(model ?? own, optimizer);
        Assert.That(
            () => trainer.Fit(graph ?? communities, split ?? Communities.Split, options ?? new NodeClassificationOptions()),
            Throws.TypeOf<T>().With.Message.Contains(message).And.Message.Not.Contains("\n"));
        Assert.That(ParameterHash.Of(model ?? own), Is.EqualTo(hash));
    }

    /// <summary>Adds the root of a parameter that is zero: the loss is finite, the gradient is not.</summary>
    private sealed class RootModel : Module, IGraphModel
    {
        private readonly Parameter _weight;
        private readonly Parameter _scale;

        internal RootModel(Engine engine)
        {
            _weight = AddParameter("weight", Tensor.Ones((Communities.Classes, Communities.Features), engine));
            _scale = AddParameter("scale", Tensor.Zeros(Communities.Classes, engine));
        }

        public Adjacency Prepare(Graph graph) => new(graph.InEdges);

        public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => x.MatMulTransposed(_weight.Value) + _scale.Value.Sqrt();
    }

    private sealed class NoGraphModel : Module;

    private sealed class Unparameterized : Module, IGraphModel
    {
        public Adjacency Prepare(Graph graph) => new(graph.InEdges);

        public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => x.ToDense();
    }
}
