using Gnn.Graphs.Signed;
using Gnn.Layers;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Signed;

[TestFixture]
internal sealed class SignedModelTests
{
    [TestCase("sgcn")]
    [TestCase("snea")]
    public void Forward_AnyModel_GivesEmbeddingsAndGradients(string name)
    {
        using var scope = new TensorScope();
        using SignedGraph graph = SignedCases.Graph();
        using SignedModel model = Create(name);
        model.MoveTo(TestEngines.Reference);
        using SignedAdjacency adjacency = model.Prepare(graph);
        Tensor x = TestGraphs.Features(SignedCases.Nodes, 4, TestEngines.Reference);
        Tensor sources = Tensor.Create([0, 3, 7], 3, TestEngines.Reference);
        Tensor targets = Tensor.Create([2, 3, 1], 3, TestEngines.Reference);

        Assert.That(model.Forward(ForwardContext.Inference, x, adjacency).Shape, Is.EqualTo(new Shape(SignedCases.Nodes, 6)));
        double error = GradientCheck.Run(
            () => model.Discriminate(model.Forward(ForwardContext.ForTraining(new RandomSource(3)), x, adjacency), sources, targets),
            [.. model.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Discriminate_AnyPairs_IsTheMapOfBothEmbeddingsSideBySide()
    {
        using var scope = new TensorScope();
        using var model = new Sgcn(4, 6, new RandomSource(2));
        model.MoveTo(TestEngines.Reference);
        Tensor z = TestGraphs.Features(5, 6, TestEngines.Reference);
        Tensor sources = Tensor.Create([4, 0], 2, TestEngines.Reference);
        Tensor targets = Tensor.Create([1, 1], 2, TestEngines.Reference);
        Dictionary<string, Tensor> values = model.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value);

        Tensor pairs = Tensor.Concatenate([z.GatherRows(sources), z.GatherRows(targets)], axis: 1);
        Tensor expected = pairs.MatMul(values["lin.weight"], transposeThis: false, transposeOther: true) + values["lin.bias"];

        Assert.That(model.Discriminate(z, sources, targets).ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-12));
        Assert.That(() => model.Discriminate(z, sources, Tensor.Create([1], 1, TestEngines.Reference)), Throws.ArgumentException.With.Message.Contains("'targets'"));
    }

    [Test]
    public void NamedParameters_Sgcn_AreThoseOfPyTorchGeometric()
    {
        using var model = new Sgcn(4, 6, new RandomSource(1), layers: 3);
        string[] names = [.. model.NamedParameters().Select(named => named.Name)];

        Assert.That(names, Does.Contain("conv1.lin_pos_l.weight").And.Contain("convs.1.lin_neg_r.bias").And.Contain("lin.weight").And.Contain("lin.bias"));
        Assert.That(names, Has.Length.EqualTo(20));
    }

    [Test]
    public void Constructor_NumbersOutOfRange_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new Sgcn(4, 5, random), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("even"));
            Assert.That(() => new Snea(0, 6, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Snea(4, 6, random, layers: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Snea(4, 6, random, dropout: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new SignedConv(4, 3, random, new SignedConvOptions { Input = (SignedInput)7 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Halves"));
        });
    }

    [Test]
    public void SignedAdjacency_NodeCountsThatDiffer_AreRefused()
    {
        using SparseStructure small = SparseStructure.FromEdges(2, 2, [0], [1]);
        using SparseStructure large = SparseStructure.FromEdges(4, 4, [0], [1]);
        using var a = new Adjacency(small);
        using var b = new Adjacency(large);

        Assert.That(() => new SignedAdjacency(a, b), Throws.ArgumentException.With.Message.Contains("'negative'"));
    }

    private static SignedModel Create(string name) => name == "sgcn" ? new Sgcn(4, 6, new RandomSource(2)) : new Snea(4, 6, new RandomSource(2));
}
