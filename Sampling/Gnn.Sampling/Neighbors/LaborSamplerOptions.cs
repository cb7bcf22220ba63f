using Gnn.Graphs.Transforms;

namespace Gnn.Sampling.Neighbors;

/// <summary>How a <see cref="LaborSampler"/> draws.</summary>
public sealed record LaborSamplerOptions
{
    /// <summary>Rounds until the expected number of neighbours falls by less than a ten-thousandth: <see cref="ImportanceRounds"/> of LABOR-*.</summary>
    public const int ToConvergence = -1;

    /// <summary>Which neighbours are drawn: those that edges come from, as messages flow (the default), or those that they go to.</summary>
    public EdgeDirection Direction { get; init; } = EdgeDirection.Incoming;

    /// <summary>Whether each edge is drawn by itself (Poisson sampling), so that a node of d edges gets k of them on average and now and then none. By default it gets the k
    /// edges of the smallest random numbers: exactly min(k, d), as of a <see cref="NeighborSampler"/>.</summary>
    public bool Poisson { get; init; }

    /// <summary>How often the chances of neighbours are moved to those that are wanted by many (LABOR-n): 0 for the same chance for each edge of a node, the default, or
    /// <see cref="ToConvergence"/> (LABOR-*). Other than 0 it needs <see cref="Poisson"/>, and what a node draws depends on the set of all nodes that draw at that
    /// hop.</summary>
    public int ImportanceRounds { get; init; }

    /// <summary>Whether a node has the same random number at all hops, so that nodes drawn at one are drawn again at the next: fewer nodes in all, but layers that depend on
    /// each other. By default each hop draws anew.</summary>
    public bool SharedByHops { get; init; }
}
