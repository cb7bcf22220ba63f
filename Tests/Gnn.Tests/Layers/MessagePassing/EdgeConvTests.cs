using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.MessagePassing;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.MessagePassing;

[TestFixture]
internal sealed class EdgeConvTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "edge_");

    [TestCaseSource(nameof(Cases))]
    [Category("Golden")]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        var random = new RandomSource(1);
        using var layer = new EdgeConv(
            new Sequential(new Linear(8, 5, random.Stream("0")), new ActivationMap(Activation.Relu), new Linear(5, 3, random.Stream("2"))), Aggregation.Sum);
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        using Adjacency adjacency = layer.Prepare(structure);
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());

        Tensor output = layer.Forward(ForwardContext.ForTraining(new RandomSource(2)), inputs["x_src"], inputs["x_dst"], adjacency);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }
    }

    [Test]
    public void Forward_NetworkBehindAnother_GivesWhatItsLinearMapOfNodesGives()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        var random = new RandomSource(1);
        using var mapped = new EdgeConv(Network(random), Aggregation.Mean);
        using var hidden = new EdgeConv(new Wrapped(Network(random)), Aggregation.Mean);
        mapped.MoveTo(TestEngines.Reference);
        hidden.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = mapped.Prepare(structure);
        Tensor x = TestGraphs.Features(15, 3, TestEngines.Reference).WithGradient();

        Tensor expected = hidden.Forward(ForwardContext.Inference, x, adjacency);
        Tensor actual = mapped.Forward(ForwardContext.Inference, x, adjacency);

        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-12));
        expected.Square().Sum().Backward();
        double[] gradient = x.Gradient!.ToArray<double>();
        x.ClearGradient();
        actual.Square().Sum().Backward();
        Assert.That(x.Gradient!.ToArray<double>(), Is.EqualTo(gradient).Within(1e-11));
    }

    [Test]
    public void Forward_SourcesAndTargetsOfOtherColumns_AreRefused()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [0, 1], [1, 2]);
        using var layer = new EdgeConv(Network(new RandomSource(1)));
        using Adjacency adjacency = layer.Prepare(structure);

        Assert.That(
            () => layer.Forward(ForwardContext.Inference, Tensor.Zeros((3, 3)), Tensor.Zeros((2, 4)), adjacency),
            Throws.ArgumentException.With.Message.Contains("[3, 3]").And.Message.Contains("[2, 4]"));
    }

    private static Sequential Network(RandomSource random) => new(new Linear(6, 4, random.Stream("0")), new ActivationMap(Activation.Tanh));

    /// <summary>A network that does not show its first linear map.</summary>
    private sealed class Wrapped : Module, IFeatureMap
    {
        private readonly Sequential _inner;

        internal Wrapped(Sequential inner) => _inner = AddModule("inner", inner);

        public Tensor Forward(in ForwardContext context, Features x) => _inner.Forward(context, x);
    }
}
