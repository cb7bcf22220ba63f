using Gnn.Graphs;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>The edges that messages pass over, from which the surroundings of pairs are cut out.</summary>
internal sealed class EnclosingAdjacency : Adjacency
{
    internal EnclosingAdjacency(Graph messages, int hops, EnclosingOptions options)
        : base(messages.InEdges) => Subgraphs = new EnclosingSubgraphs(messages, hops, options);

    internal EnclosingSubgraphs Subgraphs { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Subgraphs.Dispose();
        }
    }
}
