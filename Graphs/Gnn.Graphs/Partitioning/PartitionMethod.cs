namespace Gnn.Graphs.Partitioning;

/// <summary>How a <see cref="GraphPartitioner"/> chooses the part of a node.</summary>
public enum PartitionMethod
{
    /// <summary>The part with the most neighbours less a price that grows with the root of the part's load.</summary>
    Fennel,

    /// <summary>Linear deterministic greedy: the part with the most neighbours, each counting for as much as the share of the part that is still free.</summary>
    Ldg,
}
