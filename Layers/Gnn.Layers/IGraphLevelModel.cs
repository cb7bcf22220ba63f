using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers;

/// <summary>A model that gives an output for each graph of a batch.</summary>
/// <remarks>A batch is one graph whose nodes stand graph after graph, with no edge from one to another (<c>GraphBatch</c>), so that layers over nodes need not
/// know of it;
/// what reduces nodes to graphs reads which nodes are whose. A term of its own that the model adds to the loss goes to
/// <see cref="ForwardContext.AddLoss"/>.</remarks>
public interface IGraphLevelModel
{
    /// <summary>Makes what the model propagates over: self-loops, normalisation. Called once for a batch.</summary>
    /// <param name="graph">The batch as one graph, N nodes.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    Adjacency Prepare(Graph graph);

    /// <summary>Computes an output for every graph.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Node features <c>[N, F]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <param name="nodesOfGraphs"><c>[B, N]</c>: row i holds the nodes of graph i, every node in one row, in rising order; a graph may be without nodes.</param>
    /// <returns><c>[B, outputs]</c>: logits for a classifier, numbers for a regression.</returns>
    Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, SparseStructure nodesOfGraphs);
}
