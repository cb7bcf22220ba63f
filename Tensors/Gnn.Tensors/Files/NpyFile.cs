using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Files;

/// <summary>One array in NumPy's .npy format: <c>numpy.save</c> and <c>numpy.load</c>.</summary>
/// <remarks>
/// Read are the versions 1.0, 2.0 and 3.0 of the format, least significant byte first, elements of 16-, 32- and 64-bit floating point, of 8-, 16- and 32-bit
/// signed and unsigned and 64-bit signed integers, and bools; at most four axes, and of arrays in Fortran order those of at most two. The header is read by
/// a parser of that one dictionary, so nothing in a file is ever evaluated, and the array's size is held against the file's before memory is asked for.
/// Written is version 1.0 in C order.
/// </remarks>
public static unsafe partial class NpyFile
{
    private const int Alignment = 64;
    private const int PrefixBytes = 10;
    private const int PieceBytes = 1 << 24;

    /// <summary>Reads an array as a tensor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>A tensor of the array's shape, owned by the open scope, if any: floating arrays in the engine's floating type, integers of up to 32 bits as
    /// <see cref="DataType.Int32"/>, of more (and unsigned ones of 32) as <see cref="DataType.Int64"/>, bools as <see cref="DataType.Bool"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, or has elements or an order that are not read here.</exception>
    public static Tensor ReadTensor(string path, Engine? engine = null)
    {
        using FileStream stream = Open(path);
        return ReadTensor(stream, path, engine ?? Engine.Default);
    }

    /// <summary>Reads an array as values of a chosen type.</summary>
    /// <typeparam name="T">float or double for floating arrays (a double that is read as float is rounded), int or long for integers, bool for bools.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="shape">The array's shape.</param>
    /// <returns>The elements, row-major.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, has elements or an order that are not read here, a whole number
    /// that <typeparamref name="T"/> does not hold, or more elements than an array.</exception>
    public static T[] Read<T>(string path, out Shape shape)
        where T : unmanaged
    {
        using FileStream stream = Open(path);
        return Read<T>(stream, path, out shape);
    }

    /// <summary>Writes a tensor, whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensor">The tensor, of any type.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="tensor"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensor);
        DataType type = tensor.DataType;
        using var values = new NativeArray<byte>(tensor.Shape.Count * type.Size());
        tensor.Engine.Download(tensor.View, values.Pointer, type);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(type, tensor.Shape));
            for (long at = 0; at < values.Length; at += PieceBytes)
            {
                stream.Write(values.Span(at, (int)Math.Min(PieceBytes, values.Length - at)));
            }
        });
    }

    /// <summary>Writes an array, whole or not at all.</summary>
    /// <typeparam name="T">float, double, int, long or bool.</typeparam>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">The shape, of as many elements.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or the number of values is not that of the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Write<T>(string path, T[] values, in Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != shape.Count)
        {
            throw new ArgumentException($"An array {shape} has {shape.Count} elements, got {values.Length} values.", nameof(values));
        }

        byte[] header = Header(DataTypeExtensions.Of<T>(), shape);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            for (int at = 0; at < values.Length; at += PieceBytes)
            {
                stream.Write(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(PieceBytes, values.Length - at))));
            }
        });
    }

    internal static Tensor ReadTensor(Stream stream, string path, Engine engine)
    {
        NpyHeader header = NpyHeader.Read(stream, path);
        DataType type = NpyCodes.ToDataType(header.Type);
        return type switch
        {
            DataType.Float32 => Upload<float>(stream, path, header, engine, type),
            DataType.Float64 => Upload<double>(stream, path, header, engine, type),
            DataType.Int32 => Upload<int>(stream, path, header, engine, type),
            DataType.Int64 => Upload<long>(stream, path, header, engine, type),
            _ => Upload<bool>(stream, path, header, engine, type),
        };
    }

    internal static T[] Read<T>(Stream stream, string path, out Shape shape)
        where T : unmanaged
    {
        NpyHeader header = ReadHeader(stream, path, DataTypeExtensions.Of<T>());
        if (header.Shape.Count > Array.MaxLength)
        {
            throw new DataFormatException(path, "header", $"expected at most {Array.MaxLength} elements, got {header.Shape.Count}", "Read it as a tensor.");
        }

        var values = new T[header.Shape.Count];
        fixed (T* destination = values)
        {
            NpyReader.Read(stream, path, header, destination);
        }

        shape = header.Shape;
        return values;
    }

    /// <summary>Version 1.0: magic, version, the dictionary's length and the dictionary, padded so that the elements are aligned.</summary>
    internal static byte[] Header(DataType type, in Shape shape)
    {
        Span<long> axes = stackalloc long[Shape.MaxRank];
        shape.CopyTo(axes);
        string lengths = string.Join(", ", axes[..shape.Rank].ToArray());
        string text = FormattableString.Invariant($"{{'descr': '{NpyCodes.NameOf(type)}', 'fortran_order': False, 'shape': ({lengths}{(shape.Rank == 1 ? "," : "")}), }}");
        int length = (PrefixBytes + text.Length + Alignment) / Alignment * Alignment;
        byte[] header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        ReadOnlySpan<byte> start = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];
        start.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(start.Length), (ushort)(length - PrefixBytes));
        Encoding.ASCII.GetBytes(text, header.AsSpan(PrefixBytes));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyHeader ReadHeader(Stream stream, string path, DataType type)
    {
        NpyHeader header = NpyHeader.Read(stream, path);
        return NpyReader.CanRead(header.Type, type)
            ? header
            : throw new DataFormatException(
                path,
                "header",
                $"expected {(type.IsFloating() ? "floating" : type.IsInteger() ? "whole" : "bool")} elements, got {header.Type}",
                "Convert the array with a.astype before saving, or name another file.");
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    }

    private static Tensor Upload<T>(Stream stream, string path, NpyHeader header, Engine engine, DataType type)
        where T : unmanaged
    {
        using var values = new NativeArray<T>(header.Shape.Count);
        NpyReader.Read(stream, path, header, values.Pointer);
        return Tensor.Wrap(engine.Upload(values.Pointer, type, values.Length), header.Shape);
    }
}
