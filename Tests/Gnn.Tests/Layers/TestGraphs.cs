using Gnn.Graphs;
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

    /// <summary>A graph with all columns that a layer may take: weights, two edge features, one of three relations; isolated nodes, self-loops and duplicate edges
    /// among its edges.</summary>
    internal static Graph Graph(Engine engine, int nodes = 15, int edges = 40, ulong seed = 3)
    {
        RandomEdges list = RandomGraphs.Create(nodes, edges, seed);
        return WithColumns(Gnn.Graphs.Graph.FromEdges(nodes, list.Sources, list.Targets), [.. Enumerable.Range(0, edges)], engine);
    }

    /// <summary>The columns of a graph whose edges are known by other ids: a permuted graph, or a part of one.</summary>
    internal static Graph WithColumns(Graph graph, int[] ids, Engine engine)
    {
        int edges = ids.Length == 0 ? 0 : ids.Max() + 1;
        Tensor order = Tensor.Create(ids, ids.Length, engine);
        Tensor weights = Tensor.Uniform((edges, 1), new RandomSource(7).Stream("weight"), 0.5, 1.5, engine).GatherRows(order);
        Tensor features = Tensor.Uniform((edges, 2), new RandomSource(7).Stream("features"), -1, 1, engine).GatherRows(order);
        return graph
            .WithEdgeColumn(ColumnNames.EdgeWeights, weights.Reshape(ids.Length))
            .WithEdgeColumn(ColumnNames.EdgeFeatures, features)
            .WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(Array.ConvertAll(ids, id => id % 3), ids.Length, engine));
    }
}
