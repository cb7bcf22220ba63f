namespace Gnn.Training;

/// <summary>What a knowledge graph model is trained to do; s is the score of the true entity and s_k those of others, p the query.</summary>
public enum KnowledgeGraphLoss
{
    /// <summary>ln sum over all entities e of e^s_e, minus s: the cross-entropy of the true entity among all. T. Lacroix, N. Usunier and G. Obozinski, 2018.</summary>
    Softmax,

    /// <summary>-(ln sigmoid(gamma + s) + sum over k of w_k ln sigmoid(-gamma - s_k)) / 2, w = softmax(alpha s_k) without a gradient. Z. Sun et al., 2019.</summary>
    SelfAdversarial,

    /// <summary>-(ln sigmoid(gamma + s) + mean over k of ln sigmoid(-gamma - s_k)) / 2.</summary>
    BinaryCrossEntropy,

    /// <summary>The mean over k of max(0, gamma - s + s_k). A. Bordes et al., 2013.</summary>
    Margin,
}
