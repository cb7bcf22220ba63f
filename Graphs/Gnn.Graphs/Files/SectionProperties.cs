using System.Globalization;
using System.Text.Json;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>An object in the table of a graph file, whose properties are checked as they are read.</summary>
internal sealed class SectionProperties
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly string _place;
    private readonly SectionProperties? _within;
    private readonly int? _index;

    /// <summary>Takes an object.</summary>
    /// <param name="element">The value that has to be one.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="place">Where in the file the value is, for messages.</param>
    /// <exception cref="DataFormatException">The value is not an object.</exception>
    public SectionProperties(JsonElement element, string path, string place)
        : this(element, path, place, within: null, index: null)
    {
    }

    private SectionProperties(JsonElement element, string path, string place, SectionProperties? within, int? index)
    {
        (_element, _path, _place, _within, _index) = (element, path, place, within, index);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object", element);
        }
    }

    // A table has one of these for each section: a place is put in words when a message needs it.
    private string Place => _within is null ? _place : _index is null ? $"{_within.Place}, '{_place}'" : $"{_within.Place}, '{_place}' {_index}";

    /// <summary>Whether there is a property.</summary>
    /// <exception cref="DataFormatException">A name is half a surrogate pair.</exception>
    public bool Contains(string name) => TryFind(name, out _);

    /// <summary>A whole number.</summary>
    /// <exception cref="DataFormatException">It is missing or out of range.</exception>
    public long Integer(string name, long least = 0, long most = long.MaxValue)
    {
        JsonElement value = Find(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Wrong($"'{name}', a whole number from {least} to {most}", value);
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="DataFormatException">It is missing or out of range.</exception>
    public double Number(string name, double least = 0)
    {
        JsonElement value = Find(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) && number >= least
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"'{name}', a finite number of at least {least}"), value);
    }

    /// <summary>True or false.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public bool Boolean(string name)
    {
        JsonElement value = Find(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong($"'{name}', true or false", value);
    }

    /// <summary>A text.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public string Text(string name) => Text(name, Find(name));

    /// <summary>A list of texts.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public string[] Texts(string name) => [.. Items(name).Select(item => Text(name, item))];

    /// <summary>A list of whole numbers, at least 0.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public long[] Integers(string name) =>
    [
        .. Items(name).Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number >= 0
            ? number
            : throw Wrong($"'{name}', a list of whole numbers, at least 0", item)),
    ];

    /// <summary>An object.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public SectionProperties Object(string name) => new(Find(name), _path, name, within: this, index: null);

    /// <summary>A list of objects.</summary>
    /// <exception cref="DataFormatException">It is missing or something else.</exception>
    public SectionProperties[] Objects(string name) => [.. Items(name).Select((item, at) => new SectionProperties(item, _path, name, within: this, at))];

    private JsonElement.ArrayEnumerator Items(string name)
    {
        JsonElement value = Find(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong($"'{name}', a list", value);
    }

    private string Text(string name, JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"'{name}', a text", value);
        }
        catch (InvalidOperationException)
        {
            throw Wrong($"'{name}', whole Unicode characters", value);
        }
    }

    private JsonElement Find(string name) => TryFind(name, out JsonElement value)
        ? value
        : throw new DataFormatException(_path, Place, $"expected '{name}', got none", "Write the file again.");

    private bool TryFind(string name, out JsonElement value)
    {
        try
        {
            return _element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            throw new DataFormatException(_path, Place, "expected names of whole Unicode characters, got half a surrogate pair", "Write the file again.");
        }
    }

    private DataFormatException Wrong(string expected, JsonElement found)
    {
        const int longest = 40;
        string raw = found.GetRawText();
        return new DataFormatException(
            _path, Place, $"expected {expected}, got {(raw.Length > longest ? $"{raw.AsSpan(0, longest)}..." : raw)}", "Write the file again.");
    }
}
