namespace Gnn.Sampling.Subgraphs;

/// <summary>What pushing knows of a node.</summary>
internal struct PushNode
{
    /// <summary>The part of the rank that is found.</summary>
    internal double Rank;

    /// <summary>The part of the walk that is here and was not yet followed.</summary>
    internal double Residual;

    /// <summary>The residual from which on it is followed.</summary>
    internal double Limit;

    /// <summary>The node.</summary>
    internal int Node;

    /// <summary>Whether it waits for its turn.</summary>
    internal bool IsQueued;
}
