using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Layers.Pooling;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Pooling;

[TestFixture]
internal sealed class DensePoolingTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("pool", "diff").Concat(GoldenLayerCases.Of("pool", "mincut"));

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Cases))]
    [Category("Golden")]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine));
        (Tensor x, Tensor adjacency, Tensor s) = (inputs["x"].WithGradient(), inputs["adj"].WithGradient(), inputs["s"].WithGradient());
        Tensor? mask = inputs.GetValueOrDefault("mask");
        bool isDiff = golden.Name.StartsWith("diff", StringComparison.Ordinal);

        DensePooled pooled = isDiff
            ? DiffPool.Forward(x, adjacency, s, mask)
            : MinCutPool.Forward(x, adjacency, s, mask, golden.NumberArgument("temp", 1));

        // The file's entropy is a mean over all 10 rows, of which 8 are nodes; ours is one over nodes.
        Tensor assignmentLoss = isDiff && mask is not null ? pooled.AssignmentLoss * (8.0 / 10) : pooled.AssignmentLoss;
        golden.Backward(("x", pooled.X), ("adj", pooled.Adjacency), ("loss1", pooled.StructureLoss), ("loss2", assignmentLoss));

        golden.AssertOutput("x", pooled.X);
        golden.AssertOutput("adj", pooled.Adjacency);
        golden.AssertOutput("loss1", pooled.StructureLoss);
        golden.AssertOutput("loss2", assignmentLoss);
        golden.AssertInputGradient("x", x);
        golden.AssertInputGradient("adj", adjacency);
        golden.AssertInputGradient("s", s);
    }

    [TestCaseSource(nameof(Engines))]
    public void Forward_EdgesOfOneGraph_GiveWhatTheirMatrixGives(Engine engine)
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(5, [0, 1, 1, 3, 4, 2], [1, 0, 2, 2, 4, 0]);
        using var batch = GraphBatch.FromGraphs([graph]);
        Tensor x = TestGraphs.Features(5, 3, engine);
        Tensor s = TestGraphs.Features(5, 2, engine, "s");
        Tensor weights = Tensor.Create([0.5, 2, 1, 1.5, 3, 0.25], 6, engine);
        var dense = DenseBatch.From(batch, x, weights);
        using SparseStructure structure = batch.Graph.InEdges.Share();
        using Tensor order = structure.EdgeIds.ToTensor(engine);
        using var adjacency = new Adjacency(structure, weights.GatherRows(order));
        Tensor batched = s.Reshape((1, 5, 2));

        AssertSame(DiffPool.Forward(adjacency, x, s), DiffPool.Forward(dense.X, dense.Adjacency, batched, dense.Mask), engine);
        AssertSame(MinCutPool.Forward(adjacency, x, s, 0.7), MinCutPool.Forward(dense.X, dense.Adjacency, batched, dense.Mask, 0.7), engine);
    }

    [Test]
    public void Forward_GraphWithoutEdges_HasFiniteLossesAndGradients()
    {
        using var scope = new TensorScope();
        Tensor x = TestGraphs.Features(4, 3, TestEngines.Reference).Reshape((1, 4, 3)).WithGradient();
        Tensor s = Tensor.Create([50.0, -50, 50, -50, -50, 50, -50, 50], new Shape(1, 4, 2), TestEngines.Reference).WithGradient();
        Tensor none = Tensor.Zeros((1, 4, 4), TestEngines.Reference);

        foreach (DensePooled pooled in (DensePooled[])[DiffPool.Forward(x, none, s), MinCutPool.Forward(x, none, s)])
        {
            (pooled.X.Sum() + pooled.Adjacency.Sum() + pooled.StructureLoss + pooled.AssignmentLoss).Backward();
            Assert.That(pooled.StructureLoss.AllFinite() && pooled.AssignmentLoss.AllFinite(), Is.True);
            Assert.That(s.Gradient!.AllFinite() && x.Gradient!.AllFinite(), Is.True);
        }
    }

    [TestCaseSource(nameof(Engines))]
    public void From_BatchOfGraphs_PadsAndComesBack(Engine engine)
    {
        using var scope = new TensorScope();
        using Graph first = Graph.FromEdges(3, [0, 0, 2, 0], [1, 2, 2, 1]), second = Graph.FromEdges(0, [], []), third = Graph.FromEdges(1, [0], [0]);
        using var batch = GraphBatch.FromGraphs([first, second, third, second]);
        Tensor x = TestGraphs.Features(4, 2, engine);

        var dense = DenseBatch.From(batch, x);

        double[] rows = x.ToArray<double>();
        Assert.That(dense.X.Shape, Is.EqualTo(new Shape(4, 3, 2)));
        Assert.That(dense.X.ToArray<double>(), Is.EqualTo((double[])[.. rows[..6], 0, 0, 0, 0, 0, 0, .. rows[6..], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.That(dense.Mask.ToArray<bool>(), Is.EqualTo(new[] { true, true, true, false, false, false, true, false, false, false, false, false }));
        Assert.That(dense.Adjacency.Rows(0, 1).ToArray<double>(), Is.EqualTo(new double[] { 0, 2, 1, 0, 0, 0, 0, 0, 1 }));
        Assert.That(dense.Adjacency.Rows(1, 1).ToArray<double>(), Is.All.Zero);
        Assert.That(dense.Adjacency.Rows(2, 1).ToArray<double>(), Is.EqualTo(new double[] { 1, 0, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.That(dense.ToNodes(dense.X).ToArray<double>(), Is.EqualTo(rows));
    }

    [Test]
    public void Forward_ArraysThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros((2, 5, 4)), adjacency = Tensor.Zeros((2, 5, 5)), s = Tensor.Zeros((2, 5, 3));

        Assert.Multiple(() =>
        {
            Assert.That(() => DiffPool.Forward(x, Tensor.Zeros((2, 5, 4)), s), Throws.ArgumentException);
            Assert.That(() => DiffPool.Forward(x, adjacency, Tensor.Zeros((2, 4, 3))), Throws.ArgumentException);
            Assert.That(() => DiffPool.Forward(x, adjacency, s, Tensor.Ones((2, 5))), Throws.ArgumentException.With.Message.Contains("Bool"));
            Assert.That(() => MinCutPool.Forward(x, adjacency, s, temperature: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static void AssertSame(DensePooled actual, DensePooled expected, Engine engine)
    {
        double tolerance = engine.FloatType == DataType.Float64 ? 1e-12 : 1e-5;
        Assert.That(actual.X.ToArray<double>(), Is.EqualTo(expected.X.ToArray<double>()).Within(tolerance));
        Assert.That(actual.Adjacency.ToArray<double>(), Is.EqualTo(expected.Adjacency.ToArray<double>()).Within(tolerance));
        Assert.That(actual.StructureLoss.Item(), Is.EqualTo(expected.StructureLoss.Item()).Within(tolerance));
        Assert.That(actual.AssignmentLoss.Item(), Is.EqualTo(expected.AssignmentLoss.Item()).Within(tolerance));
    }
}
