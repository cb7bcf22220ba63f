namespace Gnn.Layers;

/// <summary>How <see cref="JumpingKnowledge"/> makes one matrix of the outputs of all layers.</summary>
public enum JumpingKnowledgeMode
{
    /// <summary>Side by side.</summary>
    Concatenate,

    /// <summary>The largest of each element.</summary>
    Max,

    /// <summary>A sum weighted by each node's attention to its layers, which a bidirectional LSTM over the layers gives.</summary>
    Lstm,
}
