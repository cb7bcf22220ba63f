using System.Globalization;
using System.Text.Json;
using Gnn.Tensors.Files;

namespace Gnn.Layers.Models;

/// <summary>The properties of a JSON object in a model's side file, each checked as it is read.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="place">Where the object stands in the file, for messages.</param>
/// <param name="element">The object.</param>
/// <param name="limit">The bytes of the parameters' file, which bound the size of the model before anything is allocated for it.</param>
internal sealed class ModelSettings(string path, string place, JsonElement element, long limit)
{
    internal bool Has(string name) => element.TryGetProperty(name, out _);

    internal int Integer(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Bad(name, "a whole number", value);
    }

    internal IReadOnlyList<int> Integers(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) ? number : throw Bad(name, "a list of whole numbers", value))]
            : throw Bad(name, "a list of whole numbers", value);
    }

    internal double Number(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Bad(name, "a number", value);
    }

    internal bool Boolean(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad(name, "true or false", value);
    }

    internal string Text(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Bad(name, "a text", value);
    }

    internal T Choice<T>(string name)
        where T : struct, Enum => AsChoice<T>(name, Get(name));

    internal IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => AsChoice<T>(name, item))]
            : throw Bad(name, "a list", value);
    }

    internal ModelSettings Object(string name)
    {
        JsonElement value = Get(name);
        return value.ValueKind == JsonValueKind.Object ? new ModelSettings(path, Place(name), value, limit) : throw Bad(name, "an object", value);
    }

    /// <summary>Refuses widths whose weights could not be in the parameters' file.</summary>
    internal void CheckWidths(IEnumerable<double> widths)
    {
        double weights = widths.Zip(widths.Skip(1), (rows, columns) => rows * columns).Sum();
        if (weights > limit)
        {
            throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"{weights} weights or more"));
        }
    }

    /// <summary>Refuses a stack of layers whose weights could not be in the parameters' file.</summary>
    internal void CheckWidths(double inputs, double hidden, double outputs, int layers)
    {
        if (layers > limit)
        {
            throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"{layers} layers"));
        }

        CheckWidths([inputs, .. Enumerable.Repeat(hidden, Math.Max(0, layers - 1)), outputs]);
    }

    internal DataFormatException Wrong(string name, string problem, string cure = "") => new(path, Place(name), problem, cure);

    private DataFormatException TooLarge(string size) =>
        new(path, place, string.Create(CultureInfo.InvariantCulture, $"expected a model that fits the {limit} bytes of its parameters, got one of {size}"));

    private T AsChoice<T>(string name, JsonElement value)
        where T : struct, Enum
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        int at = text is null ? -1 : Array.IndexOf(Enum.GetNames<T>(), text);
        return at >= 0 ? Enum.GetValues<T>()[at] : throw Bad(name, $"one of {string.Join(", ", Enum.GetNames<T>())}", value);
    }

    private JsonElement Get(string name) => element.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new DataFormatException(path, Place(name), "expected this property, got none");

    private DataFormatException Bad(string name, string expected, JsonElement value) =>
        new(path, Place(name), string.Create(CultureInfo.InvariantCulture, $"expected {expected}, got {value.GetRawText()}"));

    private string Place(string name) => place.Length == 0 ? $"property '{name}'" : $"{place[..^1]}.{name}'";
}
