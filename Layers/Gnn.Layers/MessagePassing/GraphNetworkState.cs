using Gnn.Tensors;

namespace Gnn.Layers.MessagePassing;

/// <summary>What the nodes, the edges and the graphs of a <see cref="GraphNetworkBlock"/> hold.</summary>
/// <param name="Nodes"><c>[N, nodes' columns]</c>.</param>
/// <param name="Edges"><c>[E, edges' columns]</c> in the order of <see cref="GraphNetworkTopology.Edges"/>, or null for none.</param>
/// <param name="Globals"><c>[B, graphs' columns]</c>, or null for none.</param>
public sealed record GraphNetworkState(Tensor Nodes, Tensor? Edges = null, Tensor? Globals = null);
