namespace Gnn.Sampling.Walks;

/// <summary>Where a temporal walk goes in time.</summary>
public enum TimeDirection
{
    /// <summary>Each event is later than the one before, or not earlier.</summary>
    Forward,

    /// <summary>Each event is earlier than the one before, or not later.</summary>
    Backward,
}
