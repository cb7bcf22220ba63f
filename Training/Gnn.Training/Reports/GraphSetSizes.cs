namespace Gnn.Training.Reports;

/// <summary>The size of the set of graphs that a model was trained on.</summary>
/// <param name="Graphs">G, the number of graphs.</param>
/// <param name="Nodes">N, the number of nodes of all graphs.</param>
/// <param name="Edges">E, the number of edges of all graphs; of undirected graphs, both directions count.</param>
/// <param name="Outputs">The number of classes, or of targets of a regression.</param>
public readonly record struct GraphSetSizes(int Graphs, long Nodes, long Edges, int Outputs);
