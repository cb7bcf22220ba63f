namespace Gnn.Tensors.Memory;

public sealed unsafe partial class NativeArray<T>
{
    private NativeArray(FileMapping mapping, long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _pointer = (T*)mapping.At(offset, checked(length * sizeof(T)));
        _mapping = mapping.Share();
    }

    /// <summary>An array that lies in a mapped file: for reading, and a holder of the mapping until it is disposed.</summary>
    /// <param name="mapping">The file.</param>
    /// <param name="offset">The first byte, aligned to 64 bytes; 64 bytes after the last element may be read.</param>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the file.</exception>
    internal static NativeArray<T> Over(FileMapping mapping, long offset, long length) => new(mapping, offset, length);
}
