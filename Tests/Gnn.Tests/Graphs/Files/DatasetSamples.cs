using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Files;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Graphs.Files;

/// <summary>A data set of every kind of structure: one that has everything, one that has nothing, and a small file.</summary>
internal static class DatasetSamples
{
    public static string[] Kinds { get; } = [Graph.FileKind, GraphSet.FileKind, Hypergraph.FileKind, SignedGraph.FileKind, TemporalGraph.FileKind, HeteroGraph.FileKind];

    /// <summary>Columns of every type, dense and sparse, in all tables, with splits and names that a file might stumble over.</summary>
    public static Dataset Full(string kind, Engine engine) => new(Structure(kind, engine))
    {
        NodeSplits = [new NodeSplit("public", Nodes(kind), [3, 1], [0], [2]), new NodeSplit("\u00e9/%2F", Nodes(kind), [], [], [])],
        IndexSplits = [new IndexSplit("fold 1", "graph", 7, [6, 0], [], [3]), new IndexSplit("nothing", "event", 0, [], [], [])],
        Names = new Dictionary<string, IReadOnlyList<string>>
        {
            ["node"] = ["a", "", "\u20ac \"quoted\" \U0001F600", "a/b%", "\0\n"],
            ["a/b \u00e9"] = [.. Enumerable.Range(0, 300).Select(number => new string((char)('a' + (number % 26)), number % 7))],
            [""] = [],
        },
    };

    /// <summary>No nodes, no edges, nothing beside them.</summary>
    public static Dataset Empty(string kind) => new(kind switch
    {
        Graph.FileKind => Graph.FromEdges(0, [], []),
        GraphSet.FileKind => GraphSet.FromEdges([], [], [], []),
        Hypergraph.FileKind => Hypergraph.FromPairs(0, 0, [], []),
        SignedGraph.FileKind => SignedGraph.FromEdges(0, [], [], []),
        TemporalGraph.FileKind => TemporalGraph.FromEvents(0, [], [], []),
        _ => HeteroGraph.Create(),
    });

