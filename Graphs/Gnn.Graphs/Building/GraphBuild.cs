namespace Gnn.Graphs.Building;

/// <summary>What a <see cref="GraphBuilder"/> made.</summary>
/// <param name="Graph">The graph, owned by the caller.</param>
/// <param name="Ids">The original id of each node, and the node of each original id.</param>
/// <param name="Report">What was done to the edges.</param>
public sealed record GraphBuild(Graph Graph, NodeIds Ids, GraphBuildReport Report);
