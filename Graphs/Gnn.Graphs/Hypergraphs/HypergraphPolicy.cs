namespace Gnn.Graphs.Hypergraphs;

/// <summary>What a hypergraph's construction accepts; the default accepts neither.</summary>
public sealed record HypergraphPolicy
{
    /// <summary>Whether a hyperedge may have no nodes; otherwise one is an error.</summary>
    public bool AllowEmptyHyperedges { get; init; }

    /// <summary>Whether a node that a hyperedge names several times is its member once; otherwise that is an error.</summary>
    public bool MergeRepeatedMembers { get; init; }
}