    /// <summary>A small file, whose every byte is tried: both kinds of columns, a split, names and a note.</summary>
    public static byte[] SmallFile(string kind)
    {
        using var scratch = new ScratchFolder();
        using var dataset = new Dataset(Small(kind))
        {
            NodeSplits = [new NodeSplit("public", 3, [0], [1], [2])],
            IndexSplits = [new IndexSplit("fold", "item", 4, [0, 3], [], [1])],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = ["a", "\u00e9", ""] },
        };
        GraphFile.Save(dataset, scratch["a.gnn"], "a note");
        return File.ReadAllBytes(scratch["a.gnn"]);
    }

    private static int Nodes(string kind) => kind == Graph.FileKind ? 10 : kind == HeteroGraph.FileKind ? 5 : 4;

    private static IGraphStructure Structure(string kind, Engine engine) => kind switch
    {
        Graph.FileKind => FileSamples.Everything(engine),
        GraphSet.FileKind => Chain(
            GraphSet.FromEdges([2, 0, 2], [2, 0, 1], [0, 1, 0], [1, 0, 0]),
            set => set.WithLabels([0, 1, 0], ["even", "odd"], engine),
            set => set.WithNodeColumn("x", Sparse(4, engine)),
            set => set.WithNodeColumn("node/label", Ints(4, engine)),
            set => set.WithNodeColumn("mask", Bools(4, engine)),
            set => set.WithEdgeColumn("edge_attr", Doubles(3, engine)),
            set => set.WithEdgeColumn("time", Longs(3, engine)),
            set => set.WithGraphColumn("target", Doubles(3, engine))),
        Hypergraph.FileKind => Chain(
            Hypergraph.FromPairs(4, 3, [3, 1, 0, 2, 1], [0, 0, 2, 2, 2], new HypergraphPolicy { AllowEmptyHyperedges = true }),
            graph => graph.WithLabels([0, 1, -1, 0], ["a", "b"], engine),
            graph => graph.WithNodeColumn("x", Sparse(4, engine)),
            graph => graph.WithNodeColumn("mask", Bools(4, engine)),
            graph => graph.WithHyperedgeColumn("time", Longs(3, engine)),
            graph => graph.WithIncidenceColumn("weight", Doubles(5, engine)),
            graph => graph.WithIncidenceColumn("%", Ints(5, engine))),
        SignedGraph.FileKind => Chain(
            SignedGraph.FromEdges(4, [0, 1, 1, 3, 2, 2], [1, 0, 3, 1, 2, 2], [1, 1, -1, -1, 1, -1], isUndirected: true),
            graph => graph.WithNodeColumn("x", Sparse(4, engine)),
            graph => graph.WithNodeColumn("mask", Bools(4, engine)),
            graph => graph.WithEdgeColumn("rating", Ints(6, engine)),
            graph => graph.WithEdgeColumn("time", Longs(6, engine)),
            graph => graph.WithGlobalColumn("g", Doubles(1, engine))),
        TemporalGraph.FileKind => Chain(
            TemporalGraph.FromEvents(4, [0, 1, 0], [3, 2, 2], [9, -5, 9], sourceNodeCount: 2),
            graph => graph.WithNodeColumn("x", Sparse(4, engine)),
            graph => graph.WithNodeColumn("mask", Bools(4, engine)),
            graph => graph.WithEventColumn("x", Doubles(3, engine)),
            graph => graph.WithEventColumn("label", Ints(3, engine)),
            graph => graph.WithGlobalColumn("g", Longs(1, engine))),
        _ => Chain(
            HeteroGraph.Create(("pa/per", 5), ("a-b", 2), ("a", 1), ("none", 0), ("many", 90)),
            graph => graph.WithEdges(new EdgeType("a-b", "c", "pa/per"), [0, 1, 1], [4, 0, 0]),
            graph => graph.WithEdges(new EdgeType("a", "b-c", "pa/per"), [0], [2]),
            graph => graph.WithEdges(new EdgeType("many", "\u00e9 / %2F\n", "many"), [89, 3], [3, 89]),
            graph => graph.WithEdges(new EdgeType("none", "no", "none"), [], []),
            graph => graph.WithNodeColumn("pa/per", "x", Sparse(5, engine)),
            graph => graph.WithNodeColumn("pa/per", "y", Ints(5, engine)),
            graph => graph.WithNodeColumn("a-b", "mask", Bools(2, engine)),
            graph => graph.WithEdgeColumn(new EdgeType("a-b", "c", "pa/per"), "weight", Doubles(3, engine)),
            graph => graph.WithEdgeColumn(new EdgeType("a", "b-c", "pa/per"), "weight", Longs(1, engine))),
    };

    private static IGraphStructure Small(string kind) => kind switch
    {
        Graph.FileKind => FileSamples.Chain(
            Graph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], isUndirected: true),
            graph => graph.WithLabels([0, 1, 0], ["a", "b"]),
            graph => graph.WithFeatures(SparseTensor.Identity(3))),
        GraphSet.FileKind => Chain(
            GraphSet.FromEdges([2, 1], [2, 1], [0, 1, 0], [1, 0, 0], isUndirected: true),
            set => set.WithLabels([0, 1]),
            set => set.WithNodeColumn("x", SparseTensor.Identity(3))),
        Hypergraph.FileKind => Chain(
            Hypergraph.FromMembers(3, [[2, 0], [1, 0, 2]]), graph => graph.WithLabels([0, 1, 0]), graph => graph.WithNodeColumn("x", SparseTensor.Identity(3))),
        SignedGraph.FileKind => Chain(
            SignedGraph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], [1, 1, -1, -1], isUndirected: true),
            graph => graph.WithNodeColumn("mask", Bools(3, Engine.Default)),
            graph => graph.WithNodeColumn("x", SparseTensor.Identity(3))),
        TemporalGraph.FileKind => Chain(
            TemporalGraph.FromEvents(3, [0, 1, 0], [2, 2, 2], [4, 2, 7], sourceNodeCount: 2),
            graph => graph.WithEventColumn("state", Bools(3, Engine.Default)),
            graph => graph.WithNodeColumn("x", SparseTensor.Identity(3))),
        _ => Chain(
            HeteroGraph.Create(("a/b", 3), ("c", 2)),
            graph => graph.WithEdges(new EdgeType("a/b", "to", "c"), [0, 2], [1, 1]),
            graph => graph.WithNodeColumn("a/b", "x", SparseTensor.Identity(3)),
            graph => graph.WithNodeColumn("c", "mask", Bools(2, Engine.Default))),
    };

    private static T Chain<T>(T structure, params Func<T, T>[] changes)
        where T : IGraphStructure
    {
        foreach (Func<T, T> change in changes)
        {
            using T before = structure;
            structure = change(before);
        }

        return structure;
    }

    private static SparseTensor Sparse(int rows, Engine engine)
    {
        using SparseStructure structure = SparseStructure.FromEdges(rows, 6, [rows - 1, 0, 0], [5, 2, 0]);
        return new SparseTensor(structure, Tensor.Create<double>([1, -2, double.NaN], 3, engine));
    }

    private static Tensor Doubles(int rows, Engine engine) => Tensor.Create<double>([.. Enumerable.Range(0, 2 * rows).Select(value => value - 0.5)], (rows, 2), engine);

    private static Tensor Ints(int rows, Engine engine) => Tensor.Create<int>([.. Enumerable.Range(0, rows).Select(value => value - 1)], rows, engine);

    private static Tensor Longs(int rows, Engine engine) => Tensor.Create<long>([.. Enumerable.Range(0, rows).Select(value => value - (1L << 40))], rows, engine);

    private static Tensor Bools(int rows, Engine engine) => Tensor.Create<bool>([.. Enumerable.Range(0, rows).Select(value => value % 2 == 0)], rows, engine);
}
