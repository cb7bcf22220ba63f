using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>A layer that computes a row for every target node from the rows of its neighbours.</summary>
public interface IConvolution
{
    /// <summary>Makes what the layer propagates over from a graph, once: self-loops, normalisation, edge values.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    Adjacency Prepare(Graph graph);

    /// <summary>Makes what the layer propagates over from edges without values.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer cannot work on this structure.</exception>
    Adjacency Prepare(SparseStructure structure);

    /// <summary>Computes a row for every target; of a bipartite adjacency the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency);
}
