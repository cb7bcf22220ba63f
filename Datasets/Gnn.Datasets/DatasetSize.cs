using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;

namespace Gnn.Datasets;

/// <summary>The counts of a data set, as its structure holds them.</summary>
/// <param name="Nodes">The nodes, of all types and graphs.</param>
/// <param name="Edges">The edges, of an undirected graph in both directions; the hyperedges of a hypergraph, the events of a temporal graph.</param>
/// <param name="Features">The columns of the nodes' features, 0 if there are none or, in a heterogeneous graph, where types differ.</param>
/// <param name="Classes">The classes of nodes, or of graphs in a set of graphs, 0 if there are none.</param>
/// <param name="Graphs">The number of graphs.</param>
public sealed record DatasetSize(long Nodes, long Edges, int Features = 0, int Classes = 0, int Graphs = 1)
{
    /// <summary>Counts what a structure holds.</summary>
    /// <param name="structure">The structure.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">The structure is of a kind that is not known here.</exception>
    public static DatasetSize Of(IGraphStructure structure) => structure switch
    {
        Graph graph => new DatasetSize(graph.NodeCount, graph.EdgeCount, WidthOf(graph.Nodes), graph.HasLabels ? graph.ClassCount : 0),
        GraphSet set => new DatasetSize(set.NodeCount, set.EdgeCount, WidthOf(set.Nodes), set.HasLabels ? set.ClassCount : 0, set.Count),
        Hypergraph hypergraph => new DatasetSize(
            hypergraph.NodeCount, hypergraph.HyperedgeCount, WidthOf(hypergraph.Nodes), hypergraph.HasLabels ? ClassesOf(hypergraph.HostLabels) : 0),
        SignedGraph signed => new DatasetSize(signed.NodeCount, signed.EdgeCount, WidthOf(signed.Nodes), ClassesOf(signed.Nodes)),
        TemporalGraph temporal => new DatasetSize(temporal.NodeCount, temporal.EventCount, WidthOf(temporal.Nodes), ClassesOf(temporal.Nodes)),
        HeteroGraph hetero => new DatasetSize(hetero.TotalNodeCount, hetero.TotalEdgeCount, 0, hetero.NodeTypes.Max(type => ClassesOf(hetero.Nodes(type)))),
        _ => throw new ArgumentException($"'structure' must be one of this library's, got {structure}.", nameof(structure)),
    };

    private static int WidthOf(ColumnTable nodes)
    {
        if (!nodes.Contains(ColumnNames.Features))
        {
            return 0;
        }

        return nodes.IsSparse(ColumnNames.Features)
            ? nodes.Sparse(ColumnNames.Features).Structure.ColumnCount
            : (int)(nodes[ColumnNames.Features].Shape.Count / Math.Max(1, nodes.RowCount));
    }

    private static int ClassesOf(ColumnTable nodes) => nodes.Contains(ColumnNames.Labels) && nodes[ColumnNames.Labels].Shape.Rank == 1
        ? ClassesOf(nodes[ColumnNames.Labels].ToArray<int>())
        : 0;

    private static int ClassesOf(ReadOnlySpan<int> labels)
    {
        int most = -1;
        foreach (int label in labels)
        {
            most = Math.Max(most, label);
        }

        return most + 1;
    }
}
