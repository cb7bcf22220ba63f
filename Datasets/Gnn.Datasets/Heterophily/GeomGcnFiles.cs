using System.Security.Cryptography;
using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Heterophily;

/// <summary>Reads the graphs and the splits of the Geom-GCN release.</summary>
internal static class GeomGcnFiles
{
    /// <summary>The file of edges.</summary>
    public const string Edges = "out1_graph_edges.txt";

    /// <summary>The file of nodes.</summary>
    public const string Nodes = "out1_node_feature_label.txt";

    /// <summary>The number of splits of each graph.</summary>
    public const int SplitCount = 10;

    // Of Texas's file of nodes, which was published a second time as Cornell's.
    private const string DigestOfTexas = "cf5a3ca346cdd1210b8342e22517fcbbdae658065b7a3145f59350e50e6236a3";
    private const byte Tab = (byte)'\t';
    private const int LeastEdgeBytes = 4;

    /// <summary>The name of the file of a split.</summary>
    public static string SplitName(string name, int split) => $"{name}_split_0.6_0.2_{split}.npz";

    /// <summary>Reads a graph with its splits.</summary>
    /// <param name="name">The name that its files have.</param>
    /// <param name="files">Its files.</param>
    /// <param name="isDirected">Whether the edges stay as they are in the file.</param>
    /// <param name="keepDefects">Whether Texas's nodes are taken for those of another graph.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or holds the nodes of Texas but is not called so.</exception>
    public static Dataset Read(string name, DatasetFiles files, bool isDirected, bool keepDefects)
    {
        byte[] nodes = files.Read(Nodes);
        if (name != "texas" && !keepDefects && Convert.ToHexStringLower(SHA256.HashData(nodes)) == DigestOfTexas)
        {
            throw new DataFormatException(
                files.PathOf(Nodes),
                "",
                $"expected the features and classes of {name}, got those of texas, byte for byte: the release has them in place of its own",
                $"Load 'heterophilous-{name}', which has the true ones, or call GeomGcn.Load with keepDefects: true to reproduce figures made of this file.");
        }

        GeomGcnTable table = GeomGcnTable.Read(new TextScanner(nodes, files.PathOf(Nodes), Tab));
        (int[] sources, int[] targets) = ReadEdges(files.Scan(Edges, Tab), table.Labels.Length);
        NodeSplit[] splits = ReadSplits(name, files, table.Labels.Length);
        return new Dataset(NodeGraph.Create(table.Labels, sources, targets, isDirected, table.ToFeatures())) { NodeSplits = splits };
    }

    /// <summary>Reads the ten splits of a graph.</summary>
    /// <param name="name">The name that its files have.</param>
    /// <param name="files">Its files.</param>
    /// <param name="nodeCount">N.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, has masks of another length, or has a node in two parts.</exception>
    public static NodeSplit[] ReadSplits(string name, DatasetFiles files, int nodeCount)
    {
        var splits = new NodeSplit[SplitCount];
        for (int i = 0; i < SplitCount; i++)
        {
            string path = files.PathOf(SplitName(name, i));
            using NpzFile masks = NpzFile.Open(path);
            bool[] Mask(string part)
            {
                bool[] mask = masks.Read(part).ToBoolean();
                return mask.Length == nodeCount
                    ? mask
                    : throw new DataFormatException(path, part, $"expected {nodeCount} elements, one for each node, got {mask.Length}");
            }

            splits[i] = MaskSplits.Create(path, i, Mask("train_mask"), Mask("val_mask"), Mask("test_mask"));
        }

        return splits;
    }

    /// <summary>Reads the file of edges.</summary>
    /// <param name="scanner">The text, with tabs between fields.</param>
    /// <param name="nodes">N.</param>
    /// <exception cref="DataFormatException">The text has no header, or a line is no pair of nodes.</exception>
    public static (int[] Sources, int[] Targets) ReadEdges(TextScanner scanner, int nodes)
    {
        int most = scanner.MostRows(LeastEdgeBytes), count = 0;
        int[] sources = new int[most], targets = new int[most];
        scanner.RequireLine("a header");
        while (scanner.NextLine())
        {
            sources[count] = scanner.ReadInt32("the source of an edge", 0, nodes - 1);
            targets[count++] = scanner.ReadInt32("the target of an edge", 0, nodes - 1);
            scanner.EndLine();
        }

        Array.Resize(ref sources, count);
        Array.Resize(ref targets, count);
        return (sources, targets);
    }
}
