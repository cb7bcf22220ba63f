using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

public sealed partial class Hypergraph
{
    /// <summary>The graph in which two nodes that are in a hyperedge together have an edge.</summary>
    /// <param name="weights">What a hyperedge adds to the weight of its pairs, times its own weight if there are hyperedge weights.</param>
    /// <returns>An undirected graph of N nodes with the node columns, edges by source and target with the column <c>weight</c>, and what was lost.</returns>
    /// <exception cref="InvalidOperationException">The hyperedge weights are not floating <c>[M]</c>, or there are more than 2^31 edges.</exception>
    /// <remarks>There are no self-loops: of Zhou's matrix these are the entries off the diagonal. Cost: O(sum of squared sizes).</remarks>
    public Projection CliqueExpansion(CliqueWeights weights = CliqueWeights.Count)
    {
        double[] parts = new double[HyperedgeCount];
        double[]? own = HyperedgeWeights?.ToArray<double>();
        for (int hyperedge = 0; hyperedge < parts.Length; hyperedge++)
        {
            int size = Size(hyperedge);
            double part = own is null ? 1 : own[hyperedge];
            parts[hyperedge] = weights switch
            {
                CliqueWeights.Count => part,
                CliqueWeights.Newman => part / (size - 1),
                CliqueWeights.Zhou => part / size,
                _ => throw new ArgumentOutOfRangeException(nameof(weights), weights, "There are Count, Newman and Zhou."),
            };
        }

        var loss = new ProjectionLoss
        {
            Projection = "clique expansion",
            SetName = "hyperedge",
            MemberName = "node",
            Columns = [.. Hyperedges.Names.Where(name => name != ColumnNames.EdgeWeights).Select(Label(Hyperedges)), .. Incidences.Names.Select(Label(Incidences))],
        };
        return Project(PairExpansion.Of(Members, Memberships, parts, overlap: 1, loss), ColumnRows.Rename(Nodes, "node"), ClassNames);
    }

    /// <summary>The graph whose nodes are the hyperedges, with an edge between two that have nodes in common.</summary>
    /// <param name="overlap">How many nodes they must have in common, at least 1 (s of an s-line graph).</param>
    /// <returns>An undirected graph of M nodes with the hyperedge columns, edges by source and target with the number of common nodes as column
    /// <c>weight</c>, and what was lost.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The overlap is below 1.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 edges.</exception>
    /// <remarks>Aksoy, Joslyn, Marrero, Praggastis, Purvine, "Hypernetwork science via high-order hypergraph walks", 2020. For 1 it is the clique expansion of
    /// the dual. Cost: O(sum of squared degrees).</remarks>
    public Projection LineGraph(int overlap = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, 1);
        double[] ones = new double[NodeCount];
        Array.Fill(ones, 1);
        var loss = new ProjectionLoss
        {
            Projection = overlap == 1 ? "line graph" : $"line graph of overlap {overlap}",
            SetName = "node",
            MemberName = "hyperedge",
            Columns = [.. Nodes.Names.Select(Label(Nodes)), .. Incidences.Names.Select(Label(Incidences))],
        };
        return Project(PairExpansion.Of(Memberships, Members, ones, overlap, loss), ColumnRows.Rename(Hyperedges, "node"), classNames: []);
    }

    /// <summary>The hypergraph in which nodes are hyperedges and hyperedges nodes: the transpose of the incidence.</summary>
    /// <returns>A hypergraph of M nodes and N hyperedges with the columns of each; its own dual is this one exactly.</returns>
    /// <remarks>A node without hyperedges becomes a hyperedge without nodes. The class names go along, as names of whatever has labels.</remarks>
    public Hypergraph Dual()
    {
        int[] incidences = new int[checked((int)IncidenceCount)];
        for (int entry = 0; entry < incidences.Length; entry++)
        {
            incidences[entry] = (int)Memberships.EdgeIds[entry];
        }

        return new Hypergraph(
            SparseStructure.FromRows(HyperedgeCount, Pointers(Memberships), Memberships.ColumnIndices.Span()),
            ColumnRows.Rename(Hyperedges, "node"),
            ColumnRows.Rename(Nodes, "hyperedge"),
            ColumnRows.Gather(Incidences, incidences),
            ClassNames);
    }

    private static Func<string, string> Label(ColumnTable table) => name => ColumnChecks.NameOf(table, name);

    private static int[] Pointers(SparseStructure structure)
    {
        int[] pointers = new int[structure.RowCount + 1];
        for (int row = 0; row < pointers.Length; row++)
        {
            pointers[row] = checked((int)structure.RowPointers[row]);
        }

        return pointers;
    }

    private Projection Project(PairExpansion pairs, ColumnTable nodes, IReadOnlyList<string> classNames)
    {
        int count = (int)nodes.RowCount;
        using Graph bare = Graph.FromCheckedEdges(count, pairs.Sources, pairs.Targets, isUndirected: true);
        using Graph weighted = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(pairs.Weights, pairs.Weights.Length, ColumnEngine));
        return new Projection(weighted.WithTables(nodes: nodes, classNames: classNames), pairs.Loss);
    }

    /// <summary>Where this hypergraph's columns are; the default engine if it has none.</summary>
    private Engine? ColumnEngine => ColumnRows.EngineOf(Nodes, Hyperedges, Incidences);
}
