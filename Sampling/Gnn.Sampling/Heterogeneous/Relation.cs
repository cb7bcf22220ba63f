using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Heterogeneous;

/// <summary>A type of edges as it is sampled.</summary>
/// <param name="Type">The type.</param>
/// <param name="Graph">The edges by target, which the sampler holds.</param>
/// <param name="Rows">The edges that nodes draw: a row for each node of the type that draws.</param>
/// <param name="RowType">The place of the node type that draws.</param>
/// <param name="ColumnType">The place of the node type that is drawn.</param>
/// <param name="Fanouts">How many edges a node draws at each hop.</param>
/// <param name="Key">What the type's stream at a hop is derived by.</param>
internal sealed record Relation(EdgeType Type, SparseStructure Graph, SparseStructure Rows, int RowType, int ColumnType, int[] Fanouts, ulong Key);
