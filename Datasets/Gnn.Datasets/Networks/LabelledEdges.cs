using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;

namespace Gnn.Datasets.Networks;

/// <summary>A graph from an edge list and a list of classes.</summary>
internal static class LabelledEdges
{
    /// <summary>Reads the two texts; the nodes are those of either.</summary>
    /// <param name="edgeText">The edge list.</param>
    /// <param name="labelText">The list of classes.</param>
    /// <param name="options">What the edge list means.</param>
    /// <returns>The graph with its labels, and the published ids where they are not 0 to N - 1.</returns>
    /// <exception cref="Tensors.Files.DataFormatException">A text is damaged.</exception>
    public static Dataset Read(TextScanner edgeText, TextScanner labelText, EdgeListOptions options)
    {
        EdgeRows rows = EdgeRows.ReadPairs(edgeText, options);
        NodeLabels labels = NodeLabels.Read(labelText, rows.Ids);
        NodeNumbers nodes = rows.NumberNodes(options, labels.Nodes)!;
        using Dataset bare = rows.ToDataset(options, nodes, engine: null);
        return new Dataset(bare.As<Graph>().WithLabels(labels.ByNode(nodes.Count))) { Names = bare.Names };
    }
}
