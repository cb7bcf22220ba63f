namespace Gnn.Graphs.Temporal;

/// <summary>What is done with events whose times fall.</summary>
public enum UnsortedTimes
{
    /// <summary>They are sorted by time, events of one time in the order in which they came.</summary>
    Sort,

    /// <summary>They are an error that names the first event that is earlier than the one before.</summary>
    Refuse,
}
