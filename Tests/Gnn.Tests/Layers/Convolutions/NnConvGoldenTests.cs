using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class NnConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "nn_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using NnConv layer = Create(golden);

        GoldenMessages.Check(golden, engine, layer, layer.Prepare);
    }

    private static NnConv Create(GoldenCase golden)
    {
        var options = new NnOptions
        {
            Reduction = GoldenMessages.Reduction(golden),
            RootWeight = golden.BooleanArgument("root_weight", true),
            Bias = golden.BooleanArgument("bias", true),
        };
        return new NnConv(
            golden.IntegerArgument("in_channels", 0),
            golden.IntegerArgument("out_channels", 0),
            GoldenMessages.EdgeFeatures(golden),
            GoldenMessages.Network(golden),
            new RandomSource(1),
            options);
    }
}
