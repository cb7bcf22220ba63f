using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors.Files;

/// <content>From values to bytes and back.</content>
public sealed partial class SafetensorsEntry
{
    /// <summary>An entry of numbers or truth values.</summary>
    /// <typeparam name="T">float, double, int, long or bool, which is the element type.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="values">The elements in row-major order; they are copied.</param>
    /// <param name="shape">The size of each dimension, at least 0.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">T is another type, the name cannot be a tensor's, or the values are not as many as the shape says.</exception>
    public static SafetensorsEntry FromArray<T>(string name, ReadOnlySpan<T> values, IReadOnlyList<long> shape)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        TurnAround(bytes, Unsafe.SizeOf<T>());
        return new SafetensorsEntry(name, TypeOf<T>(), shape, bytes);
    }

    /// <summary>An entry of a tensor's values.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The tensor, on any engine.</param>
    /// <param name="floatType">The element type of floating values, Float32 or Float64; null for the tensor's own, which loses nothing. Others keep theirs.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot be a tensor's, or the element type is not floating.</exception>
    public static SafetensorsEntry FromTensor(string name, Tensor value, SafetensorsType? floatType = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (floatType is not (null or SafetensorsType.Float32 or SafetensorsType.Float64))
        {
            throw new ArgumentException($"Floating values are written as Float32 or Float64, not {floatType}.", nameof(floatType));
        }

        long[] axes = new long[value.Shape.Rank];
        value.Shape.CopyTo(axes);
        return value.DataType switch
        {
            DataType.Int32 => FromArray<int>(name, value.ToArray<int>(), axes),
            DataType.Int64 => FromArray<long>(name, value.ToArray<long>(), axes),
            DataType.Bool => FromArray<bool>(name, value.ToArray<bool>(), axes),
            DataType own when (floatType ?? (own == DataType.Float64 ? SafetensorsType.Float64 : SafetensorsType.Float32)) == SafetensorsType.Float64 =>
                FromArray<double>(name, value.ToArray<double>(), axes),
            _ => FromArray<float>(name, value.ToArray<float>(), axes),
        };
    }

    /// <summary>The elements.</summary>
    /// <typeparam name="T">float, double, int, long or bool, as <see cref="Type"/> says.</typeparam>
    /// <returns>A copy, in row-major order.</returns>
    /// <exception cref="ArgumentException">T is another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (TypeOf<T>() != Type)
        {
            throw new ArgumentException($"'{Name}' holds {Type}, not {typeof(T).Name}: ask for its own type.");
        }

        byte[] bytes = Data.ToArray();
        TurnAround(bytes, Unsafe.SizeOf<T>());
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    /// <summary>A tensor of the elements.</summary>
    /// <param name="engine">Where it is made; <see cref="Engine.Default"/> if null. Floating values take that engine's precision.</param>
    /// <returns>The tensor.</returns>
    public Tensor ToTensor(Engine? engine = null)
    {
        var shape = new Shape([.. Shape]);
        return Type switch
        {
            SafetensorsType.Int32 => Tensor.Create(ToArray<int>(), shape, engine),
            SafetensorsType.Int64 => Tensor.Create(ToArray<long>(), shape, engine),
            SafetensorsType.Bool => Tensor.Create(ToArray<bool>(), shape, engine),
            SafetensorsType.Float32 => Tensor.Create(ToArray<float>(), shape, engine),
            _ => Tensor.Create(ToArray<double>(), shape, engine),
        };
    }

    private static SafetensorsType TypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? SafetensorsType.Float32
        : typeof(T) == typeof(double) ? SafetensorsType.Float64
        : typeof(T) == typeof(int) ? SafetensorsType.Int32
        : typeof(T) == typeof(long) ? SafetensorsType.Int64
        : typeof(T) == typeof(bool) ? SafetensorsType.Bool
        : throw new ArgumentException($"A tensor of a file holds float, double, int, long or bool, not {typeof(T).Name}.");

    /// <summary>From the machine's order of bytes to the file's, or back.</summary>
    private static void TurnAround(Span<byte> bytes, int size)
    {
        for (int start = 0; start < bytes.Length && !BitConverter.IsLittleEndian; start += size)
        {
            bytes.Slice(start, size).Reverse();
        }
    }
}
