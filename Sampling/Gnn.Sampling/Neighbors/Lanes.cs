namespace Gnn.Sampling.Neighbors;

/// <summary>Nodes that draw side by side, one in each lane.</summary>
internal unsafe struct Lanes
{
    /// <summary>The number of lanes.</summary>
    internal const int Count = 16;

    /// <summary>The binary logarithm of the words that a node has in a stream: those of node v begin at v 2^24.</summary>
    internal const int WordBits = 24;

    /// <summary>The node of each lane; an idle lane has node 0.</summary>
    internal fixed int Nodes[Count];

    /// <summary>How many edges each node has; of an idle lane as many as are drawn.</summary>
    internal fixed int Degrees[Count];

    /// <summary>The stream that each node draws from.</summary>
    internal fixed ulong Streams[Count];

    /// <summary>The first entry of each node.</summary>
    internal fixed long Starts[Count];
}
