using Gnn.Tensors;

namespace Gnn.Graphs.Files;

/// <summary>A section of a graph file, as the table states it.</summary>
/// <param name="Name">What it is, for example <c>edges/sources</c>.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Shape">The shape of the array, row-major.</param>
/// <param name="Offset">The first byte, a multiple of 64.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Checksum">Its <see cref="Files.Checksum"/>.</param>
internal sealed record SectionEntry(string Name, SectionType Type, Shape Shape, long Offset, long Length, uint Checksum)
{
    /// <summary>The first byte after it.</summary>
    public long End => Offset + Length;
}
