using Gnn.Graphs.Files;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Partitioning;

public sealed partial class PartitionedGraph
{
    /// <summary>Writes a graph part by part, all of it or nothing: the files go to a temporary folder beside, which is moved into place at the end.</summary>
    /// <param name="graph">The graph. Its splits, which are no part of it, are not written: add masks as node columns to keep them.</param>
    /// <param name="partition">The part of each of its nodes.</param>
    /// <param name="folder">The folder. There must be none of that name yet.</param>
    /// <param name="overwrite">Whether a partitioned graph, or an empty folder, that is there is replaced. Any other folder is refused.</param>
    /// <param name="cancellation">Stops the writing and leaves everything as it was.</param>
    /// <remarks>Beside the graph it takes 4 bytes for each node and edge, and the largest part with its columns.</remarks>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty, the partition is of another number of nodes or edges, or a name holds half a
    /// surrogate pair.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    /// <exception cref="IOException">The folder is there and is not to be replaced, or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder around does not allow it.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Save(Graph graph, GraphPartition partition, string folder, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (partition.NodeCount != graph.NodeCount || partition.EdgeCount != graph.EdgeCount)
        {
            throw new ArgumentException(
                $"The partition must be of the graph's {graph.NodeCount} nodes and {graph.EdgeCount} edges, got one of {partition.NodeCount} and {partition.EdgeCount}.",
                nameof(partition));
        }

        if (overwrite && !IsReplaceable(folder))
        {
            throw new IOException($"'{folder}' is there and holds something else than a partitioned graph: name another folder, or remove it first.");
        }

        AtomicFolder.Write(folder, files => Write(graph, partition, files, cancellation), overwrite);
    }

    /// <summary>Whether a folder may be written: one that is not there, is empty, or has a manifest.</summary>
    private static bool IsReplaceable(string folder) =>
        !Directory.Exists(folder) || File.Exists(Path.Combine(folder, PartitionManifest.FileName)) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private static void Write(Graph graph, GraphPartition partition, string folder, CancellationToken cancellation)
    {
        int[] partOf = partition.PartOf.ToArray();
        (int[] edges, int[] starts) = EdgesByPart(graph, partOf, partition.PartCount);
        int[] localIds = new int[graph.NodeCount];
        Array.Fill(localIds, -1);
        var parts = new (PartFile File, int Nodes, int HaloNodes, long Edges)[partition.PartCount];
        for (int part = 0; part < parts.Length; part++)
        {
            string name = PartitionManifest.PartName(part);
            int[] nodes = partition.Nodes(part);
            ReadOnlySpan<int> own = edges.AsSpan(starts[part]..starts[part + 1]);
            int haloNodes = GraphPart.Write(graph, partOf, part, nodes, own, localIds, Path.Combine(folder, name), cancellation);
            parts[part] = (PartFile.Of(folder, name, cancellation), nodes.Length, haloNodes, own.Length);
        }

        NpyFile.Write(Path.Combine(folder, PartitionManifest.NodePartsName), partOf, partOf.Length);
        var manifest = new PartitionManifest
        {
            NodeCount = graph.NodeCount,
            EdgeCount = graph.EdgeCount,
            IsUndirected = graph.IsUndirected,
            ContentHash = graph.ContentHash,
            CutEdgeCount = GraphPartition.CountCut(graph, partOf),
            CommunicationVolume = parts.Sum(part => (long)part.HaloNodes),
            Balance = partition.LoadBalance,
            NodeParts = PartFile.Of(folder, PartitionManifest.NodePartsName, cancellation),
            Parts = parts,
        };
        byte[] bytes = manifest.Write();
        AtomicFile.Write(Path.Combine(folder, PartitionManifest.FileName), stream => stream.Write(bytes));
    }

    /// <summary>The edges by the part of their target, those of a part ascending, and where each part's begin.</summary>
    private static (int[] Edges, int[] Starts) EdgesByPart(Graph graph, int[] partOf, int parts)
    {
        ReadOnlySpan<int> targets = graph.Targets;
        int[] starts = new int[parts + 1];
        foreach (int target in targets)
        {
            starts[partOf[target] + 1]++;
        }

        for (int part = 0; part < parts; part++)
        {
            starts[part + 1] += starts[part];
        }

        int[] next = starts[..^1];
        int[] edges = new int[targets.Length];
        for (int edge = 0; edge < targets.Length; edge++)
        {
            edges[next[partOf[targets[edge]]]++] = edge;
        }

        return (edges, starts);
    }
}
