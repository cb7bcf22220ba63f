using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Gnn.Graphs.Files;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Partitioning;

/// <summary>What the folder of a partitioned graph says of itself.</summary>
internal sealed record PartitionManifest
{
    /// <summary>The manifest's name in the folder.</summary>
    public const string FileName = "partition.json";

    /// <summary>The name of the file with the part of each node.</summary>
    public const string NodePartsName = "node-parts.npy";

    /// <summary>What to do where a folder is not as it was written.</summary>
    public const string Again = "Partition the graph again.";

    private const string Format = "gnn-partitioned-graph";
    private const int Version = 1;
    private const int LongestManifest = 64 << 20;
    private const int HashDigits = 64;

    /// <summary>The number of nodes of the graph.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of edges of the graph.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>Whether the graph holds both directions of every edge.</summary>
    public required bool IsUndirected { get; init; }

    /// <summary>The graph's <see cref="Graph.ContentHash"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The number of edges between two parts.</summary>
    public required long CutEdgeCount { get; init; }

    /// <summary>The number of halo nodes of all parts together.</summary>
    public required long CommunicationVolume { get; init; }

    /// <summary>The largest load of a part over the mean.</summary>
    public required double Balance { get; init; }

    /// <summary>The file with the part of each node.</summary>
    public required PartFile NodeParts { get; init; }

    /// <summary>The parts: the file of each, and how many own nodes, halo nodes and edges it holds.</summary>
    public required IReadOnlyList<(PartFile File, int Nodes, int HaloNodes, long Edges)> Parts { get; init; }

    /// <summary>The name of the file of a part.</summary>
    public static string PartName(int part) => FormattableString.Invariant($"part-{part}{GraphFile.Extension}");

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">It is no manifest, or contradicts itself.</exception>
    public static PartitionManifest Read(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= LongestManifest
            ? Read(File.ReadAllBytes(path), path)
            : throw new DataFormatException(path, "", $"expected a manifest of at most {LongestManifest} bytes, got {length}", Again);
    }

    /// <summary>Reads the bytes of a manifest.</summary>
    public static PartitionManifest Read(ReadOnlyMemory<byte> utf8, string path)
    {
        SectionProperties root = Parse(utf8, path);
        string format = root.Text("format");
        long version = root.Integer("version", 1);
        if (format != Format || version != Version)
        {
            throw new DataFormatException(
                path, "", $"expected '{Format}' of version {Version}, got '{format}' of version {version}", "Read the folder with the release of Gnn that wrote it.");
        }

        SectionProperties[] objects = root.Objects("parts");
        var parts = new (PartFile File, int Nodes, int HaloNodes, long Edges)[objects.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = (
                PartFile.Read(objects[part], PartName(part), path),
                (int)objects[part].Integer("nodes", 0, int.MaxValue),
                (int)objects[part].Integer("haloNodes", 0, int.MaxValue),
                objects[part].Integer("edges"));
        }

        var manifest = new PartitionManifest
        {
            NodeCount = (int)root.Integer("nodes", 0, int.MaxValue),
            EdgeCount = root.Integer("edges", 0, int.MaxValue),
            IsUndirected = root.Boolean("undirected"),
            ContentHash = root.Text("contentHash"),
            CutEdgeCount = root.Integer("cutEdges"),
            CommunicationVolume = root.Integer("communicationVolume"),
            Balance = root.Number("balance", least: 1),
            NodeParts = PartFile.Read(root.Object("nodeParts"), NodePartsName, path),
            Parts = parts,
        };
        manifest.Check(path);
        return manifest;
    }

    /// <summary>The bytes that <see cref="Read(ReadOnlyMemory{byte}, string)"/> reads; the share of cut edges is for people.</summary>
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteNumber("nodes", NodeCount);
            json.WriteNumber("edges", EdgeCount);
            json.WriteBoolean("undirected", IsUndirected);
            json.WriteString("contentHash", ContentHash);
            json.WriteNumber("cutEdges", CutEdgeCount);
            json.WriteNumber("cutShare", EdgeCount == 0 ? 0 : (double)CutEdgeCount / EdgeCount);
            json.WriteNumber("balance", Balance);
            json.WriteNumber("communicationVolume", CommunicationVolume);
            json.WriteStartObject("nodeParts");
            NodeParts.WriteTo(json);
            json.WriteEndObject();
            json.WriteStartArray("parts");
            foreach ((PartFile file, int nodes, int haloNodes, long edges) in Parts)
            {
                json.WriteStartObject();
                file.WriteTo(json);
                json.WriteNumber("nodes", nodes);
                json.WriteNumber("haloNodes", haloNodes);
                json.WriteNumber("edges", edges);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static SectionProperties Parse(ReadOnlyMemory<byte> utf8, string path)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new DataFormatException(path, "", "expected UTF-8, got other bytes", Again);
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return new SectionProperties(document.RootElement.Clone(), path, "");
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, "", $"expected JSON, got {exception.Message}", Again, exception);
        }
    }

    private void Check(string path)
    {
        Expect(Parts.Count > 0, "at least one part", "none");
        long nodes = Parts.Sum(part => (long)part.Nodes);
        Expect(nodes == NodeCount, $"parts of {NodeCount} nodes together", $"{nodes}");
        Int128 edges = 0;
        long halo = 0;
        foreach ((_, _, int haloNodes, long partEdges) in Parts)
        {
            edges += partEdges;
            halo += haloNodes;
        }

        Expect(edges == EdgeCount, $"parts of {EdgeCount} edges together", $"{edges}");
        Expect(halo == CommunicationVolume, $"parts of {CommunicationVolume} halo nodes together", $"{halo}");
        Expect(CutEdgeCount <= EdgeCount, $"at most {EdgeCount} cut edges", $"{CutEdgeCount}");
        Expect(ContentHash.Length == HashDigits && ContentHash.All(char.IsAsciiHexDigitLower), $"a hash of {HashDigits} hexadecimal digits", $"'{ContentHash}'");

        void Expect(bool isSo, string expected, string got)
        {
            if (!isSo)
            {
                throw new DataFormatException(path, "", $"expected {expected}, got {got}", Again);
            }
        }
    }
}
