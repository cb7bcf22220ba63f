namespace Gnn.Datasets;

/// <summary>What a data set is for.</summary>
public enum DatasetTask
{
    /// <summary>Find the classes of nodes in one graph, some of whose nodes have known classes.</summary>
    NodeClassification,
}
