using Gnn.Tensors.Sparse;

namespace Gnn.Testing;

/// <summary>A list of edges for tests: edge e goes from <c>Sources[e]</c> to <c>Targets[e]</c>.</summary>
/// <param name="TargetCount">The number of target nodes: rows.</param>
/// <param name="SourceCount">The number of source nodes: columns.</param>
/// <param name="Targets">The target of each edge.</param>
/// <param name="Sources">The source of each edge.</param>
public sealed record RandomEdges(int TargetCount, int SourceCount, int[] Targets, int[] Sources)
{
    /// <summary>The number of edges.</summary>
    public int Count => Targets.Length;

    /// <summary>The edges' numbers in entry order, by a plain stable sort: for each target in turn, its edges in list order.</summary>
    public int[] EntryOrder => [.. Enumerable.Range(0, Count).OrderBy(edge => Targets[edge])];

    /// <summary>The sparse structure of the edges.</summary>
    /// <param name="isWide">Whether offsets have 64 bits.</param>
    /// <returns>The structure, owned by the caller.</returns>
    public unsafe SparseStructure ToStructure(bool isWide = false)
    {
        fixed (int* targets = Targets, sources = Sources)
        {
            return SparseStructure.FromEdges(TargetCount, SourceCount, targets, sources, Count, isWide);
        }
    }
}
