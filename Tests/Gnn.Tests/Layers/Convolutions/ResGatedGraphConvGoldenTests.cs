using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class ResGatedGraphConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "resgated_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using ResGatedGraphConv layer = Create(golden);

        GoldenMessages.Check(golden, engine, layer, layer.Prepare);
    }

    private static ResGatedGraphConv Create(GoldenCase golden)
    {
        var options = new ResGatedGraphOptions
        {
            EdgeFeatures = GoldenMessages.EdgeFeatures(golden),
            RootWeight = golden.BooleanArgument("root_weight", true),
            Bias = golden.BooleanArgument("bias", true),
        };
        return new ResGatedGraphConv(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), new RandomSource(1), options);
    }
}
