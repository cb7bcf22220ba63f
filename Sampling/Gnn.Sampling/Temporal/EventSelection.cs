namespace Gnn.Sampling.Temporal;

/// <summary>Which of the events that a node may know are sampled.</summary>
public enum EventSelection
{
    /// <summary>Each with the same chance.</summary>
    Uniform,

    /// <summary>The last ones by (time, event id). Nothing is drawn.</summary>
    MostRecent,
}
