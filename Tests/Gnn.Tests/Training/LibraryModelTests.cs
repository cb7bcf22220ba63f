using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class LibraryModelTests(Engine engine)
{
    private static IEnumerable<Func<GraphModel>> Models() =>
    [
        () => new Gcn(Communities.Features, 16, Communities.Classes, new RandomSource(1)),
        () => new GraphSage(Communities.Features, 16, Communities.Classes, new RandomSource(1)),
        () => new Gin(Communities.Features, 16, Communities.Classes, new RandomSource(1)),
    ];

    [TestCaseSource(nameof(Models))]
    public void Fit_Model_BeatsTheMajority(Func<GraphModel> create)
    {
        using Graph graph = Communities.Graph(engine);
        using GraphModel model = create();
        model.MoveTo(engine);

        var trainer = new NodeClassificationTrainer(model, new Adam(learningRate: 0.01f, weightDecay: 5e-4f));
        TrainingReport report = trainer.Fit(graph, Communities.Split, epochs: 100);

        Assert.That(report.Test.Accuracy, Is.GreaterThan(report.Baseline.TestAccuracy + 0.1));
    }

    [Test]
    public void Fit_MlpOnAGraphWithoutEdges_Trains()
    {
        using var empty = Graph.FromEdges(6, [], []);
        using Graph labelled = empty.WithLabels([0, 1, 0, 1, 0, 1], engine: engine);
        using Graph graph = labelled.WithFeatures(Tensor.Create([1.0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1], (6, 2), engine));
        using var model = new Mlp(2, 8, 2, new RandomSource(1), dropout: 0);
        model.MoveTo(engine);

        TrainingReport report = new NodeClassificationTrainer(model, new Adam(learningRate: 0.05))
            .Fit(graph, new NodeSplit("tiny", 6, [0, 1], [2, 3], [4, 5]), epochs: 50);

        Assert.That(report.Test.Accuracy, Is.EqualTo(1));
    }
}
