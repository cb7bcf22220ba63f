using System.Globalization;
using System.Text.Json;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Testing;

/// <summary>An array of a golden file: a shape, a type and its elements, row-major.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Values">The elements; of a bool array 0 and 1.</param>
/// <param name="DataType">Float32 unless the file says Int64, Bool or Float64.</param>
public sealed record GoldenArray(Shape Shape, double[] Values, DataType DataType = DataType.Float32)
{
    /// <summary>The array as a tensor: floating, Int64 or Bool.</summary>
    /// <param name="engine">Where the tensor is made.</param>
    /// <returns>The tensor.</returns>
    public Tensor ToTensor(Engine engine) => DataType switch
    {
        DataType.Int64 => Tensor.Create(ToInt64(), Shape, engine),
        DataType.Bool => Tensor.Create(Array.ConvertAll(Values, value => value != 0), Shape, engine),
        _ => Tensor.Create(Values, Shape, engine),
    };

    /// <summary>The elements as 64-bit integers.</summary>
    /// <returns>The elements, row-major.</returns>
    public long[] ToInt64() => Array.ConvertAll(Values, value => (long)value);

    /// <summary>The elements as 32-bit integers.</summary>
    /// <returns>The elements, row-major.</returns>
    public int[] ToInt32() => Array.ConvertAll(Values, value => checked((int)value));

    internal static GoldenArray Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return new GoldenArray(Shape.Scalar, [element.GetDouble()]);
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            return ReadNested(element);
        }

        DataType type = !element.TryGetProperty("dtype", out JsonElement name) ? DataType.Float32 : name.GetString() switch
        {
            "int64" => DataType.Int64,
            "bool" => DataType.Bool,
            "float64" => DataType.Float64,
            string other => throw new NotSupportedException($"The golden files have no arrays of '{other}'."),
            null => throw new NotSupportedException("A 'dtype' must be a string."),
        };
        long[] axes = [.. element.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64())];
        double[] values = [.. element.GetProperty("data").EnumerateArray().Select(Number)];
        return new GoldenArray(new Shape(axes), values, type);
    }

    /// <summary>A plain list of numbers, or of equally long lists: integers such as <c>edge_index</c>.</summary>
    private static GoldenArray ReadNested(JsonElement element)
    {
        JsonElement[] rows = [.. element.EnumerateArray()];
        if (rows.Length > 0 && rows[0].ValueKind == JsonValueKind.Array)
        {
            double[] values = [.. rows.SelectMany(row => row.EnumerateArray().Select(Number))];
            return new GoldenArray((rows.Length, values.Length / rows.Length), values, DataType.Int64);
        }

        return new GoldenArray(rows.Length, [.. rows.Select(Number)], DataType.Int64);
    }

    private static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => double.Parse(element.GetString()!, CultureInfo.InvariantCulture),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => element.GetDouble(),
    };
}
