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
    /// <exception cref="ArgumentException">The graph lacks a column that the layer takes.</exception>
    Adjacency Prepare(Graph graph);

    /// <summary>Makes what the layer propagates over from edges without values.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer cannot work on this structure.</exception>
    Adjacency Prepare(SparseStructure structure);

    /// <summary>Looks up what blocks that are sampled from a graph need of it, such as degrees or edge values. Called once for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph lacks a column that the layer takes.</exception>
    IBlockPreparation PrepareBlocks(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new BlockPreparation(block => Prepare(block.Structure));
    }

    /// <summary>Computes a row for every target; of a bipartite adjacency the targets are the first of the sources.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency);

    /// <summary>The convolution, then an activation and dropout; a layer that can does them in the same pass as its bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0) =>
        context.Epilogue(Forward(context, x, adjacency), activation: activation, dropout: dropout);
}
