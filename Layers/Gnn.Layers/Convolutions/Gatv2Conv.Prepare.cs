using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

public sealed partial class Gatv2Conv
{
    /// <summary>Replaces self-loops as the options say, once for a graph.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => _prepared.Prepare(graph, _sources.Weight.Engine);

    /// <summary>Keeps what blocks that are sampled from a graph need of it: the features of its edges, if the layer takes any.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => _prepared.PrepareBlocks(graph, _sources.Weight.Engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>Replaces self-loops as the options say, and brings the edges' features into entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges. Of a bipartite structure loops join target i and source i, which fits targets that are the first of the sources;
    /// for other bipartite graphs turn loops off.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null if the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller; its edge ids count the edges that are no loops in their order, then one loop for each node.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => _prepared.Prepare(structure, edgeFeatures);
}
