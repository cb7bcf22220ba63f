namespace Gnn.Graphs.Transforms;

/// <summary>Which way edges are followed.</summary>
public enum EdgeDirection
{
    /// <summary>From targets to sources, against the edges: where messages to a node come from.</summary>
    Incoming,

    /// <summary>From sources to targets, along the edges.</summary>
    Outgoing,

    /// <summary>Both ways.</summary>
    Both,
}
