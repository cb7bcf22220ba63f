using System.Text.Json;
using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

[TestFixture]
[Category("Golden")]
internal sealed class HypergraphConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_hyper", "hyper_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var layer = new HypergraphConv(golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), new RandomSource(1), Options(golden));
        var run = new GoldenLayerRun(golden, layer, engine);
        using Hypergraph hypergraph = Read(golden);
        run.Inputs.TryGetValue("hyperedge_weight", out Tensor? weights);
        run.Inputs.TryGetValue("hyperedge_attr", out Tensor? features);
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph, weights, features);

        run.Check(layer.Forward(GoldenLayerRun.Training, run.Inputs["x"], adjacency));
    }

    private static HypergraphConvOptions Options(GoldenCase golden)
    {
        bool attends = golden.BooleanArgument("use_attention", false);
        bool isOverHyperedges = golden.Arguments.TryGetProperty("attention_mode", out JsonElement mode) && mode.GetString() == "edge";
        return new HypergraphConvOptions
        {
            Normalization = HypergraphNormalization.Row,
            Attention = !attends ? HypergraphAttention.None : isOverHyperedges ? HypergraphAttention.OverHyperedges : HypergraphAttention.OverNodes,
            HyperedgeFeatures = attends,
            Heads = golden.IntegerArgument("heads", 1),
            Concatenate = golden.BooleanArgument("concat", true),
            NegativeSlope = golden.NumberArgument("negative_slope", 0.2),
            Bias = golden.BooleanArgument("bias", true),
        };
    }

    private static Hypergraph Read(GoldenCase golden)
    {
        int[] ends = golden.Graph["hyperedge_index"].ToInt32();
        return Hypergraph.FromPairs(
            golden.SourceCount,
            golden.Graph["num_hyperedges"].ToInt32()[0],
            ends.AsSpan(0, ends.Length / 2),
            ends.AsSpan(ends.Length / 2),
            new HypergraphPolicy { AllowEmptyHyperedges = true });
    }
}
