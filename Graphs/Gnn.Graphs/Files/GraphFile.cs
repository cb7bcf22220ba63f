using System.Text.Json.Nodes;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Files;

/// <summary>A graph in one file, which opens by memory mapping: at once, whatever its size, and even where it is larger than memory.</summary>
/// <remarks>
/// <para>The file has a header of 64 bytes with a version, the arrays as they lie in memory, each at a multiple of 64 bytes, a table of them with a checksum
/// for each, and a footer of 64 bytes with the table's checksum and the file's length. Header, footer, table and all lengths are checked against one another
/// and against the file's length at open; the arrays are not read until they are used. So a truncated file and one of another kind are refused at open, an
/// altered array by <see cref="Verify"/>, which finds every single changed byte. A checksum tells of accidents: it does not tell who wrote a file. Verify a
/// file from elsewhere before its first use, because operations trust the indices of a graph.</para>
/// <para>Costs: 28 bytes for each edge, 8 for each node, and the columns. Structures are saved with their transposes, so nothing is made after opening.</para>
/// <para>The opened arrays are for reading, and the system keeps them from being written: do not write through <see cref="NativeArray{T}.Pointer"/> or a span
/// of them, which ends the process. A program that replaces the file by a new one, as <see cref="Save"/> does, does not disturb those that have it open, but
/// one that cuts it short while it is mapped ends them; Windows refuses both.</para>
/// </remarks>
public static class GraphFile
{
    /// <summary>What the names of graph files end with: <c>.gnn</c>.</summary>
    public const string Extension = ".gnn";

    /// <summary>Saves a graph whole or not at all.</summary>
    /// <param name="graph">The graph. Columns keep their types; a column on a device is read from there piece by piece.</param>
    /// <param name="path">The file; one that is there is replaced, and its folder is made if need be.</param>
    /// <param name="splits">Splits of the graph's nodes that are kept with it, or null for none.</param>
    /// <param name="cancellation">Stops the writing and leaves an old file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, a split is of another number of nodes, or a name holds half a surrogate pair.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Save(Graph graph, string path, IReadOnlyList<NodeSplit>? splits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SectionWriter(Graph.FileKind);
        graph.WriteTo(file);
        var list = new JsonArray();
        file.Properties["splits"] = list;
        foreach (NodeSplit split in splits ?? [])
        {
            if (split.NodeCount != graph.NodeCount)
            {
                throw new ArgumentException($"The split '{split.Name}' is of {split.NodeCount} nodes, but the graph has {graph.NodeCount}.", nameof(splits));
            }

            string prefix = SplitPrefix(list.Count);
            list.Add((JsonNode)new JsonObject { ["name"] = SectionWriter.Text(split.Name) });
            file.Add($"{prefix}/train", split.Train.ToArray());
            file.Add($"{prefix}/validation", split.Validation.ToArray());
            file.Add($"{prefix}/test", split.Test.ToArray());
        }

        file.Write(path, cancellation);
        GC.KeepAlive(graph);
    }

    /// <summary>Opens a saved graph. Its arrays lie in the file, which stays mapped as long as the graph or one derived from it has them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">Where the columns are; the default engine if null. A column lies in the file where the engine works in host memory and, for floating
    /// columns, in their type; else it is copied to the engine.</param>
    /// <param name="verify">Whether the whole file is checked first, as <see cref="Verify"/> does; this reads all of it.</param>
    /// <returns>The graph, owned by the caller. Equal to the one saved, but for floating columns that the engine has in another type.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered, or holds something else; the message names the place.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static Graph Open(string path, Engine? engine = null, bool verify = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SectionFile file = SectionFile.Open(path);
        if (verify && GraphFileCheck.Run(file, CancellationToken.None) is { IsSound: false } report)
        {
            throw new DataFormatException(path, "", string.Join("; ", report.Defects), "The file was altered: write or fetch it again.");
        }

        Engine target = engine ?? Engine.Default;
        return Graph.ReadFrom(file, _ => target);
    }

    /// <summary>Reads the splits that were saved with a graph.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The splits in the order in which they were given; empty if there are none.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated or altered, or a split has a node that the graph has not, or a node twice.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static IReadOnlyList<NodeSplit> ReadSplits(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SectionFile file = SectionFile.Open(path);
        return ReadSplits(file);
    }

    /// <summary>Reads a whole file and looks for whatever is wrong with it: bytes that are not those that were written, indices out of range, a structure and
    /// a transpose that disagree, an edge without the reverse that the graph says it has.</summary>
    /// <param name="path">The file, of any kind of structure.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The report. Every single changed byte is found, wherever it is; of arbitrary changes to an array, one in 2^32 goes unseen. Costs one reading of the
    /// file on all processors and a walk over its structures.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static GraphFileReport Verify(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using SectionFile file = SectionFile.Open(path);
            return GraphFileCheck.Run(file, cancellation);
        }
        catch (DataFormatException exception)
        {
            return new GraphFileReport(path, Contents: "", SectionCount: 0, new FileInfo(path).Length, [GraphFileCheck.WithoutPath(exception)]);
        }
    }

    /// <summary>The splits in a file.</summary>
    internal static IReadOnlyList<NodeSplit> ReadSplits(SectionFile file)
    {
        file.CheckKind(Graph.FileKind);
        int nodes = (int)file.Properties.Integer("nodes", 0, int.MaxValue);
        var splits = new List<NodeSplit>();
        foreach (SectionProperties split in file.Properties.Objects("splits"))
        {
            string prefix = SplitPrefix(splits.Count);
            try
            {
                splits.Add(new NodeSplit(split.Text("name"), nodes, Part("train"), Part("validation"), Part("test")));
            }
            catch (ArgumentException exception)
            {
                throw new DataFormatException(file.Path, $"section '{prefix}'", $"expected a split of {nodes} nodes: {exception.Message}", inner: exception);
            }

            int[] Part(string part)
            {
                string name = $"{prefix}/{part}";
                using NativeArray<int> ids = file.Array<int>(name, file.Find(name).Shape is { Rank: 1 } shape ? shape[0] : 0);
                return ids.Length <= nodes
                    ? ids.Span().ToArray()
                    : throw new DataFormatException(file.Path, $"section '{name}'", $"expected at most {nodes} nodes, got {ids.Length}");
            }
        }

        return splits;
    }

    private static string SplitPrefix(int split) => FormattableString.Invariant($"splits/{split}");
}
