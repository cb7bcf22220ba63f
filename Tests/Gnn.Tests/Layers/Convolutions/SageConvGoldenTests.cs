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
internal sealed class SageConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_sum", "sage_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using SageConv layer = Create(golden);
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

    private static SageConv Create(GoldenCase golden)
    {
        JsonElement inputs = golden.Arguments.GetProperty("in_channels");
        int outputs = golden.IntegerArgument("out_channels", 0);
        var options = new SageOptions
        {
            Aggregations = Aggregations(golden),
            Normalize = golden.BooleanArgument("normalize", false),
            Project = golden.BooleanArgument("project", false),
        };
        return inputs.ValueKind == JsonValueKind.Array
            ? new SageConv(inputs[0].GetInt32(), inputs[1].GetInt32(), outputs, new RandomSource(1), options)
            : new SageConv(inputs.GetInt32(), outputs, new RandomSource(1), options);
    }

    private static IReadOnlyList<Aggregation> Aggregations(GoldenCase golden)
    {
        if (!golden.Arguments.TryGetProperty("aggr", out JsonElement argument))
        {
            return [Aggregation.Mean];
        }

        return argument.ValueKind == JsonValueKind.Array ? [.. argument.EnumerateArray().Select(One)] : [One(argument)];

        static Aggregation One(JsonElement name) => name.GetString() switch
        {
            "mean" => Aggregation.Mean,
            "sum" => Aggregation.Sum,
            "max" => Aggregation.Max,
            "std" => Aggregation.StandardDeviation,
            string other => throw new NotSupportedException($"No aggregation is called '{other}'."),
            null => throw new NotSupportedException("An aggregation has a name."),
        };
    }
}
