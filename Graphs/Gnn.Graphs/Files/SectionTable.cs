using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>The table of a graph file: what kind of structure it holds, the structure's properties, and its sections in the order of the file.</summary>
internal sealed class SectionTable
{
    /// <summary>The longest table that is read.</summary>
    public const int LongestTable = 64 << 20;

    private SectionTable(string kind, SectionProperties properties, IReadOnlyList<SectionEntry> sections)
    {
        Kind = kind;
        Properties = properties;
        Sections = sections;
    }

    /// <summary>The kind of structure, for example <c>graph</c>.</summary>
    public string Kind { get; }

    /// <summary>Counts, flags and names; what there is depends on the kind.</summary>
    public SectionProperties Properties { get; }

    /// <summary>The arrays.</summary>
    public IReadOnlyList<SectionEntry> Sections { get; }

    public static byte[] Write(string kind, JsonObject properties, IEnumerable<SectionEntry> sections)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WritePropertyName("properties");
            properties.WriteTo(json);
            json.WriteStartArray("sections");
            foreach (SectionEntry section in sections)
            {
                json.WriteStartObject();
                json.WriteString("name", section.Name);
                json.WriteString("type", section.Type.Name());
                json.WriteStartArray("shape");
                for (int axis = 0; axis < section.Shape.Rank; axis++)
                {
                    json.WriteNumberValue(section.Shape[axis]);
                }

                json.WriteEndArray();
                json.WriteNumber("offset", section.Offset);
                json.WriteNumber("length", section.Length);
                json.WriteString("checksum", section.Checksum.ToString("x8", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a table and checks that its sections fill the file from the header to the table.</summary>
    /// <param name="utf8">The table.</param>
    /// <param name="tableOffset">Where the table begins.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="DataFormatException">It is not a table, or not this file's.</exception>
    public static SectionTable Read(ReadOnlyMemory<byte> utf8, long tableOffset, string path)
    {
        string place = $"table at offset {tableOffset}";
        SectionProperties root;
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new DataFormatException(path, place, "expected UTF-8, got other bytes", "Write the file again.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            root = new SectionProperties(document.RootElement.Clone(), path, place);
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, place, $"expected JSON, got {exception.Message}", "Write the file again.", exception);
        }

        SectionProperties[] objects = root.Objects("sections");
        var sections = new SectionEntry[objects.Length];
        var names = new HashSet<string>(StringComparer.Ordinal);
        long next = FileFrame.HeaderBytes;
        for (int i = 0; i < sections.Length; i++)
        {
            SectionEntry section = ReadSection(objects[i], path, place);
            if (!names.Add(section.Name))
            {
                throw new DataFormatException(path, place, $"expected sections of different names, got '{section.Name}' twice", "Write the file again.");
            }

            if (section.Offset != next || section.Length > tableOffset - section.Offset)
            {
                throw new DataFormatException(
                    path,
                    $"section '{section.Name}'",
                    $"expected it to begin at {next} and to end before the table at {tableOffset}, got {section.Length} bytes at {section.Offset}",
                    "Write the file again.");
            }

            sections[i] = section;
            next = FileFrame.Align(section.End);
        }

        return next == tableOffset
            ? new SectionTable(root.Text("kind"), root.Object("properties"), sections)
            : throw new DataFormatException(path, place, $"expected sections up to the table at {tableOffset}, got some up to {next}", "Write the file again.");
    }

    private static SectionEntry ReadSection(SectionProperties section, string path, string place)
    {
        string name = section.Text("name");
        SectionType type = SectionTypes.Find(section.Text("type"))
            ?? throw new DataFormatException(path, $"section '{name}'", $"expected one of {SectionTypes.Names}, got '{section.Text("type")}'");
        long[] axes = section.Integers("shape");
        long length = section.Integer("length");
        if (!TryShape(axes, out Shape shape) || (Int128)shape.Count * type.Size() != length)
        {
            throw new DataFormatException(
                path,
                $"section '{name}'",
                $"expected at most {Shape.MaxRank} axes whose elements take the {length} bytes of the section, got {type.Name()} [{string.Join(", ", axes)}]",
                "Write the file again.");
        }

        return uint.TryParse(section.Text("checksum"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint checksum)
            ? new SectionEntry(name, type, shape, section.Integer("offset"), length, checksum)
            : throw new DataFormatException(path, place, $"expected a checksum of section '{name}' in hexadecimal digits, got '{section.Text("checksum")}'");
    }

    private static bool TryShape(long[] axes, out Shape shape)
    {
        shape = default;
        Int128 count = 1;
        foreach (long axis in axes)
        {
            count *= axis;
            if (count > long.MaxValue)
            {
                return false;
            }
        }

        if (axes.Length > Shape.MaxRank)
        {
            return false;
        }

        shape = new Shape(axes);
        return true;
    }
}
