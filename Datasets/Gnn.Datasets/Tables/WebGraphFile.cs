using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads graphs in the text format of the WebGraph framework (ASCIIGraph, <c>.graph-txt</c>): a line with N, then for each node a line of its successors.</summary>
/// <remarks>
/// Nodes are 0 to N - 1, successors are parted by spaces, and a node without successors has an empty line. A file compressed by gzip is unpacked. The compressed
/// formats of the framework (<c>.graph</c> with <c>.properties</c>) are not read. Boldi, Vigna, "The WebGraph framework I: compression techniques", 2004.
/// </remarks>
public static class WebGraphFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The directed graph, owned by the caller, without columns: edges in the order of their sources, successors as listed. Cost: O(N + E).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="DataFormatException">The file is no such graph; the message names line and column, what was expected and what is there.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Graph Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(new TextScanner(Gzip.ReadFile(path), path));
    }

    internal static Graph Read(TextScanner text)
    {
        text.RequireLine("the number of nodes");
        int nodes = text.ReadInt32("the number of nodes", 0, text.Length);
        text.EndLine();
        int most = text.CountFields(), count = 0;
        int[] sources = new int[most], targets = new int[most];
        for (int node = 0; node < nodes; node++)
        {
            if (!text.NextLine())
            {
                throw text.Ended($"the successors of node {node}");
            }

            for (; text.HasField; count++)
            {
                (sources[count], targets[count]) = (node, text.ReadInt32("a successor", 0, nodes - 1));
            }
        }

        return !text.NextContent()
            ? Graph.FromEdges(nodes, sources.AsSpan(0, count), targets.AsSpan(0, count))
            : throw text.Bad($"expected the end of the file after the {nodes} lines of the nodes, got '{TextScanner.Show(text.Line)}'");
    }
}
