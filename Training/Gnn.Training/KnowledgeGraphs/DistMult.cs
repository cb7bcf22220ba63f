using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>DistMult: a relation weighs the coordinates in which its two ends agree.</summary>
/// <remarks>
/// <code>score(h, r, t) = sum over d of h_d r_d t_d</code>
/// <para>B. Yang, W. Yih, X. He, J. Gao and L. Deng, "Embedding entities and relations for learning and inference in knowledge bases", 2015. The score is symmetric in h and t: with
/// relations of their own for the two directions it is not. The entities are not held to the unit sphere, as in the paper, which PyTorch Geometric leaves out too.</para>
/// <para>Parameters: <c>node_emb.weight</c> [N, D] and <c>rel_emb.weight</c> [R, D], Glorot uniform at first.</para>
/// </remarks>
public sealed class DistMult : KnowledgeGraphModel
{
    private readonly EmbeddingTable _entities;
    private readonly EmbeddingTable _relations;

    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, at least 1.</param>
    /// <param name="relationCount">R, at least 1.</param>
    /// <param name="hiddenChannels">D, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DistMult(int entityCount, int relationCount, int hiddenChannels, RandomSource random)
        : base(entityCount, relationCount, hiddenChannels)
    {
        _entities = AddModule("node_emb", new EmbeddingTable(Initialize.Glorot((entityCount, hiddenChannels), random.Stream("node_emb"))));
        _relations = AddModule("rel_emb", new EmbeddingTable(Initialize.Glorot((relationCount, hiddenChannels), random.Stream("rel_emb"))));
    }

    /// <inheritdoc/>
    public override PairDistance? Distance => null;

    /// <inheritdoc/>
    public override Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null) => _entities.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Relations(Tensor ids) => _relations.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads) => anchors * relations;
}
