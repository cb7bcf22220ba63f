using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Sparse;

public sealed unsafe partial class IndexArray
{
    /// <summary>An array that lies in a mapped file: for reading, and a holder of the mapping until it is disposed.</summary>
    /// <param name="mapping">The file.</param>
    /// <param name="offset">The first byte, aligned to 64 bytes.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="isWide">Whether elements have 64 bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the file.</exception>
    internal static IndexArray Over(FileMapping mapping, long offset, long length, bool isWide) => isWide
        ? new IndexArray(NativeArray<long>.Over(mapping, offset, length))
        : new IndexArray(NativeArray<int>.Over(mapping, offset, length));
}
