namespace Gnn.Datasets.GraphClassification;

/// <summary>A set of graphs of a GIN text as plain arrays; nodes are numbered through all graphs.</summary>
internal sealed record GinArrays
{
    /// <summary>The graph of each node, <c>[N]</c>, never falling.</summary>
    public required int[] GraphOfNode { get; init; }

    /// <summary>The source of each edge: both directions, by source and then target, no repeats.</summary>
    public required int[] Sources { get; init; }

    /// <summary>The target of each edge.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The published label of each graph, <c>[G]</c>.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The published tag of each node, <c>[N]</c>.</summary>
    public required int[] Tags { get; init; }

    /// <summary>The attributes of each node, <c>[N, A]</c> row after row; none if <see cref="AttributeCount"/> is 0.</summary>
    public required float[] Attributes { get; init; }

    /// <summary>The number of attributes of a node, A.</summary>
    public required int AttributeCount { get; init; }
}
