using Gnn.Graphs;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class LabelPropagationTests
{
    private static IEnumerable<TestCaseData> Propagations => GoldenLayerCases.Of("model_unsup", "label_prop");

    private static IEnumerable<TestCaseData> Corrections => GoldenLayerCases.Of("model_unsup", "cs_");

    [TestCaseSource(nameof(Propagations))]
    [Category("Golden")]
    public void Forward_GoldenCase_GivesItsOutput(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        (int[] labels, int[] known) = Labels(golden);
        using Adjacency adjacency = Adjacency(golden, engine);
        var model = new LabelPropagation(golden.IntegerArgument("num_layers", 0), golden.NumberArgument("alpha", 0));

        Tensor y = model.Forward(LabelPropagation.OneHot(labels, known, labels.Max() + 1, engine), adjacency);

        golden.AssertOutput("out", y);
    }

    [TestCaseSource(nameof(Corrections))]
    [Category("Golden")]
    public void CorrectAndSmooth_GoldenCase_GivesItsOutputs(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        (int[] labels, int[] known) = Labels(golden);
        using Adjacency adjacency = Adjacency(golden, engine);
        bool autoscale = golden.BooleanArgument("autoscale", true);
        var model = new CorrectAndSmooth(new CorrectAndSmoothOptions
        {
            CorrectionSteps = golden.IntegerArgument("num_correction_layers", 0),
            CorrectionAlpha = golden.NumberArgument("correction_alpha", 0),
            SmoothingSteps = golden.IntegerArgument("num_smoothing_layers", 0),
            SmoothingAlpha = golden.NumberArgument("smoothing_alpha", 0),
            Scale = autoscale ? null : golden.NumberArgument("scale", 1),
        });

        Tensor corrected = model.Correct(golden.Inputs["y_soft"].ToTensor(engine), labels, known, adjacency);
        Tensor smoothed = model.Smooth(corrected, labels, known, adjacency);

        golden.AssertOutput("corrected", corrected);
        golden.AssertOutput("smoothed", smoothed);
    }

    [Test]
    public void Forward_TwoComponents_EachGetsTheLabelThatIsKnownInIt()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(7, [0, 1, 1, 2, 3, 4, 4, 5], [1, 0, 2, 1, 4, 3, 5, 4], isUndirected: true);
        using Adjacency adjacency = LabelPropagation.Prepare(graph);
        int[] labels = [1, -1, -1, -1, -1, 0, -1];

        Tensor y = new LabelPropagation(steps: 10, alpha: 0.8).Forward(LabelPropagation.OneHot(labels, [0, 5], 2), adjacency);

        Assert.That(y.ArgMax(1).ToArray<int>()[..6], Is.EqualTo(new[] { 1, 1, 1, 0, 0, 0 }));
        Assert.That(y.Rows(6, 1).ToArray<float>(), Is.All.Zero, "nothing reaches an isolated node");
    }

    [Test]
    public void Predict_TwoComponents_GivesProbabilitiesAndTheSharesOfTheKnownWhereNothingArrives()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(7, [0, 1, 1, 2, 3, 4, 4, 5], [1, 0, 2, 1, 4, 3, 5, 4], isUndirected: true);

        double[] y = new LabelPropagation(steps: 10, alpha: 0.8).Predict(graph, [1, -1, -1, -1, 0, 0, -1], [0, 4, 5], 2).ToArray<double>();

        Assert.That(y.Chunk(2).Select(row => row.Sum()), Is.All.EqualTo(1).Within(1e-6), "single precision");
        Assert.That(y.Chunk(2).Take(6).Select(row => row[1]), Is.EqualTo(new double[] { 1, 1, 1, 0, 0, 0 }).Within(1e-6));
        Assert.That(y[12..], Is.EqualTo(new[] { 2.0 / 3, 1.0 / 3 }).Within(1e-6));
    }

    [Test]
    public void Predict_LabelsThatDoNotFit_AreRefused()
    {
        using Graph graph = Graph.FromEdges(2, [0], [1]);

        Assert.That(() => new LabelPropagation().Predict(graph, [0], [0], 1), Throws.ArgumentException.With.Message.Contains("2 nodes, got 1 labels"));
        Assert.That(() => new LabelPropagation().Predict(graph, [0, 0], [], 1), Throws.ArgumentException.With.Message.Contains("0 known nodes"));
    }

    [Test]
    public void CorrectAndSmoothForward_SmallGraph_IsBothSteps()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(4, [0, 1, 1, 2, 2, 3], [1, 0, 2, 1, 3, 2], isUndirected: true);
        using Adjacency adjacency = CorrectAndSmooth.Prepare(graph);
        Tensor p = Tensor.Create([0.9, 0.1, 0.5, 0.5, 0.4, 0.6, 0.2, 0.8], (4, 2));
        int[] labels = [1, -1, -1, 0];
        var model = new CorrectAndSmooth(new CorrectAndSmoothOptions { Scale = 1 });

        double[] both = model.Forward(p, labels, [0, 3], adjacency).ToArray<double>();

        Assert.That(both, Is.EqualTo(model.Smooth(model.Correct(p, labels, [0, 3], adjacency), labels, [0, 3], adjacency).ToArray<double>()));
        Assert.That(both[3], Is.GreaterThan(both[2]), "node 1 hears of its neighbour 0 that it is of class 1");
    }

    [Test]
    public void Arguments_OutOfRange_AreNamed() => Assert.Multiple(() =>
    {
        Assert.That(() => new LabelPropagation(steps: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new LabelPropagation(alpha: 1.5), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 1]"));
        Assert.That(() => LabelPropagation.OneHot([0, 1], [2], 2), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("got 2"));
        Assert.That(() => LabelPropagation.OneHot([0, -1], [1], 2), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("known node 1"));
        Assert.That(() => new CorrectAndSmooth(new CorrectAndSmoothOptions { Scale = double.NaN }), Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    private static (int[] Labels, int[] Known) Labels(GoldenCase golden)
    {
        double[] mask = golden.Inputs["mask"].Values;
        return (golden.Inputs["y"].ToInt32(), [.. Enumerable.Range(0, mask.Length).Where(node => mask[node] != 0)]);
    }

    /// <summary>Weights are taken as they are, as the golden files do; edges without are normalised.</summary>
    private static Adjacency Adjacency(GoldenCase golden, Engine engine)
    {
        using SparseStructure structure = golden.Structure();
        if (golden.Graph.TryGetValue("edge_weight", out GoldenArray? weights))
        {
            using Tensor edges = structure.EdgeIds.ToTensor(engine);
            return new Adjacency(structure, weights.ToTensor(engine).GatherRows(edges));
        }

        int[] ends = golden.Graph["edge_index"].ToInt32();
        using Graph graph = Graph.FromEdges(golden.TargetCount, ends.AsSpan(0, ends.Length / 2), ends.AsSpan(ends.Length / 2));
        return LabelPropagation.Prepare(graph, engine);
    }
}
