using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Layers.Hypergraphs;

/// <summary>Every layer over a hypergraph, with options that together use all of its formula, and a hypergraph for them.</summary>
internal static class HypergraphCases
{
    internal const int Inputs = 5;
    internal const int Nodes = 11;

    // An empty hyperedge, one of a single node, and a set that is there twice; the last node is in none.
    internal static readonly int[][] Members = [[0, 1, 2], [1, 2, 3, 5], [4], [], [0, 3, 4, 5, 6], [6, 7, 8], [6, 7, 8], [1, 8, 9]];

    internal static IReadOnlyList<HypergraphCase> All { get; } =
    [
        Conv("hypergraph_symmetric", new HypergraphConvOptions()),
        Conv("hypergraph_row", new HypergraphConvOptions { Normalization = HypergraphNormalization.Row, Bias = false }),
        Conv("hypergraph_loops", new HypergraphConvOptions { AddSelfLoops = true }),
        Conv("hypergraph_over_nodes", new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, Heads = 2, HyperedgeFeatures = true }),
        Conv("hypergraph_over_nodes_means", new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, Heads = 3, Concatenate = false }),
        Conv("hypergraph_over_hyperedges", new HypergraphConvOptions
        {
            Attention = HypergraphAttention.OverHyperedges,
            Heads = 2,
            HyperedgeFeatures = true,
            Normalization = HypergraphNormalization.Row,
            NegativeSlope = 0.3,
        }),
        Conv("hypergraph_over_hyperedges_loops", new HypergraphConvOptions { Attention = HypergraphAttention.OverHyperedges, AddSelfLoops = true }),
        new("unigcn", random => new UniGcnConv(Inputs, 4, random)),
        new("unigcn_no_loops", random => new UniGcnConv(Inputs, 4, random, new UniGcnOptions { AddSelfLoops = false, Bias = true })),

        // Wide enough that no row is of dead units alone.
        new("deepsets_mean", random => new AllDeepSetsConv(Inputs, 12, random)),
        new("deepsets_sum", random => new AllDeepSetsConv(Inputs, 12, random, new AllDeepSetsOptions { Aggregation = Reduction.Sum, MlpLayers = 1, AddSelfLoops = false })),
        new("allset", random => new AllSetTransformerConv(Inputs, 4, random, new AllSetTransformerOptions { Heads = 2, NegativeSlope = 0.3 })),
        new("allset_no_loops", random => new AllSetTransformerConv(
            Inputs, 4, random, new AllSetTransformerOptions { MlpLayers = 1, AddSelfLoops = false })),
    ];

    /// <summary>The hypergraph of <see cref="Members"/> with hyperedge weights and features.</summary>
    /// <param name="engine">Where the columns are.</param>
    /// <param name="rename">The new name of a node.</param>
    /// <param name="order">The hyperedges that are there, in order; all as they are if null.</param>
    internal static Hypergraph Create(Engine engine, Func<int, int>? rename = null, int[]? order = null)
    {
        order ??= [.. Enumerable.Range(0, Members.Length)];
        int[][] members = Array.ConvertAll(order, hyperedge => Array.ConvertAll(Members[hyperedge], node => rename is null ? node : rename(node)));
        return Create(Nodes, members, order, engine);
    }

    /// <summary>Any sets, with the weights and features of hyperedges that are known by other ids.</summary>
    internal static Hypergraph Create(int nodes, int[][] members, int[] ids, Engine engine)
    {
        using var scope = new TensorScope();
        using Hypergraph plain = Hypergraph.FromMembers(nodes, members, new HypergraphPolicy { AllowEmptyHyperedges = true });
        Tensor order = Tensor.Create(ids, ids.Length, engine);
        Tensor weights = Tensor.Uniform((Members.Length, 1), new RandomSource(7).Stream("weights"), 0.5, 1.5, engine).GatherRows(order);
        Tensor features = Tensor.Uniform((Members.Length, Inputs), new RandomSource(7).Stream("features"), -1, 1, engine).GatherRows(order);
        using Hypergraph weighted = plain.WithHyperedgeColumn(ColumnNames.EdgeWeights, weights.Reshape(ids.Length));
        return weighted.WithHyperedgeColumn(ColumnNames.EdgeFeatures, features);
    }

    private static HypergraphCase Conv(string name, HypergraphConvOptions options) => new(name, random => new HypergraphConv(Inputs, 3, random, options));
}
