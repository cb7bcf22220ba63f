using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>A convolution from one set of nodes to another, each with features of its own: what heterogeneous graphs are made of.</summary>
public interface IBipartiteConvolution : IConvolution
{
    /// <summary>Computes a row for every target from its own features and those of its neighbours.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="source">Features of the sources, <c>[sources, source inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, target inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="IConvolution.Prepare(SparseStructure)"/> made: rows are targets, columns are sources.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency);
}
