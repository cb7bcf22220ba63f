using System.Globalization;
using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class GinConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "gin_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new GinConv(
            Network(golden.Arguments.GetProperty("nn").GetProperty("layers"), new RandomSource(1)),
            new GinOptions { TrainEpsilon = golden.BooleanArgument("train_eps", false), Epsilon = golden.Parameters["eps"].Values[0] });
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        using Adjacency adjacency = layer.Prepare(structure);
        var context = ForwardContext.ForTraining(new RandomSource(2));
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());

        Tensor output = inputs.TryGetValue("x", out Tensor? x)
            ? layer.Forward(context, x, adjacency)
            : layer.Forward(context, inputs["x_src"], inputs["x_dst"], adjacency);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }
    }

    private static Sequential Network(JsonElement layers, RandomSource random) => new([.. layers.EnumerateArray().Select((layer, place) =>
        layer[0].GetString() == "Linear"
            ? (IFeatureMap)new Linear(layer[1].GetInt32(), layer[2].GetInt32(), random.Stream(place.ToString(CultureInfo.InvariantCulture)))
            : new ActivationMap(Activation.Relu))]);
}
