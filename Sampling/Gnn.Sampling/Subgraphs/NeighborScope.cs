using System.Globalization;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>The nodes within some hops of the seed, of which each node draws a bounded number.</summary>
/// <remarks>Hop h draws up to <c>fanouts[h]</c> edges of each node that hop h - 1 found first (hop 0: of the seed), without replacement, every set of so many edges
/// equally likely; a node with fewer edges gets all. What a node draws depends on the source of random numbers, the hop, the node and the seed alone.</remarks>
public sealed record NeighborScope : ShadowScope
{
    private readonly int[] _fanouts;

    /// <summary>Creates a scope.</summary>
    /// <param name="fanouts">How many edges a node draws at each hop, the seed's hop first: 0 to <see cref="NeighborSampler.LargestFanout"/>, or -1 for all. As many
    /// hops as there are fanouts, whatever the number of layers.</param>
    /// <exception cref="ArgumentException">There is no fanout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range.</exception>
    public NeighborScope(params IReadOnlyList<int> fanouts) => _fanouts = NeighborSampler.CheckFanouts(fanouts);

    /// <summary>How many edges a node draws at each hop, the seed's hop first; -1 for all.</summary>
    public IReadOnlyList<int> Fanouts => _fanouts;

    /// <summary>Whether another scope has the same fanouts.</summary>
    /// <param name="other">The other scope.</param>
    /// <returns>True if so.</returns>
    public bool Equals(NeighborScope? other) => other is not null && _fanouts.AsSpan().SequenceEqual(other._fanouts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int fanout in _fanouts)
        {
            hash.Add(fanout);
        }

        return hash.ToHashCode();
    }

    /// <summary>The fanouts, for example <c>10, 5 neighbors</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", _fanouts)} neighbors");

    internal override IScopeFinder CreateFinder(SparseStructure graph, NodeMarks marks) => new NeighborFinder(graph, _fanouts, marks);
}
