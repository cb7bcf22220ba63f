namespace Gnn.Tensors.Files;

/// <summary>The names and sizes of the element types in a safetensors header.</summary>
internal static class SafetensorsCodes
{
    /// <summary>The names that can be read, for messages.</summary>
    public const string Known = "F32, F64, I32, I64 or BOOL";

    /// <summary>The size of an element in bytes.</summary>
    public static int BytesOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Float64 or SafetensorsType.Int64 => 8,
        SafetensorsType.Float32 or SafetensorsType.Int32 => 4,
        _ => 1,
    };

    /// <summary>The name in the header.</summary>
    public static string NameOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Float32 => "F32",
        SafetensorsType.Float64 => "F64",
        SafetensorsType.Int32 => "I32",
        SafetensorsType.Int64 => "I64",
        _ => "BOOL",
    };

    /// <summary>The type of a name, or null for one that is not read here.</summary>
    public static SafetensorsType? Find(string name) => name switch
    {
        "F32" => SafetensorsType.Float32,
        "F64" => SafetensorsType.Float64,
        "I32" => SafetensorsType.Int32,
        "I64" => SafetensorsType.Int64,
        "BOOL" => SafetensorsType.Bool,
        _ => null,
    };

    /// <summary>The bytes that a shape takes, or -1 if they do not fit 63 bits.</summary>
    public static long BytesOf(SafetensorsType type, IReadOnlyList<long> shape)
    {
        // A size of zero makes the product zero, whatever else overflows.
        if (shape.Contains(0))
        {
            return 0;
        }

        Int128 bytes = BytesOf(type);
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
            {
                return -1;
            }
        }

        return (long)bytes;
    }
}
