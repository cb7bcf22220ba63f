using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>ComplEx: DistMult over complex numbers, whose conjugate tells a head from a tail.</summary>
/// <remarks>
/// <code>score(h, r, t) = Re(sum over d of h_d r_d conj(t_d))</code>
/// <para>T. Trouillon, J. Welbl, S. Riedel, E. Gaussier and G. Bouchard, "Complex embeddings for simple link prediction", ICML 2016.</para>
/// <para>Parameters: <c>node_emb.weight</c> and <c>node_emb_im.weight</c> [N, D], <c>rel_emb.weight</c> and <c>rel_emb_im.weight</c> [R, D], Glorot uniform at first. W = V = 2 D.</para>
/// </remarks>
public sealed class ComplEx : KnowledgeGraphModel
{
    private readonly EmbeddingTable _entities;
    private readonly EmbeddingTable _relations;
    private readonly EmbeddingTable _imaginaryEntities;
    private readonly EmbeddingTable _imaginaryRelations;

    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, at least 1.</param>
    /// <param name="relationCount">R, at least 1.</param>
    /// <param name="hiddenChannels">D, the complex coordinates of an embedding, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ComplEx(int entityCount, int relationCount, int hiddenChannels, RandomSource random)
        : base(entityCount, relationCount, hiddenChannels)
    {
        _entities = Table("node_emb", entityCount);
        _imaginaryEntities = Table("node_emb_im", entityCount);
        _relations = Table("rel_emb", relationCount);
        _imaginaryRelations = Table("rel_emb_im", relationCount);

        EmbeddingTable Table(string name, int count) => AddModule(name, new EmbeddingTable(Initialize.Glorot((count, hiddenChannels), random.Stream(name))));
    }

    /// <inheritdoc/>
    public override PairDistance? Distance => null;

    /// <inheritdoc/>
    public override Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null) =>
        ComplexRows.Join(_entities.Rows(ids), _imaginaryEntities.Rows(ids));

    /// <inheritdoc/>
    public override Tensor Relations(Tensor ids) => ComplexRows.Join(_relations.Rows(ids), _imaginaryRelations.Rows(ids));

    /// <inheritdoc/>
    public override Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads)
    {
        ArgumentNullException.ThrowIfNull(relations);
        (Tensor real, Tensor imaginary) = ComplexRows.Split(relations);
        return ComplexRows.Multiply(anchors, real, imaginary, conjugate: asksHeads);
    }

    /// <inheritdoc/>
    public override Tensor Cubes(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (Tensor real, Tensor imaginary) = ComplexRows.Split(rows);
        return (real.Square() + imaginary.Square()).Pow(1.5).Sum(axis: 1);
    }
}
