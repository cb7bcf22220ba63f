using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>A layer that brings the features of nodes to a common scale, without a change of shape.</summary>
public interface INormalization
{
    /// <summary>Normalises features.</summary>
    /// <param name="context">Training or inference: running statistics are taken in the one and read in the other.</param>
    /// <param name="x">Features of the nodes, <c>[N, F]</c>.</param>
    /// <param name="nodesOfGraphs">Which nodes are in which graph, <c>[B, N]</c>: a row for each graph, a column for each node, and each node in exactly one graph,
    /// as a graph batch gives it; null if all nodes are of one graph. A layer that looks at nodes alone, or at all of them, does not need it.</param>
    /// <returns><c>[N, F]</c>.</returns>
    /// <exception cref="ArgumentException">x does not have the columns that the layer was made for, or the graphs do not have a column for each row of x.</exception>
    Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null);
}
