namespace Gnn.Layers.Temporal;

/// <summary>How a <see cref="TgnMemory"/> makes a message of the two memories, the event's features and the time that passed.</summary>
public enum TgnMessage
{
    /// <summary>Their concatenation.</summary>
    Identity,

    /// <summary>A perceptron of their concatenation, one for sources and one for targets.</summary>
    Perceptron,
}
