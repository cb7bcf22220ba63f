using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Normalization;

[TestFixture]
[Category("Golden")]
internal sealed class NormGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("norm", "");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputGradientsAndStatistics(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using Module layer = Create(golden);
        layer.MoveTo(engine);
        golden.LoadStateInto(layer);
        using SparseStructure? graphs = Graphs(golden);
        ForwardContext context = golden.Training ? ForwardContext.ForTraining(new RandomSource(2)) : ForwardContext.Inference;
        Dictionary<string, Tensor> inputs = golden.InputGradients.Keys.ToDictionary(name => name, name => golden.Inputs[name].ToTensor(engine).WithGradient());

        Tensor output = layer is INormalization normalization
            ? normalization.Forward(context, inputs["x"], graphs)
            : ((MessageNorm)layer).Forward(inputs["x"], inputs["msg"]);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertStateAfter(layer);
        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }
    }

    private static SparseStructure? Graphs(GoldenCase golden)
    {
        if (!golden.Graph.TryGetValue("batch", out GoldenArray? batch))
        {
            return null;
        }

        int[] graphs = batch.ToInt32();
        return SparseStructure.FromEdges(graphs.Max() + 1, graphs.Length, graphs, Enumerable.Range(0, graphs.Length).ToArray());
    }

    private static Module Create(GoldenCase golden)
    {
        int width = golden.IntegerArgument("in_channels", 0);
        double epsilon = golden.NumberArgument("eps", 1e-5);
        bool isNull = golden.Arguments.TryGetProperty("momentum", out JsonElement momentum) && momentum.ValueKind == JsonValueKind.Null;
        var batch = new BatchNormOptions
        {
            Epsilon = epsilon,
            Momentum = isNull ? null : golden.NumberArgument("momentum", 0.1),
            Affine = golden.BooleanArgument("affine", true),
            TrackRunningStatistics = golden.BooleanArgument("track_running_stats", true),
        };
        return golden.Name switch
        {
            "graph" or "graph_batched" => new GraphNorm(width, epsilon),
            "graph_size" or "graph_size_batched" => new GraphSizeNorm(),
            "mean_subtraction" or "mean_subtraction_batched" => new MeanSubtractionNorm(),
            "message_p1" => new MessageNorm(new MessageNormOptions { LearnScale = golden.BooleanArgument("learn_scale", false), Power = golden.Inputs["p"].Values[0] }),
            "diff_group_eval" => new DiffGroupNorm(width, golden.IntegerArgument("groups", 0), new RandomSource(1), new DiffGroupNormOptions { Groups = batch }),
            string name when name.StartsWith("batch_", StringComparison.Ordinal) => new BatchNorm(width, batch),
            string name when name.StartsWith("layer_", StringComparison.Ordinal) => new LayerNorm(width, new LayerNormOptions
            {
                Mode = golden.Arguments.TryGetProperty("mode", out JsonElement mode) && mode.GetString() == "node" ? LayerNormMode.Node : LayerNormMode.Graph,
                Epsilon = epsilon,
                Affine = golden.BooleanArgument("affine", true),
            }),
            string name when name.StartsWith("instance", StringComparison.Ordinal) => new InstanceNorm(width, new InstanceNormOptions
            {
                Epsilon = epsilon,
                Affine = golden.BooleanArgument("affine", false),
                TrackRunningStatistics = golden.BooleanArgument("track_running_stats", false),
            }),
            string name when name.StartsWith("pair_", StringComparison.Ordinal) => new PairNorm(new PairNormOptions
            {
                Scale = golden.NumberArgument("scale", 1),
                ScaleIndividually = golden.BooleanArgument("scale_individually", false),
                Epsilon = epsilon,
            }),
            string name => throw new ArgumentException($"No normalisation for '{name}'.", nameof(golden)),
        };
    }
}
