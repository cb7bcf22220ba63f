using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors.Engines;

namespace Gnn.Cli;

/// <summary>Reads own tables of structures that are no plain graph, which the names of their columns tell.</summary>
internal sealed class StructureReader(
    string edgeFile, string? nodeFile, EdgeTableOptions edges, NodeTableOptions nodes, Engine engine, CancellationToken cancellation)
{
    private const string GraphLabel = "graph_label";

    /// <summary>The structure with the names of its nodes, and what was read in a line; null for the tables of a graph.</summary>
    internal (Dataset Dataset, string Line)? Read()
    {
        IReadOnlyList<string> columns = TableFiles.ColumnNames(edgeFile, edges.Format);
        return columns.Contains(new HeteroTableOptions().SourceType) ? ReadHetero()
            : columns.Contains(new GraphSetTableOptions().Graph) ? ReadSet()
            : columns.Contains(new IncidenceTableOptions().Hyperedge) && !columns.Contains(edges.Source) ? ReadHypergraph()
            : columns.Contains(EdgeTable.SignColumn) && edges.Weight != EdgeTable.SignColumn ? ReadSigned()
            : null;
    }

    private (Dataset, string) ReadHetero()
    {
        var options = new HeteroTableOptions { Edges = edges, Nodes = nodes };
        HeteroTable table = TableFiles.Read(
            edgeFile, nodeFile, () => HeteroTable.Read(edgeFile, nodeFile, options, cancellation),
            (edgeSource, nodeSource) => HeteroTable.Read(edgeSource, nodeSource, options, cancellation));
        var names = table.NodeTypes.ToDictionary(type => type, type => (IReadOnlyList<string>)table.IdsOf(type));
        return (new Dataset(table.ToHeteroGraph(engine)) { Names = names }, $"{table}");
    }

    private (Dataset, string) ReadSet()
    {
        bool hasLabels = nodeFile is not null && nodes.Label != GraphLabel && TableFiles.ColumnNames(nodeFile, nodes.Format).Contains(GraphLabel);
        var options = new GraphSetTableOptions { GraphLabel = hasLabels ? GraphLabel : null, Edges = edges, Nodes = nodes };
        GraphSetTable table = TableFiles.Read(
            edgeFile, nodeFile, () => GraphSetTable.Read(edgeFile, nodeFile, options, cancellation),
            (edgeSource, nodeSource) => GraphSetTable.Read(edgeSource, nodeSource, options, cancellation));
        var names = new Dictionary<string, IReadOnlyList<string>> { ["graph"] = table.Graphs };
        return (new Dataset(table.ToGraphSet(engine)) { Names = names }, $"{table}");
    }

    private (Dataset, string) ReadHypergraph()
    {
        string? needless = edges.IsUndirected ? "--undirected" : edges.Time is not null ? "--time" : edges.Features.Count > 0 ? "--edge-features" : null;
        if (needless is not null)
        {
            throw new UsageException($"{needless} is for edges, and the rows of the edge table are memberships of hyperedges: leave it out.");
        }

        var options = new IncidenceTableOptions { Weight = edges.Weight, Ids = edges.Ids, UnknownNodes = edges.UnknownNodes, Missing = edges.Missing, Format = edges.Format };
        NodeTable? known = ReadNodes();
        IncidenceTable table = TableFiles.Read(
            edgeFile, nodeFile, () => IncidenceTable.Read(edgeFile, options, known?.Ids, cancellation),
            (source, _) => IncidenceTable.Read(source, options, known?.Ids, cancellation));
        Hypergraph graph = table.ToHypergraph(engine);
        if (known is not null)
        {
            using Hypergraph bare = graph;
            graph = known.AddTo(bare, engine);
        }

        return (new Dataset(graph) { Names = NamesOf(known, ("node", table.Nodes), ("hyperedge", table.Hyperedges)) }, $"{table}");
    }

    private (Dataset, string) ReadSigned()
    {
        EdgeTableOptions signed = edges with { Sign = EdgeTable.SignColumn };
        NodeTable? known = ReadNodes();
        EdgeTable table = TableFiles.Read(
            edgeFile, nodeFile, () => EdgeTable.Read(edgeFile, signed, known?.Ids, cancellation),
            (source, _) => EdgeTable.Read(source, signed, known?.Ids, cancellation));
        SignedGraph graph = table.ToSignedGraph(engine);
        if (known is not null)
        {
            using SignedGraph bare = graph;
            graph = known.AddTo(bare, engine);
        }

        return (new Dataset(graph) { Names = NamesOf(known, ("node", table.Nodes)) }, $"{table}");
    }

    private NodeTable? ReadNodes() => nodeFile is null ? null : TableFiles.Read(
        nodeFile, nodes: null, () => NodeTable.Read(nodeFile, nodes, cancellation), (source, _) => NodeTable.Read(source, nodes, cancellation));

    private static Dictionary<string, IReadOnlyList<string>> NamesOf(NodeTable? nodes, params (string Thing, IdMap Ids)[] ids)
    {
        var names = ids.ToDictionary(map => map.Thing, map => (IReadOnlyList<string>)map.Ids);
        if (nodes?.FeatureNames.Count > 0)
        {
            names["feature"] = nodes.FeatureNames;
        }

        return names;
    }
}
