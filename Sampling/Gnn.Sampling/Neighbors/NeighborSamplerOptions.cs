using Gnn.Graphs.Transforms;
using Gnn.Tensors;

namespace Gnn.Sampling.Neighbors;

/// <summary>How a <see cref="NeighborSampler"/> draws.</summary>
public sealed record NeighborSamplerOptions
{
    /// <summary>Which neighbours are drawn: those that edges come from, as messages flow (the default), or those that they go to.</summary>
    public EdgeDirection Direction { get; init; } = EdgeDirection.Incoming;

    /// <summary>Whether an edge may be drawn more than once: then a node has as many as the fanout says, unless it has none at all.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether each seed has a sample of its own, in which nodes stand that others' samples may have too. What a node draws then depends on the seed as
    /// well.</summary>
    public bool Disjoint { get; init; }

    /// <summary>The weight of each edge by its id, floating <c>[E]</c>, finite and 0 or more, such as <c>graph.EdgeWeights</c>: the chances of edges are in proportion, and
    /// one of weight 0 is never drawn. Null if all count the same (the default). Read when a sampler is made, and not kept by it.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>Whether a block has all edges of the graph from its sources to its targets, and not only those that were drawn, by which the sources were found. Each is there
    /// once, whatever its weight, and stands for itself. Not with <see cref="Replace"/>.</summary>
    public bool Induced { get; init; }
}
