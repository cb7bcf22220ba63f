using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Layers;

/// <summary>Graphs and features that the tests of layers share.</summary>
internal static class TestGraphs
{
    /// <summary>Isolated nodes, self-loops and duplicate edges among them.</summary>
    internal static SparseStructure Random(int nodes = 15, int edges = 40, ulong seed = 3)
    {
        RandomEdges list = RandomGraphs.Create(nodes, edges, seed);
        return SparseStructure.FromEdges(nodes, nodes, list.Targets, list.Sources);
    }

    /// <summary>Dense features in [-1, 1).</summary>
    internal static Tensor Features(int nodes, int columns, Engine engine, string name = "x") =>
        Tensor.Uniform((nodes, columns), new RandomSource(5).Stream(name), -1, 1, engine);

    /// <summary>Features of which about a third are stored, sparse and dense.</summary>
    internal static (SparseTensor Sparse, Tensor Dense) SparseFeatures(int nodes, int columns, Engine engine)
    {
        double[] draws = new double[nodes * columns];
        new RandomSource(6).FillUniform(draws, 0, -1, 1);
        double[] dense = Array.ConvertAll(draws, value => Math.Abs(value) < 1.0 / 3 ? value : 0);
        int[] places = [.. Enumerable.Range(0, dense.Length).Where(place => dense[place] != 0)];
        using SparseStructure structure = SparseStructure.FromEdges(
            nodes, columns, Array.ConvertAll(places, place => place / columns), Array.ConvertAll(places, place => place % columns));
        double[] values = Array.ConvertAll(places, place => dense[place]);
        return (new SparseTensor(structure, Tensor.Create(values, values.Length, engine)), Tensor.Create(dense, (nodes, columns), engine));
    }

    /// <summary>Every convolution with options that use all of its formula, but edge features.</summary>
    internal static IEnumerable<(string Name, Func<int, int, IConvolution> Create)> Convolutions()
    {
        var random = new RandomSource(9);
        yield return ("gcn", (inputs, outputs) => new GcnConv(inputs, outputs, random));
        yield return ("gcn_plain", (inputs, outputs) => new GcnConv(inputs, outputs, random, new GcnOptions { Normalization = GcnNormalization.None }));
        yield return ("sage_mean", (inputs, outputs) => new SageConv(inputs, outputs, random));
        yield return ("sage_max", (inputs, outputs) => new SageConv(inputs, outputs, random, new SageOptions { Aggregations = [Aggregation.Max] }));
        yield return ("sage_all", (inputs, outputs) => new SageConv(inputs, outputs, random, new SageOptions
        {
            Aggregations = [Aggregation.Sum, Aggregation.Min, Aggregation.StandardDeviation],
            Project = true,
            Normalize = true,
        }));
        yield return ("gin", (inputs, outputs) => new GinConv(new Sequential(
            new Linear(inputs, 5, random.Stream("0")), new ActivationMap(Activation.Tanh), new Linear(5, outputs, random.Stream("2"))),
            new GinOptions { Epsilon = 0.3, TrainEpsilon = true }));
        yield return ("gat", (inputs, outputs) => new GatConv(inputs, outputs, random, new GatOptions { Heads = 3 }));
        yield return ("gat_mean", (inputs, outputs) => new GatConv(inputs, outputs, random, new GatOptions
        {
            Heads = 2,
            Concatenate = false,
            Residual = true,
        }));
    }
}
