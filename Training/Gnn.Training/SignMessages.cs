namespace Gnn.Training;

/// <summary>Which way messages pass along the edges of a signed graph.</summary>
public enum SignMessages
{
    /// <summary>Along every edge from its source to its target.</summary>
    Directed,

    /// <summary>Along every edge both ways.</summary>
    BothWays,
}
