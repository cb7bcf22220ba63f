using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>What a layer propagates over that takes edges both ways.</summary>
/// <param name="incoming">The edges into each node; owned from here on.</param>
/// <param name="outgoing">The edges out of each node, turned around: rows are their sources; owned from here on.</param>
public sealed class DirectedAdjacency(Adjacency incoming, Adjacency outgoing) : IDisposable
{
    /// <summary>The edges into each node.</summary>
    public Adjacency Incoming { get; } = incoming;

    /// <summary>The edges out of each node, turned around: rows are their sources.</summary>
    public Adjacency Outgoing { get; } = outgoing;

    /// <inheritdoc/>
    public void Dispose()
    {
        Incoming.Dispose();
        Outgoing.Dispose();
    }
}
