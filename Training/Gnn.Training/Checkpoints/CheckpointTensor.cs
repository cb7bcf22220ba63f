using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Training.Checkpoints;

/// <summary>Tensors in a checkpoint: in the precision that they have, so that they come back to the bit.</summary>
internal static class CheckpointTensor
{
    internal static SafetensorsType TypeOf(Tensor value) => value.DataType switch
    {
        DataType.Int32 => SafetensorsType.Int32,
        DataType.Int64 => SafetensorsType.Int64,
        DataType.Bool => SafetensorsType.Bool,
        DataType.Float64 => SafetensorsType.Float64,
        _ => SafetensorsType.Float32,
    };

    internal static long[] AxesOf(Tensor value)
    {
        long[] axes = new long[value.Shape.Rank];
        value.Shape.CopyTo(axes);
        return axes;
    }

    internal static SafetensorsEntry ToEntry(string name, Tensor value) => TypeOf(value) switch
    {
        SafetensorsType.Int32 => ToEntry(name, value.ToArray<int>(), AxesOf(value)),
        SafetensorsType.Int64 => ToEntry(name, value.ToArray<long>(), AxesOf(value)),
        SafetensorsType.Bool => new SafetensorsEntry(name, SafetensorsType.Bool, AxesOf(value), Bytes(value.ToArray<bool>())),
        SafetensorsType.Float64 => ToEntry(name, value.ToArray<double>(), AxesOf(value)),
        _ => new SafetensorsEntry(name, SafetensorsType.Float32, AxesOf(value), Bytes(value.ToArray<float>())),
    };

    internal static SafetensorsEntry ToEntry(string name, double[] values, long[] axes) => new(name, SafetensorsType.Float64, axes, Bytes(values));

    internal static SafetensorsEntry ToEntry(string name, long[] values, long[] axes) => new(name, SafetensorsType.Int64, axes, Bytes(values));

    internal static SafetensorsEntry ToEntry(string name, int[] values, long[] axes) => new(name, SafetensorsType.Int32, axes, Bytes(values));

    /// <summary>A tensor of the shape, the type and the engine of another.</summary>
    internal static Tensor ToTensor(SafetensorsEntry entry, Tensor like) => entry.Type switch
    {
        SafetensorsType.Int32 => Tensor.Create(Elements<int>(entry), like.Shape, like.Engine),
        SafetensorsType.Int64 => Tensor.Create(Elements<long>(entry), like.Shape, like.Engine),
        SafetensorsType.Bool => Tensor.Create(Elements<bool>(entry), like.Shape, like.Engine),
        SafetensorsType.Float64 => Tensor.Create(Elements<double>(entry), like.Shape, like.Engine),
        _ => Tensor.Create(Elements<float>(entry), like.Shape, like.Engine),
    };

    internal static T[] Elements<T>(SafetensorsEntry entry)
        where T : unmanaged
    {
        byte[] bytes = entry.Data.ToArray();
        TurnAround(bytes, Unsafe.SizeOf<T>());
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private static byte[] Bytes<T>(T[] elements)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes<T>(elements).ToArray();
        TurnAround(bytes, Unsafe.SizeOf<T>());
        return bytes;
    }

    /// <summary>From the machine's order of bytes to the file's, or back.</summary>
    private static void TurnAround(Span<byte> bytes, int size)
    {
        for (int start = 0; start < bytes.Length && !BitConverter.IsLittleEndian; start += size)
        {
            bytes.Slice(start, size).Reverse();
        }
    }
}
