namespace Gnn.Graphs.Transforms;

/// <summary>What joins the nodes of a component.</summary>
public enum ComponentKind
{
    /// <summary>A path of edges, whichever way each of them goes.</summary>
    Weak,

    /// <summary>A path along the edges there, and another one back.</summary>
    Strong,
}
