namespace Gnn.Training.Reports;

/// <summary>The size of the graph that a model was trained on.</summary>
/// <param name="Nodes">N, the number of nodes.</param>
/// <param name="Edges">E, the number of edges; of an undirected graph, both directions count.</param>
/// <param name="Features">F, the number of features of a node.</param>
/// <param name="Classes">C, the number of classes.</param>
public readonly record struct GraphSizes(int Nodes, long Edges, long Features, int Classes);
