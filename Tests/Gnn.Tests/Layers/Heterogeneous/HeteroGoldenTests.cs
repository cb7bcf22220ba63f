using System.Text.Json;
using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Heterogeneous;

[TestFixture]
[Category("Golden")]
internal sealed class HeteroGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => [.. GoldenLayerCases.Of("conv_rel", "hgt_"), .. GoldenLayerCases.Of("conv_rel", "han_")];

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        JsonElement metadata = golden.Arguments.GetProperty("metadata");
        string[] nodeTypes = [.. metadata[0].EnumerateArray().Select(name => name.GetString()!)];
        EdgeType[] edgeTypes = [.. metadata[1].EnumerateArray().Select(type => new EdgeType(type[0].GetString()!, type[1].GetString()!, type[2].GetString()!))];
        Dictionary<string, Tensor> inputs = nodeTypes.ToDictionary(type => type, type => golden.Inputs[$"x__{type}"].ToTensor(engine).WithGradient());
        using HeteroGraph graph = Graph(golden, inputs, edgeTypes);
        IHeteroConvolution layer = Layer(golden, inputs, edgeTypes);
        using var module = (Module)layer;
        module.MoveTo(engine);
        golden.LoadInto(module);
        using HeteroAdjacency adjacency = layer.Prepare(graph);
        var context = ForwardContext.ForTraining(new RandomSource(2));

        var outputs = new List<(string Name, Tensor Output)>();
        if (layer is HanConv han)
        {
            (IReadOnlyDictionary<string, Tensor> rows, IReadOnlyDictionary<string, Tensor> attention) = han.ForwardWithAttention(context, HeteroFeatures.Of(inputs), adjacency);
            outputs.AddRange(rows.Select(pair => ($"out__{pair.Key}", pair.Value)));
            outputs.AddRange(attention.Select(pair => ($"semantic_attention__{pair.Key}", pair.Value)));
        }
        else
        {
            outputs.AddRange(layer.Forward(context, HeteroFeatures.Of(inputs), adjacency).Select(pair => ($"out__{pair.Key}", pair.Value)));
        }

        golden.Backward([.. outputs]);

        Assert.That(outputs.Select(output => output.Name), Is.EquivalentTo(golden.Outputs.Keys));
        outputs.ForEach(output => golden.AssertOutput(output.Name, output.Output));
        golden.AssertParameterGradients(module);
        foreach ((string type, Tensor input) in inputs)
        {
            golden.AssertInputGradient($"x__{type}", input);
        }
    }

    private static HeteroGraph Graph(GoldenCase golden, Dictionary<string, Tensor> inputs, EdgeType[] edgeTypes)
    {
        HeteroGraph graph = HeteroGraph.Create([.. inputs.Select(pair => (pair.Key, (int)pair.Value.Shape[0]))]);
        foreach (EdgeType type in edgeTypes)
        {
            using HeteroGraph before = graph;
            int[] ends = golden.Graph[$"edge_index__{type.Source}__{type.Relation}__{type.Target}"].ToInt32();
            graph = before.WithEdges(type, ends.AsSpan(0, ends.Length / 2), ends.AsSpan(ends.Length / 2));
        }

        return graph;
    }

    private static IHeteroConvolution Layer(GoldenCase golden, Dictionary<string, Tensor> inputs, EdgeType[] edgeTypes)
    {
        (string Type, int Inputs)[] nodeTypes = [.. inputs.Select(pair => (pair.Key, (int)pair.Value.Shape[1]))];
        int outputs = golden.IntegerArgument("out_channels", 0);
        int heads = golden.IntegerArgument("heads", 1);
        var random = new RandomSource(1);
        return golden.Name.StartsWith("hgt", StringComparison.Ordinal)
            ? new HgtConv(nodeTypes, outputs, edgeTypes, random, new HgtOptions { Heads = heads })
            : new HanConv(nodeTypes, outputs, edgeTypes, random, new HanOptions { Heads = heads, NegativeSlope = golden.NumberArgument("negative_slope", 0.2) });
    }
}
