namespace Gnn.Graphs.Building;

/// <summary>What becomes of edges from a node to itself.</summary>
public enum SelfLoopPolicy
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>They are left out; their nodes stay.</summary>
    Remove,

    /// <summary>A self-loop is an error, which names the edge.</summary>
    Error,
}
