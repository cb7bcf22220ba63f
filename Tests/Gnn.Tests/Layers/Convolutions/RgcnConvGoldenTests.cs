using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class RgcnConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => [.. GoldenLayerCases.Of("conv_rel", "rgcn_"), .. GoldenLayerCases.Of("conv_rel", "fastrgcn_")];

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using RgcnConv layer = Layer(golden);
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        using Adjacency adjacency = layer.Prepare(structure, golden.Graph["edge_type"].ToTensor(engine));
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

    private static RgcnConv Layer(GoldenCase golden)
    {
        JsonElement inputs = golden.Arguments.GetProperty("in_channels");
        bool isBipartite = inputs.ValueKind == JsonValueKind.Array;
        int sources = isBipartite ? inputs[0].GetInt32() : inputs.GetInt32();
        int targets = isBipartite ? inputs[1].GetInt32() : sources;
        string aggregation = golden.Arguments.TryGetProperty("aggr", out JsonElement name) ? name.GetString()! : "mean";
        return new RgcnConv(
            sources, targets, golden.IntegerArgument("out_channels", 0), golden.IntegerArgument("num_relations", 0), new RandomSource(1), new RgcnOptions
            {
                Aggregation = Enum.Parse<Aggregation>(aggregation, ignoreCase: true),
                Bases = golden.IntegerArgument("num_bases", 0) is > 0 and var bases ? bases : null,
                Blocks = golden.IntegerArgument("num_blocks", 0) is > 0 and var blocks ? blocks : null,
                RootWeight = golden.BooleanArgument("root_weight", true),
                Bias = golden.BooleanArgument("bias", true),
            });
    }
}
