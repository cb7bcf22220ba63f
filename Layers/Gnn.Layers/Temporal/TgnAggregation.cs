namespace Gnn.Layers.Temporal;

/// <summary>How a <see cref="TgnMemory"/> joins the messages that a node got in one batch.</summary>
public enum TgnAggregation
{
    /// <summary>The message of the last event.</summary>
    Last,

    /// <summary>The mean of all messages.</summary>
    Mean,
}
