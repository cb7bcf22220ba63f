using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The light graph convolution: a weighted sum over neighbours and nothing else. It has no parameters.</summary>
/// <remarks>
/// <code>
/// Y   = D^-1/2 A D^-1/2 X
/// y_i = sum over edges j -> i of w_ji / sqrt(d_j d_i) * x_j
/// X, Y: [N, F]
/// </code>
/// <para>Paper: X. He, K. Deng, X. Wang, Y. Li, Y. Zhang and M. Wang, "LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation",
/// SIGIR 2020. Weights and directions are treated as <see cref="GcnConv"/> does; no loops are added. Sparse features are made dense.</para>
/// <para>Cost: 2 E F operations; no array of E * F is made.</para>
/// </remarks>
public sealed class LgConv : Module, IConvolution
{
    private readonly GcnNormalizer _normalizer;
    private Engine _engine = Engine.Default;

    /// <summary>Creates a convolution.</summary>
    /// <param name="normalization">What is made of the adjacency matrix; symmetric normalisation without loops by default.</param>
    public LgConv(GcnNormalization normalization = GcnNormalization.Symmetric) => _normalizer = new GcnNormalizer(normalization);

    /// <summary>Normalises, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency, owned by the caller; its values are on the engine that the layer was moved to.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph) => _normalizer.Prepare(graph, _engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeWeights: null);

    /// <summary>Normalises; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges, square but for <see cref="GcnNormalization.None"/>.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights) => _normalizer.Prepare(structure, edgeWeights, edgeWeights?.Engine ?? _engine);

    /// <summary>Looks up what blocks that are sampled from a graph need of it, as <see cref="GcnConv.PrepareBlocks"/> does.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => _normalizer.PrepareBlocks(graph, _engine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        return Tensor.SpMM(adjacency, x.ToDense());
    }

    private protected override void OnMovedTo(Engine engine) => _engine = engine;
}
