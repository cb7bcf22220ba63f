using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>GATv2, the graph transformer and AGNN.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class AttentionConvGoldenTests
{
    private static IEnumerable<TestCaseData> Gatv2Cases => GoldenLayerCases.Of("conv_attn", "gatv2_");

    private static IEnumerable<TestCaseData> TransformerCases => GoldenLayerCases.Of("conv_attn", "transformer_");

    private static IEnumerable<TestCaseData> AgnnCases => GoldenLayerCases.Of("conv_attn", "agnn_");

    [TestCaseSource(nameof(Gatv2Cases))]
    public void Gatv2Conv_GoldenCase_GivesItsOutputsAttentionAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        (int sources, int targets) = Inputs(golden);
        var options = new Gatv2Options
        {
            Heads = golden.IntegerArgument("heads", 1),
            Concatenate = golden.BooleanArgument("concat", true),
            AddSelfLoops = golden.BooleanArgument("add_self_loops", true),
            EdgeFeatures = golden.IntegerArgument("edge_dim", 0),
            ShareWeights = golden.BooleanArgument("share_weights", false),
        };
        using var layer = new Gatv2Conv(sources, targets, golden.IntegerArgument("out_channels", 0), new RandomSource(1), options);

        // A shared map is listed by both names there, and trained once.
        var run = new GoldenLayerRun(golden, layer, engine, unused: options.ShareWeights ? "lin_r." : null);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        (Tensor output, Tensor attention) = run.Inputs.TryGetValue("x", out Tensor? x)
            ? layer.ForwardWithAttention(GoldenLayerRun.Training, x, adjacency)
            : layer.ForwardWithAttention(GoldenLayerRun.Training, run.Inputs["x_src"], run.Inputs["x_dst"], adjacency);

        run.Check(output, attention, adjacency.Structure);
    }

    [TestCaseSource(nameof(TransformerCases))]
    public void TransformerConv_GoldenCase_GivesItsOutputsAttentionAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        (int sources, int targets) = Inputs(golden);
        using var layer = new TransformerConv(sources, targets, golden.IntegerArgument("out_channels", 0), new RandomSource(1), new TransformerOptions
        {
            Heads = golden.IntegerArgument("heads", 1),
            Concatenate = golden.BooleanArgument("concat", true),
            Gate = golden.BooleanArgument("beta", false),
            EdgeFeatures = golden.IntegerArgument("edge_dim", 0),
            RootWeight = golden.BooleanArgument("root_weight", true),
        });
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure, run.Edges);

        (Tensor output, Tensor attention) = layer.ForwardWithAttention(GoldenLayerRun.Training, run.Inputs["x"], adjacency);

        run.Check(output, attention, adjacency.Structure);
    }

    [TestCaseSource(nameof(AgnnCases))]
    public void AgnnConv_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new AgnnConv();
        var run = new GoldenLayerRun(golden, layer, engine);
        using Adjacency adjacency = layer.Prepare(structure);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    private static (int Sources, int Targets) Inputs(GoldenCase golden)
    {
        JsonElement inputs = golden.Arguments.GetProperty("in_channels");
        return inputs.ValueKind == JsonValueKind.Array ? (inputs[0].GetInt32(), inputs[1].GetInt32()) : (inputs.GetInt32(), inputs.GetInt32());
    }
}
