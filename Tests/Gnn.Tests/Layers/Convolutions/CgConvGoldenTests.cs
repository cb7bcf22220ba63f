using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class CgConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "cg_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using CgConv layer = Create(golden);

        GoldenMessages.Check(golden, engine, layer, layer.Prepare);
    }

    private static CgConv Create(GoldenCase golden)
    {
        var options = new CgOptions
        {
            EdgeFeatures = GoldenMessages.EdgeFeatures(golden),
            Reduction = GoldenMessages.Reduction(golden),
            BatchNorm = golden.BooleanArgument("batch_norm", false),
        };
        JsonElement channels = golden.Arguments.GetProperty("channels");
        return channels.ValueKind == JsonValueKind.Array
            ? new CgConv(channels[0].GetInt32(), channels[1].GetInt32(), new RandomSource(1), options)
            : new CgConv(channels.GetInt32(), new RandomSource(1), options);
    }
}
