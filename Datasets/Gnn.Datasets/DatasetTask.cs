namespace Gnn.Datasets;

/// <summary>What a data set is for.</summary>
public enum DatasetTask
{
    /// <summary>Find the classes of nodes in one graph, some of whose nodes have known classes.</summary>
    NodeClassification,

    /// <summary>Find the classes of whole graphs.</summary>
    GraphClassification,

    /// <summary>Find which pairs of nodes are linked.</summary>
    LinkPrediction,

    /// <summary>Find the sign of links.</summary>
    SignPrediction,

    /// <summary>Find the links of the future.</summary>
    TemporalLinkPrediction,

    /// <summary>Find the sets of nodes that meet.</summary>
    HyperedgePrediction,

    /// <summary>Find the missing end of a fact: head, relation, tail.</summary>
    KnowledgeGraphCompletion,

    /// <summary>Find the items that a user will choose.</summary>
    Recommendation,

    /// <summary>Find the next values of a signal on the nodes of a graph.</summary>
    Forecasting,
}
