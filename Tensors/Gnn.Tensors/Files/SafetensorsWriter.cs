using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Gnn.Tensors.Files;

/// <summary>Lays out a safetensors file.</summary>
/// <remarks>
/// The header names the tensors in ordinal order. Their bytes go widest elements first, and by name among equals, so that every tensor
/// starts at a multiple of its element's size; the header is padded with spaces to a multiple of eight.
/// </remarks>
internal sealed class SafetensorsWriter
{
    /// <summary>The longest header that readers of the format accept.</summary>
    public const int LongestHeader = 100_000_000;

    private readonly SafetensorsEntry[] _byName;
    private readonly SafetensorsEntry[] _inFile;
    private readonly ReadOnlyMemory<byte> _header;

    public SafetensorsWriter(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        _byName = [.. entries];
        foreach (SafetensorsEntry entry in _byName)
        {
            ArgumentNullException.ThrowIfNull(entry, nameof(entries));
        }

        Array.Sort(_byName, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 1; i < _byName.Length; i++)
        {
            if (_byName[i].Name == _byName[i - 1].Name)
            {
                throw new ArgumentException($"'entries' must have different names, got '{_byName[i].Name}' twice.", nameof(entries));
            }
        }

        _inFile = [.. _byName.OrderByDescending(entry => SafetensorsCodes.BytesOf(entry.Type))];
        _header = WriteHeader(metadata);
        if (_header.Length > LongestHeader)
        {
            throw new ArgumentException(
                $"'entries' and 'metadata' must make a header of at most {LongestHeader} bytes, got {_header.Length}.", nameof(entries));
        }
    }

    /// <summary>Writes the file.</summary>
    public void WriteTo(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)_header.Length);
        stream.Write(length);
        stream.Write(_header.Span);
        foreach (SafetensorsEntry entry in _inFile)
        {
            stream.Write(entry.Data.Span);
        }
    }

    /// <summary>Passes text that can be written as UTF-8.</summary>
    public static void ThrowIfNotUnicode(string text, string argument)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                throw new ArgumentException($"'{argument}' must be whole Unicode characters, got half a surrogate pair at character {i}.", argument);
            }

            i += rune.Utf16SequenceLength - 1;
        }
    }

    private ReadOnlyMemory<byte> WriteHeader(IReadOnlyDictionary<string, string>? metadata)
    {
        var starts = new Dictionary<string, long>(_inFile.Length, StringComparer.Ordinal);
        long at = 0;
        foreach (SafetensorsEntry entry in _inFile)
        {
            starts.Add(entry.Name, at);
            at += entry.Data.Length;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                WriteMetadata(json, metadata);
            }

            foreach (SafetensorsEntry entry in _byName)
            {
                WriteEntry(json, entry, starts[entry.Name]);
            }

            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & (sizeof(ulong) - 1);
        buffer.GetSpan(sizeof(ulong))[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenMemory;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsEntry.ReservedName);
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            ArgumentNullException.ThrowIfNull(value, nameof(metadata));
            ThrowIfNotUnicode(key, nameof(metadata));
            ThrowIfNotUnicode(value, nameof(metadata));
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry, long start)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", SafetensorsCodes.NameOf(entry.Type));
        json.WriteStartArray("shape");
        foreach (long size in entry.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(start + entry.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
