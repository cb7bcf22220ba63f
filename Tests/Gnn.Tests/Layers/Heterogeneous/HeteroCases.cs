using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;

namespace Gnn.Tests.Layers.Heterogeneous;

/// <summary>Every layer over several types, and a graph for them: authors, papers and venues, no edge leading to a venue.</summary>
internal static class HeteroCases
{
    internal static readonly EdgeType Writes = new("author", "writes", "paper");
    internal static readonly EdgeType WrittenBy = new("paper", "rev_writes", "author");
    internal static readonly EdgeType Cites = new("paper", "cites", "paper");
    internal static readonly EdgeType Prints = new("venue", "prints", "paper");
    internal static readonly EdgeType Retracts = new("venue", "retracts", "paper");

    /// <summary>The node types with their feature columns.</summary>
    internal static (string Type, int Inputs)[] NodeTypes { get; } = [("author", 5), ("paper", 4), ("venue", 3)];

    /// <summary>The edge types, the last one without edges in the graph.</summary>
    internal static EdgeType[] EdgeTypes { get; } = [Writes, WrittenBy, Cites, Prints, Retracts];

    internal static IReadOnlyList<HeteroCase> All { get; } =
    [
        new("hetero_sum", random => Sage(random, Combination.Sum)),
        new("hetero_mean", random => Sage(random, Combination.Mean)),
        new("hetero_max", random => Sage(random, Combination.Max)),
        new("hetero_min", random => Sage(random, Combination.Min)),
        new("hetero_concatenate", random => Sage(random, Combination.Concatenate)),
        new("hetero_gat", random => new HeteroConv(
        [
            (Writes, new GatConv(5, 4, 4, random.Stream("writes"), new GatOptions { AddSelfLoops = false })),
            (WrittenBy, new SageConv(4, 5, 4, random.Stream("written"))),
            (Cites, new GatConv(4, 4, random.Stream("cites"))),
            (Prints, new SageConv(3, 4, 4, random.Stream("prints"))),
            (Retracts, new SageConv(3, 4, 4, random.Stream("retracts"))),
        ])),
        new("han", random => new HanConv(NodeTypes, 4, EdgeTypes, random, new HanOptions { Heads = 2, NegativeSlope = 0.3 })),
        new("hgt", random => new HgtConv(NodeTypes, 4, EdgeTypes, random, new HgtOptions { Heads = 2 })),
        new("hgt_one_head", random => new HgtConv(NodeTypes, 3, EdgeTypes, random)),
    ];

    /// <summary>Six authors, nine papers, three venues; the last author, the last two papers and the last venue have no edges.</summary>
    internal static HeteroGraph Graph(Engine engine, Func<string, int, int>? rename = null)
    {
        rename ??= (_, node) => node;
        HeteroGraph graph = HeteroGraph.Create([("author", 6), ("paper", 9), ("venue", 3)]);
        ulong seed = 1;
        foreach (EdgeType type in EdgeTypes)
        {
            RandomEdges edges = RandomGraphs.Bipartite(graph.NodeCount(type.Target), graph.NodeCount(type.Source), type == Retracts ? 0 : 16, seed++);
            using HeteroGraph before = graph;
            graph = before.WithEdges(
                type,
                Array.ConvertAll(edges.Sources, node => rename(type.Source, node)),
                Array.ConvertAll(edges.Targets, node => rename(type.Target, node)));
        }

        foreach ((string type, int inputs) in NodeTypes)
        {
            using HeteroGraph before = graph;
            int nodes = before.NodeCount(type);
            int[] places = new int[nodes];
            for (int node = 0; node < nodes; node++)
            {
                places[rename(type, node)] = node;
            }

            Tensor x = TestGraphs.Features(nodes, inputs, engine, type).GatherRows(Tensor.Create(places, nodes, engine));
            graph = before.WithNodeColumn(type, ColumnNames.Features, x);
        }

        return graph;
    }

    private static HeteroConv Sage(RandomSource random, Combination combination) => new(
        [.. EdgeTypes.Select(type => (type, (IBipartiteConvolution)new SageConv(Inputs(type.Source), Inputs(type.Target), 4, random.Stream(type.Relation))))],
        combination);

    private static int Inputs(string nodeType) => NodeTypes.Single(type => type.Type == nodeType).Inputs;
}
