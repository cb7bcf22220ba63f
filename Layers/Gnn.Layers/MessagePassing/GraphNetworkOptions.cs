using Gnn.Layers.Aggregations;

namespace Gnn.Layers.MessagePassing;

/// <summary>The aggregations of a <see cref="GraphNetworkBlock"/>; one that is a module is owned by the block from there on.</summary>
public sealed record GraphNetworkOptions
{
    /// <summary>What is made of the edges into a node; their sum by default.</summary>
    public IAggregation EdgesOfNode { get; init; } = new Aggregate(Aggregation.Sum);

    /// <summary>What is made of the edges of a graph; their sum by default.</summary>
    public IAggregation EdgesOfGraph { get; init; } = new Aggregate(Aggregation.Sum);

    /// <summary>What is made of the nodes of a graph; their sum by default.</summary>
    public IAggregation NodesOfGraph { get; init; } = new Aggregate(Aggregation.Sum);
}
