using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>Normalised edges with the neighbours of each node.</summary>
internal sealed class NeighborAdjacency : Adjacency
{
    private readonly Adjacency _normalized;

    /// <param name="normalized">The normalised edges, which this takes over.</param>
    /// <param name="neighbors">The neighbours of each node.</param>
    internal NeighborAdjacency(Adjacency normalized, Neighborhoods neighbors)
        : base(normalized.Structure, normalized.Values) => (_normalized, Neighbors) = (normalized, neighbors);

    internal Neighborhoods Neighbors { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _normalized.Dispose();
        }
    }
}
