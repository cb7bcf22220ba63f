namespace Gnn.Sampling.Walks;

/// <summary>What a walk does at a node that no edge leads on from, or none of positive weight.</summary>
public enum DeadEnd
{
    /// <summary>It ends there: what is left of its row is -1.</summary>
    Stop,

    /// <summary>It stays: what is left of its row is that node, as in PyTorch Geometric.</summary>
    Stay,
}
