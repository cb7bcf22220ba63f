namespace Gnn.Training.Embeddings;

/// <summary>What a skip-gram model learns to tell apart.</summary>
public enum SkipGramObjective
{
    /// <summary>The node of a window from nodes drawn at random: Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed representations of words and phrases and
    /// their compositionality", 2013.</summary>
    NegativeSampling,

    /// <summary>The turns of the way from the root of a Huffman tree to the node of a window, as in DeepWalk: Morin and Bengio, "Hierarchical probabilistic neural
    /// network language model", 2005.</summary>
    HierarchicalSoftmax,
}
