using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Partitioning;

/// <summary>A graph in a folder, part by part, of which each machine or process opens what it needs.</summary>
/// <remarks>
/// <para>The folder has a manifest, <c>partition.json</c> (version, counts, cut, balance, the graph's content hash, and length and checksum of every file), the part of
/// each node, <c>node-parts.npy</c>, and a graph file for each part, <c>part-0.gnn</c> and so on. A part has its own nodes with their columns, all edges into them with
/// theirs, and the numbers and owners of the nodes that those edges come from: together the parts hold every node and every edge once.</para>
/// <para>This holds the manifest and 4 bytes for each node of the graph, and keeps no file open.</para>
/// </remarks>
public sealed partial class PartitionedGraph
{
    private readonly PartitionManifest _manifest;
    private readonly int[] _partOf;

    private PartitionedGraph(string folder, PartitionManifest manifest, int[] partOf)
    {
        Folder = folder;
        _manifest = manifest;
        _partOf = partOf;
    }

    /// <summary>The folder, as it was named.</summary>
    public string Folder { get; }

    /// <summary>The number of parts.</summary>
    public int PartCount => _manifest.Parts.Count;

    /// <summary>The number of nodes of the whole graph, N.</summary>
    public int NodeCount => _manifest.NodeCount;

    /// <summary>The number of edges of the whole graph, E; of an undirected graph, both directions count.</summary>
    public long EdgeCount => _manifest.EdgeCount;

    /// <summary>Whether the whole graph holds both directions of every edge.</summary>
    public bool IsUndirected => _manifest.IsUndirected;

    /// <summary>The <see cref="Graph.ContentHash"/> of the graph that was partitioned.</summary>
    public string ContentHash => _manifest.ContentHash;

    /// <summary>The number of edges between two parts.</summary>
    public long CutEdgeCount => _manifest.CutEdgeCount;

    /// <summary>The number of halo nodes of all parts together, as <see cref="GraphPartition.CommunicationVolume"/>.</summary>
    public long CommunicationVolume => _manifest.CommunicationVolume;

    /// <summary>The largest load of a part over the mean, as <see cref="GraphPartition.LoadBalance"/>.</summary>
    public double LoadBalance => _manifest.Balance;

    /// <summary>The part of each node, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> PartOf => _partOf;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder that <see cref="Save"/> wrote.</param>
    /// <param name="check">How much is checked: the manifest, the parts of the nodes and the lengths of all files always; the checksums of all files, which reads them
    /// whole; or what they hold too, which puts the graph together and compares its content hash.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The partitioned graph.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The check is none.</exception>
    /// <exception cref="DataFormatException">The folder is not whole, was altered, or holds something else; the message names the file.</exception>
    /// <exception cref="IOException">The folder or its manifest is missing, or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static PartitionedGraph Open(string folder, GraphFileCheck check = GraphFileCheck.Layout, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (check is not (GraphFileCheck.Layout or GraphFileCheck.Checksums or GraphFileCheck.Contents))
        {
            throw new ArgumentOutOfRangeException(nameof(check), check, "The check must be Layout, Checksums or Contents.");
        }

        string path = Path.Combine(folder, PartitionManifest.FileName);
        PartitionManifest manifest = PartitionManifest.Read(path);
        manifest.NodeParts.Check(folder, readsIt: true, cancellation);
        foreach ((PartFile file, _, _, _) in manifest.Parts)
        {
            file.Check(folder, readsIt: check != GraphFileCheck.Layout, cancellation);
        }

        var graph = new PartitionedGraph(folder, manifest, ReadParts(folder, manifest));
        if (check == GraphFileCheck.Contents)
        {
            graph.CheckContents(cancellation);
        }

        return graph;
    }

    /// <summary>Opens a part.</summary>
    /// <param name="part">0 to <see cref="PartCount"/> - 1.</param>
    /// <param name="engine">Where columns are, as for <see cref="GraphFile.Open{T}"/>; the default engine if null.</param>
    /// <returns>The part, owned by the caller. Its file is mapped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered, or another part's; the message names the place.</exception>
    public GraphPart Part(int part, Engine? engine = null)
    {
        if ((uint)part >= (uint)PartCount)
        {
            throw new ArgumentOutOfRangeException(nameof(part), part, $"A part must be in [0, {PartCount}), got {part}.");
        }

        Engine target = engine ?? Engine.Default;
        return Part(part, _ => target, GraphFileCheck.Layout);
    }

    /// <summary>The number of own nodes, halo nodes and edges of a part; no file is opened.</summary>
    /// <param name="part">0 to <see cref="PartCount"/> - 1.</param>
    /// <returns>The three numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public (int Nodes, int HaloNodes, long Edges) Sizes(int part)
    {
        if ((uint)part >= (uint)PartCount)
        {
            throw new ArgumentOutOfRangeException(nameof(part), part, $"A part must be in [0, {PartCount}), got {part}.");
        }

        (_, int nodes, int haloNodes, long edges) = _manifest.Parts[part];
        return (nodes, haloNodes, edges);
    }

    /// <summary>The sizes, for example <c>PartitionedGraph: 4 parts of 2708 nodes and 10556 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PartitionedGraph: {PartCount} parts of {NodeCount} nodes and {EdgeCount} edges");

    private GraphPart Part(int part, Func<DataType, Engine> engineOf, GraphFileCheck check) =>
        GraphPart.Open(PathOf(part), _manifest, part, _partOf, engineOf, check);

    private string PathOf(int part) => Path.Combine(Folder, PartitionManifest.PartName(part));

    private static int[] ReadParts(string folder, PartitionManifest manifest)
    {
        string path = Path.Combine(folder, PartitionManifest.NodePartsName);
        int[] partOf = NpyFile.Read<int>(path, out Shape shape);
        if (shape != new Shape(manifest.NodeCount))
        {
            throw new DataFormatException(path, "header", $"expected [{manifest.NodeCount}], a part for each node, got {shape}", PartitionManifest.Again);
        }

        int[] sizes = new int[manifest.Parts.Count];
        for (int node = 0; node < partOf.Length; node++)
        {
            if ((uint)partOf[node] >= (uint)sizes.Length)
            {
                throw new DataFormatException(path, $"element {node}", $"expected a part in [0, {sizes.Length}), got {partOf[node]}", PartitionManifest.Again);
            }

            sizes[partOf[node]]++;
        }

        for (int part = 0; part < sizes.Length; part++)
        {
            if (sizes[part] != manifest.Parts[part].Nodes)
            {
                throw new DataFormatException(path, "", $"expected {manifest.Parts[part].Nodes} nodes of part {part}, got {sizes[part]}", PartitionManifest.Again);
            }
        }

        return partOf;
    }
}
