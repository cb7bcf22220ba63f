using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class GatedGraphConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "gated_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using GatedGraphConv layer = Create(golden);

        GoldenMessages.Check(golden, engine, layer, layer.Prepare);
    }

    private static GatedGraphConv Create(GoldenCase golden)
    {
        var options = new GatedGraphOptions
        {
            Layers = golden.IntegerArgument("num_layers", 1),
            Reduction = GoldenMessages.Reduction(golden),
            Bias = golden.BooleanArgument("bias", true),
        };
        return new GatedGraphConv((int)golden.Inputs["x"].Shape[1], golden.IntegerArgument("out_channels", 0), new RandomSource(1), options);
    }
}
