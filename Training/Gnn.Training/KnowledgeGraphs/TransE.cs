using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>TransE: a relation is a way that leads from its head to its tail.</summary>
/// <remarks>
/// <code>score(h, r, t) = -|h + r - t|_p,   p = 1 (Manhattan) or 2 (Euclidean);   h and t divided by their p-norm if asked</code>
/// <para>A. Bordes, N. Usunier, A. Garcia-Duran, J. Weston and O. Yakhnenko, "Translating embeddings for modeling multi-relational data", NIPS 2013. Entities are normalised in the
/// score, as in PyTorch Geometric; the paper normalises the table before each batch, and most later work not at all.</para>
/// <para>Parameters: <c>node_emb.weight</c> [N, D] and <c>rel_emb.weight</c> [R, D], uniform in +-6 / sqrt(D) at first, unless a range is given; relations begin with norm 1
/// if entities are normalised.</para>
/// </remarks>
public sealed class TransE : KnowledgeGraphModel
{
    private readonly EmbeddingTable _entities;
    private readonly EmbeddingTable _relations;
    private readonly bool _normalizes;

    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, at least 1.</param>
    /// <param name="relationCount">R, at least 1.</param>
    /// <param name="hiddenChannels">D, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="norm">p, 1 or 2.</param>
    /// <param name="normalize">Whether entities are divided by their norm.</param>
    /// <param name="initialRange">Both tables begin uniform in [-range, range), above 0 and finite; null for 6 / sqrt(D).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public TransE(int entityCount, int relationCount, int hiddenChannels, RandomSource random, int norm = 1, bool normalize = true, double? initialRange = null)
        : base(entityCount, relationCount, hiddenChannels)
    {
        if (norm is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(norm), norm, "The norm of TransE must be 1 or 2.");
        }

        Norm = norm;
        _normalizes = normalize;
        double range = initialRange ?? (6 / Math.Sqrt(hiddenChannels));
        _entities = AddModule("node_emb", new EmbeddingTable(InitialRows.Entities((entityCount, hiddenChannels), random.Stream("node_emb"), range)));
        using Tensor relations = InitialRows.Entities((relationCount, hiddenChannels), random.Stream("rel_emb"), range);
        _relations = AddModule("rel_emb", new EmbeddingTable(normalize ? Unit(relations) : relations.Detach()));
    }

    /// <summary>p, 1 or 2.</summary>
    public int Norm { get; }

    /// <inheritdoc/>
    public override PairDistance? Distance => Norm == 1 ? PairDistance.Manhattan : PairDistance.Euclidean;

    /// <inheritdoc/>
    public override Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null) =>
        _normalizes ? Unit(_entities.Rows(ids)) : _entities.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Relations(Tensor ids) => _relations.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads) => asksHeads ? anchors - relations : anchors + relations;

    /// <summary>Rows with norm 1; rows of zeros stay.</summary>
    private Tensor Unit(Tensor rows)
    {
        Tensor squares = Norm == 1 ? rows.Abs().Sum(axis: 1, keepAxis: true).Square() : rows.Square().Sum(axis: 1, keepAxis: true);
        return rows * squares.InverseSqrt();
    }
}
