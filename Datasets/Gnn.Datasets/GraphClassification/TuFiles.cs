using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>Reads a set of the TU collection and checks its files against one another.</summary>
internal static class TuFiles
{
    /// <summary>The name of the graph column of regression targets.</summary>
    public const string Targets = "target";

    /// <summary>Reads a set.</summary>
    /// <param name="path">Its archive or folder.</param>
    /// <returns>The set, owned by the caller.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(string path)
    {
        using var folder = TuFolder.Open(path);
        long bytes = 0;
        TextScanner Scan(string end)
        {
            TextScanner text = folder.Scan(end);
            bytes += text.Length;
            return text;
        }

        TuTable<int>? Labels(string end, string what) => folder.Has(end) ? TuText.ReadIntegers(Scan(end), what) : null;
        TuTable<float>? Attributes(string end, string what) => folder.Has(end) ? TuText.ReadNumbers(Scan(end), what) : null;

        TuTable<int>? graphLabels = Labels("_graph_labels.txt", "a graph's label");
        TuTable<float>? graphTargets = Attributes("_graph_attributes.txt", "a graph's attribute");
        int? count = graphLabels?.Rows ?? graphTargets?.Rows;
        int[] graphOfNode = TuText.ReadGraphOfNode(Scan("_graph_indicator.txt"), count);
        int graphs = count ?? (graphOfNode.Length == 0 ? 0 : graphOfNode[^1] + 1);
        RequireOneColumn(graphLabels);
        graphTargets?.RequireRows(graphs, "graph");
        (int[] sources, int[] targets) = TuText.ReadEdges(Scan(TuFolder.Edges), graphOfNode);
        var nodes = TuFeatures.Join(
            Attributes("_node_attributes.txt", "a node's attribute")?.RequireRows(graphOfNode.Length, "node"),
            Labels("_node_labels.txt", "a node's label")?.RequireRows(graphOfNode.Length, "node"),
            bytes);

        int[] order = EdgeOrder.OfDistinct(graphOfNode.Length, sources, targets);
        var edges = TuFeatures.Join(
            Attributes("_edge_attributes.txt", "an edge's attribute")?.RequireRows(sources.Length, "edge").Take(order),
            Labels("_edge_labels.txt", "an edge's label")?.RequireRows(sources.Length, "edge").Take(order),
            bytes);
        (sources, targets) = (EdgeOrder.Take(sources, order), EdgeOrder.Take(targets, order));
        bool isUndirected = EdgeOrder.FindOneWay(graphOfNode.Length, sources, targets) < 0;
        var set = GraphSet.FromIndicator(graphs, graphOfNode, sources, targets, isUndirected);
        return new Dataset(WithColumns(set, nodes, edges, graphLabels, graphTargets)) { Names = NamesOf(nodes, edges) };
    }

    private static GraphSet WithColumns(GraphSet set, TuFeatures? nodes, TuFeatures? edges, TuTable<int>? labels, TuTable<float>? targets)
    {
        if (nodes is not null)
        {
            set = Replace(set, set.WithFeatures(Tensor.Create(nodes.Cells, new Shape(set.NodeCount, nodes.Columns))));
        }

        if (edges is not null)
        {
            set = Replace(set, set.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Create(edges.Cells, new Shape(set.EdgeCount, edges.Columns))));
        }

        if (labels is not null)
        {
            var classes = RankedValues.Of(labels.Cells);
            set = Replace(set, set.WithLabels(classes.Ranks, classes.Names));
        }

        if (targets is not null)
        {
            set = Replace(set, set.WithGraphColumn(Targets, Tensor.Create(targets.Cells, new Shape(targets.Rows, targets.Columns))));
        }

        return set;
    }

    private static GraphSet Replace(GraphSet old, GraphSet made)
    {
        old.Dispose();
        return made;
    }

    private static Dictionary<string, IReadOnlyList<string>> NamesOf(TuFeatures? nodes, TuFeatures? edges)
    {
        var names = new Dictionary<string, IReadOnlyList<string>>();
        if (nodes is not null)
        {
            names["feature"] = nodes.Names;
        }

        if (edges is not null)
        {
            names["edge feature"] = edges.Names;
        }

        return names;
    }

    private static void RequireOneColumn(TuTable<int>? labels)
    {
        if (labels is { Columns: > 1 })
        {
            throw new DataFormatException(labels.Path, "", $"expected one label for each graph, got {labels.Columns}", "Several targets belong in '_graph_attributes.txt'.");
        }
    }
}
