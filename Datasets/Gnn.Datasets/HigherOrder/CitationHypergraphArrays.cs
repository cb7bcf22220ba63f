using Gnn.Datasets.Parsing;

namespace Gnn.Datasets.HigherOrder;

/// <summary>A hypergraph of HyperGCN's pickles as plain arrays; node ids are row numbers.</summary>
internal sealed record CitationHypergraphArrays
{
    /// <summary>The node of each incidence, in file order.</summary>
    public required int[] Nodes { get; init; }

    /// <summary>The hyperedge of each incidence, never falling.</summary>
    public required int[] Hyperedges { get; init; }

    /// <summary>The key of each hyperedge, distinct.</summary>
    public required string[] Keys { get; init; }

    /// <summary>The class of each node, <c>[N]</c>.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The sparse features, columns rising in each row, or null if there is no such file.</summary>
    public PickledCsr? Features { get; init; }

    /// <summary>The value of each stored feature, finite.</summary>
    public float[] FeatureValues { get; init; } = [];
}
