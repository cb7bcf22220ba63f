namespace Gnn.Graphs.Partitioning;

/// <summary>The order in which a <see cref="GraphPartitioner"/> sees the nodes.</summary>
public enum StreamOrder
{
    /// <summary>By number.</summary>
    Natural,

    /// <summary>Drawn from the source of random numbers, each order with the same chance.</summary>
    Random,

    /// <summary>Breadth-first along edges of both directions, from the lowest node of each component.</summary>
    BreadthFirst,
}
