namespace Gnn.Graphs.Transforms;

/// <summary>What falls together when features are dropped.</summary>
public enum FeatureDropMode
{
    /// <summary>Each element by itself.</summary>
    Element,

    /// <summary>All features of a node.</summary>
    Node,

    /// <summary>One feature of all nodes.</summary>
    Feature,
}
