namespace Gnn.Graphs.Partitioning;

/// <summary>How a <see cref="GraphPartitioner"/> works.</summary>
public sealed record GraphPartitionerOptions
{
    /// <summary>How the part of a node is chosen.</summary>
    public PartitionMethod Method { get; init; } = PartitionMethod.Fennel;

    /// <summary>The order in which nodes are seen, the same in every pass.</summary>
    public StreamOrder Order { get; init; } = StreamOrder.BreadthFirst;

    /// <summary>How often the nodes are seen, at least 1: in passes after the first all neighbours of a node have a part. The pass with the smallest cut is
    /// kept.</summary>
    public int Passes { get; init; } = 10;

    /// <summary>The largest load that a part may have, as a multiple of the mean, at least 1.</summary>
    public double Balance { get; init; } = 1.05;

    /// <summary>What each node adds to the load of its part, <c>[N]</c>, finite and at least 0, at least one above 0; empty for 1 each.</summary>
    /// <remarks>For example 1 for each training node and 0 for the others balances training nodes alone; 1 for each node and N / T more for each of T training nodes
    /// weighs both alike.</remarks>
    public ReadOnlyMemory<double> NodeWeights { get; init; }
}
