using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Splits;

public sealed partial class LinkSplit
{
    private const string FileKind = "link split";
    private const string ValidationKey = "negatives/validation";
    private const string TestKey = "negatives/test";

    /// <summary>Saves the split, whole or not at all: links, messages and negatives, and what graph they are of, so that others measure on the same.</summary>
    /// <param name="path">The file; one that is there is replaced, and its folder is made if need be.</param>
    /// <param name="graph">The graph that the split is of. The file has no edge of it, but a fingerprint of them all.</param>
    /// <param name="cancellation">Stops the writing and leaves an old file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, the graph has another number of edges, or the split's name holds half a surrogate pair.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <remarks>The file is framed as those of <see cref="GraphFile"/> are, with a checksum for each list; 8 bytes a negative. The same split gives the same bytes.</remarks>
    public void Save(string path, Graph graph, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.EdgeCount != Edges.EdgeCount)
        {
            throw new ArgumentException($"The split '{Edges.Name}' is of {Edges.EdgeCount} edges, but the graph has {graph.EdgeCount}.", nameof(graph));
        }

        var file = new SectionWriter(FileKind);
        file.Properties["graph"] = Fingerprint(graph);
        Edges.WriteTo(file);
        Validation.WriteTo(file, ValidationKey);
        Test.WriteTo(file, TestKey);
        file.Write(path, cancellation);
    }

    /// <summary>Loads a split that was saved, and checks every byte of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph that the split is of: its nodes and its edges, in their order, must be those of the graph that it was saved with; columns are not compared.</param>
    /// <returns>The split. What it says is not audited: see <see cref="Audit"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered, holds something else, or is of another graph; the message names the place.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static LinkSplit Load(string path, Graph graph)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(graph);
        using SectionFile file = SectionFile.Open(path);
        if (file.Kind != FileKind)
        {
            throw new DataFormatException(path, "table", $"expected a {FileKind}, got a {file.Kind}", "Give a file that LinkSplit.Save wrote.");
        }

        IReadOnlyList<string> defects = file.FindAlteredBytes(CancellationToken.None);
        if (defects.Count > 0)
        {
            throw new DataFormatException(path, "", string.Join("; ", defects), "The file was altered: write or fetch it again.");
        }

        string saved = file.Properties.Text("graph");
        string given = Fingerprint(graph);
        if (saved != given)
        {
            throw new DataFormatException(path, "table, 'graph'", $"expected a split of the graph that is given, {given}, got one of {saved}", "Load the graph that the split was saved with.");
        }

        EdgeSplit edges = EdgeSplit.ReadFrom(file, graph);
        if (edges.EdgeCount != graph.EdgeCount)
        {
            throw new DataFormatException(
                path, "table, 'split'", string.Create(CultureInfo.InvariantCulture, $"expected a split of {graph.EdgeCount} edges, got {edges.EdgeCount}"), "Write the file again.");
        }

        return new LinkSplit(
            edges,
            LinkNegatives.ReadFrom(file, ValidationKey, edges.Validation.Length, graph.NodeCount),
            LinkNegatives.ReadFrom(file, TestKey, edges.Test.Length, graph.NodeCount));
    }

    /// <summary>The sizes and a hash of direction and edges.</summary>
    private static string Fingerprint(Graph graph)
    {
        using var hasher = new ContentHasher(FileKind);
        hasher.Add(graph.NodeCount);
        hasher.Add(graph.IsUndirected ? 1 : 0);
        hasher.Add(graph.Sources);
        hasher.Add(graph.Targets);
        return string.Create(CultureInfo.InvariantCulture, $"{graph.NodeCount} nodes, {graph.EdgeCount} edges, {hasher.Finish()}");
    }
}
