namespace Gnn.Sampling.Temporal;

/// <summary>The time that bounds what a sampled node may know.</summary>
public enum TimeBound
{
    /// <summary>The query time of its seed, at every hop: all that was known when the question was asked.</summary>
    Query,

    /// <summary>The time of the event by which the node was reached: what it could have passed on then. Times fall along every path from a seed.</summary>
    Path,
}
