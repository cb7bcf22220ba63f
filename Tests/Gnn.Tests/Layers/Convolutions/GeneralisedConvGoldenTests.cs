using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Learnt aggregations, and many aggregations at once.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class GeneralisedConvGoldenTests
{
    private static readonly RandomSource Source = new(1);

    private static IEnumerable<TestCaseData> GenCases => GoldenLayerCases.Of("conv_sum", "gen_");

    private static IEnumerable<TestCaseData> PnaCases => GoldenLayerCases.Of("conv_sum", "pna_");

    [TestCaseSource(nameof(GenCases))]
    public void GenConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        JsonElement inputs = golden.Arguments.GetProperty("in_channels");
        bool isBipartite = inputs.ValueKind == JsonValueKind.Array;
        bool learnsTemperature = golden.BooleanArgument("learn_t", false);
        GenAggregation aggregation = !golden.Arguments.TryGetProperty("aggr", out JsonElement name)
            ? GenAggregation.Softmax
            : Enum.Parse<GenAggregation>(name.GetString()!, ignoreCase: true);
        using var layer = new GenConv(
            isBipartite ? inputs[0].GetInt32() : inputs.GetInt32(),
            isBipartite ? inputs[1].GetInt32() : inputs.GetInt32(),
            golden.IntegerArgument("out_channels", 0),
            Source,
            new GenOptions
            {
                Aggregation = aggregation,
                Sharpness = golden.NumberArgument(aggregation == GenAggregation.PowerMean ? "p" : "t", 1),
                LearnSharpness = learnsTemperature,
                MessageNorm = golden.BooleanArgument("msg_norm", false),
                LearnMessageScale = golden.BooleanArgument("learn_msg_scale", false),
                Normalization = Enum.Parse<NormalizationKind>(golden.Arguments.GetProperty("norm").GetString()!, ignoreCase: true),
                Layers = golden.IntegerArgument("num_layers", 2),
                EdgeFeatures = golden.IntegerArgument("edge_dim", 0),
                Bias = golden.BooleanArgument("bias", false),
            });

        Check(golden, engine, layer, layer.Prepare);
    }

    [TestCaseSource(nameof(PnaCases))]
    public void PnaConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        long[] histogram = [.. golden.Arguments.GetProperty("deg").EnumerateArray().Select(count => count.GetInt64())];
        using var layer = new PnaConv(
            golden.IntegerArgument("in_channels", 0),
            golden.IntegerArgument("out_channels", 0),
            AverageDegrees.FromHistogram(histogram),
            Source,
            new PnaOptions
            {
                Aggregations = [.. Names("aggregators").Select(name =>
                    name == "std" ? Aggregation.StandardDeviation : Enum.Parse<Aggregation>(name, ignoreCase: true))],
                Scalers = [.. Names("scalers").Select(name => Enum.Parse<DegreeScaler>(name, ignoreCase: true))],
                Towers = golden.IntegerArgument("towers", 1),
                DivideInput = golden.BooleanArgument("divide_input", false),
                PreLayers = golden.IntegerArgument("pre_layers", 1),
                PostLayers = golden.IntegerArgument("post_layers", 1),
                EdgeFeatures = golden.IntegerArgument("edge_dim", 0),
            });
        foreach ((string name, Tensor buffer) in layer.NamedBuffers())
        {
            golden.AssertClose(golden.Parameters[name], buffer, name);
        }

        Check(golden, engine, layer, layer.Prepare);

        IEnumerable<string> Names(string argument) => golden.Arguments.GetProperty(argument).EnumerateArray().Select(name => name.GetString()!);
    }

    /// <summary>Sets parameters and buffers, and compares the output, all gradients and the buffers after the call.</summary>
    private static void Check<T>(GoldenCase golden, Engine engine, T layer, Func<SparseStructure, Tensor?, Adjacency> prepare)
        where T : Module, IConvolution
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        golden.LoadStateInto(layer);
        layer.MoveTo(engine);
        string? edgeName = golden.Graph.Keys.SingleOrDefault(name => name is "edge_attr" or "edge_weight");
        Tensor? edges = edgeName is null ? null : golden.Graph[edgeName].ToTensor(engine).WithGradient();
        using Adjacency adjacency = prepare(structure, edges);
        ForwardContext context = golden.Training ? ForwardContext.ForTraining(Source) : ForwardContext.Inference;
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());

        Tensor output = inputs.TryGetValue("x", out Tensor? x)
            ? layer.Forward(context, x, adjacency)
            : ((IBipartiteConvolution)layer).Forward(context, inputs["x_src"], inputs["x_dst"], adjacency);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertParameterGradients(layer);
        golden.AssertStateAfter(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }

        if (edges is not null)
        {
            golden.AssertInputGradient(edgeName!, edges);
        }
    }
}
