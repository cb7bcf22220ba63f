using System.Globalization;
using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Scores facts (head, relation, tail): a query is made of the known end and the relation, and every candidate for the other end is compared with it.</summary>
/// <remarks>
/// <code>
/// score(h, r, t) = compare(query(h, r), t) = compare(query'(t, r), h)
/// compare(q, e) = q . e, or minus a distance of q and e
/// </code>
/// <para>That both ends are compared alike is what lets a batch of queries meet all entities in one product, and share negatives. Rows are [W] of an entity and [V] of a relation,
/// side by side where a model has several tables.</para>
/// </remarks>
public abstract class KnowledgeGraphModel : Module
{
    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, the number of entities, at least 1.</param>
    /// <param name="relationCount">R, the number of relations, at least 1; twice those of the graph for reciprocal relations.</param>
    /// <param name="hiddenChannels">D, the coordinates of an embedding, real or complex, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    protected KnowledgeGraphModel(int entityCount, int relationCount, int hiddenChannels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entityCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(relationCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenChannels, 1);
        (EntityCount, RelationCount, HiddenChannels) = (entityCount, relationCount, hiddenChannels);
    }

    /// <summary>N, the number of entities.</summary>
    public int EntityCount { get; }

    /// <summary>R, the number of relations.</summary>
    public int RelationCount { get; }

    /// <summary>D, the coordinates of an embedding.</summary>
    public int HiddenChannels { get; }

    /// <summary>The distance that is compared by; null for the inner product.</summary>
    public abstract PairDistance? Distance { get; }

    /// <summary>What <see cref="Forward"/> adds to a comparison: the margin of a model whose score has one, else 0. It changes no ranking.</summary>
    public virtual double Offset => 0;

    /// <summary>Makes what entities pass messages over, of a graph that the training facts alone make: their edges, then the reverse edges, whose types follow those of the facts.</summary>
    /// <param name="facts">The graph, 2 E edges with <see cref="ColumnNames.EdgeType"/> in [0, 2 R) for R relations of facts.</param>
    /// <returns>The adjacency, owned by the caller; null for a model that passes none.</returns>
    public virtual Adjacency? Prepare(Graph facts) => null;

    /// <summary>The rows of entities that candidates are compared by.</summary>
    /// <param name="context">Training or inference.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <param name="ids">The entities, Int32 or Int64 [n]; null for all.</param>
    /// <returns>[n, W], or [N, W].</returns>
    public abstract Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null);

    /// <summary>The rows of relations.</summary>
    /// <param name="ids">The relations, Int32 or Int64 [n].</param>
    /// <returns>[n, V].</returns>
    public abstract Tensor Relations(Tensor ids);

    /// <summary>What the candidates for the other end are compared with.</summary>
    /// <param name="anchors">The rows of the known ends, [n, W].</param>
    /// <param name="relations">The rows of the relations, [n, V].</param>
    /// <param name="asksHeads">Whether tails are known and heads are asked for.</param>
    /// <returns>[n, W].</returns>
    public abstract Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads);

    /// <summary>The sum over coordinates of the third power of their moduli, the term of the N3 regulariser.</summary>
    /// <param name="rows">Rows of entities [n, W], or of relations [n, V].</param>
    /// <returns>[n].</returns>
    public virtual Tensor Cubes(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return (rows.Abs() * rows.Square()).Sum(axis: 1);
    }

    /// <summary>Compares queries with candidates, in groups that see their own candidates alone; the higher, the better.</summary>
    /// <param name="queries">[G M, W].</param>
    /// <param name="candidates">[G K, W].</param>
    /// <param name="groups">G, at least 1.</param>
    /// <returns>[G M, K].</returns>
    /// <exception cref="ArgumentException">The groups do not divide the rows, or the columns differ.</exception>
    public Tensor Compare(Tensor queries, Tensor candidates, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (Distance is { } distance)
        {
            return -Tensor.PairDistances(queries, candidates, distance, groups);
        }

        if (groups == 1)
        {
            return queries.MatMul(candidates, transposeOther: true);
        }

        (long rows, long each) = (queries.Shape[0] / groups, candidates.Shape[0] / groups);
        if (rows * groups != queries.Shape[0] || each * groups != candidates.Shape[0])
        {
            throw new ArgumentException($"{groups} groups must divide the rows of queries {queries.Shape} and of candidates {candidates.Shape}.", nameof(groups));
        }

        if (rows == 1)
        {
            return (queries.Reshape((groups, 1, queries.Shape[1])) * candidates.Reshape((groups, each, candidates.Shape[1]))).Sum(axis: 2);
        }

        var parts = new Tensor[groups];
        for (int group = 0; group < groups; group++)
        {
            parts[group] = queries.Rows(group * rows, rows).MatMul(candidates.Rows(group * each, each), transposeOther: true);
        }

        return Tensor.Concatenate(parts, axis: 0);
    }

    /// <summary>The scores of facts.</summary>
    /// <param name="heads">Int32 or Int64 [n], in [0, N).</param>
    /// <param name="relations">[n], in [0, R).</param>
    /// <param name="tails">[n], in [0, N).</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made, of a model that passes messages.</param>
    /// <returns>[n], the higher, the likelier.</returns>
    /// <exception cref="ArgumentException">The three differ in length.</exception>
    public Tensor Forward(Tensor heads, Tensor relations, Tensor tails, Adjacency? adjacency = null)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(relations);
        ArgumentNullException.ThrowIfNull(tails);
        if (heads.Shape != relations.Shape || heads.Shape != tails.Shape)
        {
            throw new ArgumentException($"'heads', 'relations' and 'tails' must be of one length, got {heads.Shape}, {relations.Shape} and {tails.Shape}.", nameof(heads));
        }

        if (heads.Shape.Count == 0)
        {
            return Tensor.Zeros(0, Parameters().First().Value.Engine);
        }

        Tensor queries = Queries(Entities(ForwardContext.Inference, adjacency, heads), Relations(relations), asksHeads: false);
        Tensor scores = Compare(queries, Entities(ForwardContext.Inference, adjacency, tails), checked((int)heads.Shape.Count)).Reshape(heads.Shape);
        return Offset == 0 ? scores : scores + Offset;
    }

    /// <summary>The name and the sizes, for example <c>ComplEx (14541 entities, 474 relations, 100 channels)</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{GetType().Name} ({EntityCount} entities, {RelationCount} relations, {HiddenChannels} channels)");
}
