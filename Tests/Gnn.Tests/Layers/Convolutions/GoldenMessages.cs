using System.Globalization;
using System.Text.Json;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Golden cases of layers that take edge features.</summary>
internal static class GoldenMessages
{
    /// <summary>Runs a case and checks its output and all gradients.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="layer">The layer, with the case's options.</param>
    /// <param name="prepare">Makes the layer's adjacency from edges and their features or weights.</param>
    internal static void Check<T>(GoldenCase golden, Engine engine, T layer, Func<SparseStructure, Tensor?, Adjacency> prepare)
        where T : Module, IConvolution
    {
        using SparseStructure structure = golden.Structure();
        layer.MoveTo(engine);
        golden.LoadStateInto(layer);
        string? edgeName = golden.Graph.Keys.SingleOrDefault(name => name is "edge_attr" or "edge_weight");
        Tensor? edges = edgeName is null ? null : golden.Graph[edgeName].ToTensor(engine).WithGradient();
        using Adjacency adjacency = prepare(structure, edges);
        var context = ForwardContext.ForTraining(new RandomSource(2));
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

    /// <summary>The network that a case's argument <c>nn</c> describes.</summary>
    internal static Sequential Network(GoldenCase golden) => new([.. golden.Arguments.GetProperty("nn").GetProperty("layers").EnumerateArray().Select(Map)]);

    /// <summary>The number of features of each edge; 0 if the case has none.</summary>
    internal static int EdgeFeatures(GoldenCase golden) => golden.Graph.TryGetValue("edge_attr", out GoldenArray? edges) ? (int)edges.Shape[1] : 0;

    /// <summary>The reduction that a case's argument <c>aggr</c> names.</summary>
    internal static Reduction Reduction(GoldenCase golden) => !golden.Arguments.TryGetProperty("aggr", out JsonElement name)
        ? Gnn.Tensors.Reduction.Sum
        : name.GetString() switch
        {
            "add" or "sum" => Gnn.Tensors.Reduction.Sum,
            "mean" => Gnn.Tensors.Reduction.Mean,
            "max" => Gnn.Tensors.Reduction.Max,
            _ => throw new NotSupportedException($"No reduction is called {name}."),
        };

    private static IFeatureMap Map(JsonElement layer, int place) => layer[0].GetString() == "Linear"
        ? new Linear(layer[1].GetInt32(), layer[2].GetInt32(), new RandomSource(1).Stream(place.ToString(CultureInfo.InvariantCulture)))
        : new ActivationMap(Activation.Relu);
}
