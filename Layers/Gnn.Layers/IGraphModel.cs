using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers;

/// <summary>A model over the nodes of a graph.</summary>
public interface IGraphModel
{
    /// <summary>Makes what the model propagates over: self-loops, normalisation. Called once for a graph, not at every step, and not hidden in a
    /// cache.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    Adjacency Prepare(Graph graph);

    /// <summary>Computes an output for every node.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Node features [N, F].</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <returns>[N, outputs]: logits for a classifier.</returns>
    Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency);
}
