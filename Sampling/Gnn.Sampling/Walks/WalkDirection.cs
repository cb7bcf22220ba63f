namespace Gnn.Sampling.Walks;

/// <summary>The end of an edge at which a walk takes it.</summary>
public enum WalkDirection
{
    /// <summary>From source to target.</summary>
    OutEdges,

    /// <summary>From target to source.</summary>
    InEdges,
}
