using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class GineConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "gine_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using GineConv layer = Create(golden);

        GoldenMessages.Check(golden, engine, layer, layer.Prepare);
    }

    private static GineConv Create(GoldenCase golden)
    {
        var options = new GineOptions
        {
            Epsilon = golden.Parameters["eps"].Values[0],
            TrainEpsilon = golden.BooleanArgument("train_eps", false),
            EdgeFeatures = golden.Arguments.TryGetProperty("edge_dim", out _) ? GoldenMessages.EdgeFeatures(golden) : null,
        };
        return new GineConv((int)golden.Inputs.First().Value.Shape[1], GoldenMessages.Network(golden), new RandomSource(1), options);
    }
}
