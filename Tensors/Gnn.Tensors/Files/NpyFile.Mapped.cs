using Gnn.Tensors.Memory;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Tensors.Files;

public static unsafe partial class NpyFile
{
    // What kernels may read after the last element.
    private const int BytesAfter = 64;

    /// <summary>Opens an array as values of a chosen type, where they lie in the file if they can be used there: nothing is read then before it is used, and the array may
    /// be larger than memory.</summary>
    /// <typeparam name="T">float or double for floating arrays, int or long for integers, bool for bools.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="shape">The array's shape.</param>
    /// <returns>The elements, row-major, owned by the caller. They lie in the mapped file if it has elements of that type in C order that begin at a multiple of 64 bytes,
    /// as <c>numpy.save</c> writes them, and does not end within 64 bytes of a page's end; else they are read to memory, and converted as by
    /// <see cref="Read{T}(string, out Shape)"/>. For reading alone: a write to a mapped file ends the process, and so does reading a file that was cut short
    /// meanwhile. What bools are is not looked at in a mapped file.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="IOException">The file is missing, cannot be read, or the system does not map it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, has elements or an order that are not read here, or a whole number that
    /// <typeparamref name="T"/> does not hold.</exception>
    public static NativeArray<T> OpenArray<T>(string path, out Shape shape)
        where T : unmanaged
    {
        DataType type = DataTypeExtensions.Of<T>();
        using FileStream stream = Open(path);
        NpyHeader header = ReadHeader(stream, path, type);
        shape = header.Shape;
        return IsMappable(header, type) ? Map<T>(stream.SafeFileHandle, header) : ReadArray<T>(stream, path, header);
    }

    private static bool IsMappable(NpyHeader header, DataType type)
    {
        long bytes = header.Shape.Count * type.Size();
        long tail = (header.DataOffset + bytes) % Environment.SystemPageSize;
        return BitConverter.IsLittleEndian
            && NpyCodes.ToDataType(header.Type) == type
            && NpyCodes.BytesOf(header.Type) == type.Size()
            && !header.IsColumnMajor
            && header.DataOffset % Alignment == 0
            && bytes > 0
            && tail > 0
            && tail <= Environment.SystemPageSize - BytesAfter;
    }

    private static NativeArray<T> Map<T>(SafeFileHandle file, NpyHeader header)
        where T : unmanaged
    {
        using var mapping = new FileMapping(file, header.DataOffset + (header.Shape.Count * sizeof(T)));
        return NativeArray<T>.Over(mapping, header.DataOffset, header.Shape.Count);
    }

    private static NativeArray<T> ReadArray<T>(Stream stream, string path, NpyHeader header)
        where T : unmanaged
    {
        HostMemory.Require(header.Shape.Count * sizeof(T), $"the array of '{path}'");
        var values = new NativeArray<T>(header.Shape.Count);
        try
        {
            NpyReader.Read(stream, path, header, values.Pointer);
            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }
}
