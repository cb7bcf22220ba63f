using System.Text.Json;

namespace Gnn.Tensors.Files;

/// <summary>The JSON header of a safetensors file: what the file says of itself, each tensor on its own checked against its shape.</summary>
internal sealed class SafetensorsHeader
{
    private const int DeepestJson = 3;
    private const int MostDimensions = 64;

    private readonly string _path;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path)
    {
        _path = path;
    }

    /// <summary>The tensors in the order of the header.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>The file's notes.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Parses a header.</summary>
    /// <param name="bytes">The JSON, perhaps padded with spaces.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The header.</returns>
    /// <exception cref="DataFormatException">It is not the header of a safetensors file.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> bytes, string path)
    {
        var header = new SafetensorsHeader(path);
        var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestJson });
        try
        {
            header.ReadAll(ref json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is what a string that is no UTF-8 gives.
            throw header.Bad(ref json, "expected a header in JSON, got other bytes", exception);
        }

        return header;
    }

    private void ReadAll(ref Utf8JsonReader json)
    {
        json.Read();
        Expect(ref json, JsonTokenType.StartObject, "an object of tensors");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            if (!_names.Add(name))
            {
                throw Bad(ref json, $"expected each name once, got '{name}' twice");
            }

            json.Read();
            Expect(ref json, JsonTokenType.StartObject, $"an object for '{name}'");
            if (name == SafetensorsEntry.ReservedName)
            {
                ReadMetadata(ref json);
            }
            else
            {
                ReadSlot(ref json, name);
            }
        }

        // Throws for anything but white space after the object.
        json.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            json.Read();
            Expect(ref json, JsonTokenType.String, $"a string for the note '{key}'");
            if (!Metadata.TryAdd(key, json.GetString()!))
            {
                throw Bad(ref json, $"expected each note once, got '{key}' twice");
            }
        }
    }

    private void ReadSlot(ref Utf8JsonReader json, string name)
    {
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string member = json.GetString()!;
            json.Read();
            switch (member)
            {
                case "dtype" when type is null:
                    type = ReadType(ref json, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadSizes(ref json, name, MostDimensions);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadSizes(ref json, name, 2);
                    break;
                default:
                    throw Bad(ref json, $"expected dtype, shape and data_offsets once each for '{name}', got '{member}'");
            }
        }

        if (name.Length == 0 || type is null || shape is null || offsets is not { Count: 2 })
        {
            throw Bad(ref json, $"expected a name, a dtype, a shape and two data_offsets, got less for '{name}'");
        }

        long bytes = SafetensorsCodes.BytesOf(type.Value, shape);
        if (bytes < 0 || offsets[1] - offsets[0] != bytes)
        {
            throw Bad(ref json, $"expected the bytes of {type} [{string.Join(", ", shape)}] for '{name}', got offsets {offsets[0]} to {offsets[1]}");
        }

        Slots.Add(new Slot(name, type.Value, [.. shape], offsets[0], offsets[1]));
    }

    private SafetensorsType ReadType(ref Utf8JsonReader json, string name)
    {
        Expect(ref json, JsonTokenType.String, $"a string for the dtype of '{name}'");
        string code = json.GetString()!;
        return SafetensorsCodes.Find(code)
            ?? throw Bad(ref json, $"expected the dtype {SafetensorsCodes.Known} for '{name}', got '{code}'", cure: "Convert the tensor before saving it.");
    }

    private List<long> ReadSizes(ref Utf8JsonReader json, string name, int most)
    {
        Expect(ref json, JsonTokenType.StartArray, $"an array of sizes for '{name}'");
        var sizes = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long size) || size < 0 || sizes.Count == most)
            {
                throw Bad(ref json, $"expected at most {most} integers of at least 0 for '{name}', got {json.TokenType} at place {sizes.Count}");
            }

            sizes.Add(size);
        }

        return sizes;
    }

    private void Expect(ref Utf8JsonReader json, JsonTokenType expected, string what)
    {
        if (json.TokenType != expected)
        {
            throw Bad(ref json, $"expected {what}, got {json.TokenType}");
        }
    }

    private DataFormatException Bad(ref Utf8JsonReader json, string problem, Exception? inner = null, string cure = "") =>
        new(_path, $"offset 0x{sizeof(ulong) + json.TokenStartIndex:x}", problem, cure, inner);

    /// <summary>A tensor as the header states it; offsets count from the end of the header.</summary>
    internal readonly record struct Slot(string Name, SafetensorsType Type, long[] Shape, long Start, long End);
}
