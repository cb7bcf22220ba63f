using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>RotatE: a relation turns every complex coordinate of its head by an angle, to where its tail should be.</summary>
/// <remarks>
/// <code>
/// score(h, r, t) = margin - |h o e^(i r) - t|
/// |z| = sqrt(sum over d of |z_d|^2)  (Euclidean, as PyTorch Geometric),   or sum over d of |z_d|  (Modulus, as the paper)
/// </code>
/// <para>Z. Sun, Z.-H. Deng, J.-Y. Nie and J. Tang, "RotatE: knowledge graph embedding by relational rotation in complex space", ICLR 2019. Angles are parameters themselves; the paper's
/// program divides its parameters by their initial range and multiplies by pi, so that angles learn faster there.</para>
/// <para>Parameters: <c>node_emb.weight</c> and <c>node_emb_im.weight</c> [N, D], Glorot uniform at first unless a range is given; <c>rel_emb.weight</c> [R, D], angles, uniform in
/// [0, 2 pi) at first. W = 2 D, V = D.</para>
/// </remarks>
public sealed class RotatE : KnowledgeGraphModel
{
    private readonly EmbeddingTable _entities;
    private readonly EmbeddingTable _relations;
    private readonly EmbeddingTable _imaginaryEntities;

    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, at least 1.</param>
    /// <param name="relationCount">R, at least 1.</param>
    /// <param name="hiddenChannels">D, the complex coordinates of an embedding, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="distance"><see cref="PairDistance.Euclidean"/> or <see cref="PairDistance.Modulus"/>.</param>
    /// <param name="margin">What <see cref="KnowledgeGraphModel.Forward"/> subtracts the distance from, finite.</param>
    /// <param name="initialRange">Entities begin uniform in [-range, range), above 0 and finite; null for Glorot.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the distance is another.</exception>
    public RotatE(
        int entityCount,
        int relationCount,
        int hiddenChannels,
        RandomSource random,
        PairDistance distance = PairDistance.Euclidean,
        double margin = 1,
        double? initialRange = null)
        : base(entityCount, relationCount, hiddenChannels)
    {
        if (distance is not (PairDistance.Euclidean or PairDistance.Modulus))
        {
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance of RotatE must be Euclidean or Modulus.");
        }

        if (!double.IsFinite(margin))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin must be finite.");
        }

        (Distance, Offset) = (distance, margin);
        _entities = AddModule("node_emb", new EmbeddingTable(InitialRows.Entities((entityCount, hiddenChannels), random.Stream("node_emb"), initialRange)));
        _relations = AddModule("rel_emb", new EmbeddingTable(Tensor.Uniform((relationCount, hiddenChannels), random.Stream("rel_emb"), 0, 2 * Math.PI)));
        _imaginaryEntities = AddModule("node_emb_im", new EmbeddingTable(InitialRows.Entities((entityCount, hiddenChannels), random.Stream("node_emb_im"), initialRange)));
    }

    /// <inheritdoc/>
    public override PairDistance? Distance { get; }

    /// <inheritdoc/>
    public override double Offset { get; }

    /// <inheritdoc/>
    public override Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null) =>
        ComplexRows.Join(_entities.Rows(ids), _imaginaryEntities.Rows(ids));

    /// <inheritdoc/>
    public override Tensor Relations(Tensor ids) => _relations.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads)
    {
        ArgumentNullException.ThrowIfNull(relations);

        // A turn keeps lengths: |h e^(i r) - t| = |h - t e^(-i r)|.
        return ComplexRows.Multiply(anchors, relations.Cos(), relations.Sin(), conjugate: asksHeads);
    }
}
