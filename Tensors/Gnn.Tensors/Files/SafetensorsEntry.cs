namespace Gnn.Tensors.Files;

/// <summary>One tensor of a safetensors file: a name, an element type, a shape and the bytes.</summary>
public sealed partial class SafetensorsEntry
{
    /// <summary>The name that the format keeps for the file's own notes.</summary>
    internal const string ReservedName = "__metadata__";

    /// <summary>Creates an entry; the data are not copied.</summary>
    /// <param name="name">The name, for example <c>convs.0.lin.weight</c>.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The size of each dimension, at least 0; empty for a scalar.</param>
    /// <param name="data">The elements in row-major order, least significant byte first, without gaps.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="shape"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The name is empty, holds half a surrogate pair or is <c>__metadata__</c>, a size is negative, or the data have not the bytes that
    /// type and shape ask for.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="type"/> is not a defined type.</exception>
    public SafetensorsEntry(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (name == ReservedName)
        {
            throw new ArgumentException($"'name' must be free, got '{name}', which the format keeps for notes.", nameof(name));
        }

        SafetensorsWriter.ThrowIfNotUnicode(name, nameof(name));
        if (!Enum.IsDefined(type))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "'type' must be a defined element type.");
        }

        long[] sizes = [.. shape];
        if (sizes.Any(size => size < 0))
        {
            throw new ArgumentException($"'shape' must have sizes of at least 0, got [{string.Join(", ", sizes)}].", nameof(shape));
        }

        if (SafetensorsCodes.BytesOf(type, sizes) != data.Length)
        {
            throw new ArgumentException(
                $"'data' must have the bytes of {SafetensorsCodes.NameOf(type)} [{string.Join(", ", sizes)}], got {data.Length} bytes.", nameof(data));
        }

        Name = name;
        Type = type;
        Shape = Array.AsReadOnly(sizes);
        Data = data;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements in row-major order, least significant byte first.</summary>
    public ReadOnlyMemory<byte> Data { get; }
}
