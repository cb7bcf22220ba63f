using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class GatConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_attn", "gat_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAttentionAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using GatConv layer = Create(golden);
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        string? edgeName = golden.Graph.Keys.SingleOrDefault(name => name is "edge_attr" or "edge_weight");
        Tensor? edges = edgeName is null ? null : golden.Graph[edgeName].ToTensor(engine).WithGradient();
        using Adjacency adjacency = layer.Prepare(structure, edges);
        var context = ForwardContext.ForTraining(new RandomSource(2));
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());

        (Tensor output, Tensor attention) = inputs.TryGetValue("x", out Tensor? x)
            ? layer.ForwardWithAttention(context, x, adjacency)
            : layer.ForwardWithAttention(context, inputs["x_src"], inputs["x_dst"], adjacency);
        if (golden.Outputs.ContainsKey("attention"))
        {
            Tensor inEdgeOrder = ToEdgeOrder(attention, adjacency.Structure, golden.Outputs["attention_edge_index"]);
            golden.Backward(("out", output), ("attention", inEdgeOrder));
            golden.AssertOutput("attention", inEdgeOrder);
        }
        else
        {
            golden.Backward(("out", output));
        }

        golden.AssertOutput("out", output);
        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }

        if (edges is not null)
        {
            golden.AssertInputGradient(edgeName!, edges);
        }
    }

    private static GatConv Create(GoldenCase golden)
    {
        JsonElement inputs = golden.Arguments.GetProperty("in_channels");
        int outputs = golden.IntegerArgument("out_channels", 0);
        bool fillsByName = !golden.Arguments.TryGetProperty("fill_value", out JsonElement fill) || fill.ValueKind == JsonValueKind.String;
        var options = new GatOptions
        {
            Heads = golden.IntegerArgument("heads", 1),
            Concatenate = golden.BooleanArgument("concat", true),
            NegativeSlope = golden.NumberArgument("negative_slope", 0.2),
            AddSelfLoops = golden.BooleanArgument("add_self_loops", true),
            EdgeFeatures = golden.IntegerArgument("edge_dim", 0),
            LoopFill = !fillsByName ? null : fill.ValueKind == JsonValueKind.String && fill.GetString() == "max" ? Reduction.Max : Reduction.Mean,
            LoopValue = fillsByName ? 1 : fill.GetDouble(),
            Bias = golden.BooleanArgument("bias", true),
            Residual = golden.BooleanArgument("residual", false),
        };
        return inputs.ValueKind == JsonValueKind.Array
            ? new GatConv(inputs[0].GetInt32(), inputs[1].GetInt32(), outputs, new RandomSource(1), options)
            : new GatConv(inputs.GetInt32(), outputs, new RandomSource(1), options);
    }

    /// <summary>Attention by the ids of the prepared edges, which must be those of the file.</summary>
    private static Tensor ToEdgeOrder(Tensor attention, SparseStructure structure, GoldenArray edgeIndex)
    {
        long[] entryOfEdge = new long[structure.EntryCount];
        int[] ends = edgeIndex.ToInt32();
        for (int row = 0; row < structure.RowCount; row++)
        {
            for (long entry = structure.RowPointers[row]; entry < structure.RowPointers[row + 1L]; entry++)
            {
                long edge = structure.EdgeIds[entry];
                entryOfEdge[edge] = entry;
                Assert.That((structure.ColumnIndices[entry], row), Is.EqualTo((ends[edge], ends[edge + structure.EntryCount])), $"edge {edge}");
            }
        }

        return attention.GatherRows(Tensor.Create(entryOfEdge, entryOfEdge.Length, attention.Engine));
    }
}
