using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>A relational graph convolutional network embeds the entities from the training facts around them, and DistMult scores facts from what it gives.</summary>
/// <remarks>
/// <code>
/// z = RGCN(node_emb, training facts and their reverses)      [N, D]
/// score(h, r, t) = sum over d of z_h,d r_d z_t,d
/// </code>
/// <para>M. Schlichtkrull, T. N. Kipf, P. Bloem, R. van den Berg, I. Titov and M. Welling, "Modeling relational data with graph convolutional networks", ESWC 2018. The whole graph is
/// encoded at each step, and the facts that are asked for pass messages too: the paper drops edges, here only columns are dropped between layers.</para>
/// <para>Parameters: <c>node_emb.weight</c> [N, D], <c>encoder.convs.0.weight</c> and so on of <see cref="Rgcn"/>, <c>rel_emb.weight</c> [R, D].</para>
/// </remarks>
public sealed class RgcnDistMult : KnowledgeGraphModel
{
    private readonly EmbeddingTable _inputs;
    private readonly Rgcn _encoder;
    private readonly EmbeddingTable _relations;

    /// <summary>Creates a model.</summary>
    /// <param name="entityCount">N, at least 1.</param>
    /// <param name="relationCount">R, the number of relations that are scored, at least 1.</param>
    /// <param name="messageRelations">The number of relations that pass messages: twice those of the facts, for the reverses.</param>
    /// <param name="hiddenChannels">D, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The layers of the encoder, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The blocks do not divide the columns, or there are bases too.</exception>
    public RgcnDistMult(
        int entityCount,
        int relationCount,
        int messageRelations,
        int hiddenChannels,
        RandomSource random,
        int layers = 2,
        double dropout = 0,
        RgcnOptions? convolution = null)
        : base(entityCount, relationCount, hiddenChannels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messageRelations, 1);
        _inputs = AddModule("node_emb", new EmbeddingTable(Initialize.Glorot((entityCount, hiddenChannels), random.Stream("node_emb"))));
        _encoder = AddModule(
            "encoder", new Rgcn(hiddenChannels, hiddenChannels, hiddenChannels, messageRelations, random.Stream("encoder"), layers, dropout, convolution));
        _relations = AddModule("rel_emb", new EmbeddingTable(Initialize.Glorot((relationCount, hiddenChannels), random.Stream("rel_emb"))));
    }

    /// <inheritdoc/>
    public override PairDistance? Distance => null;

    /// <inheritdoc/>
    public override Adjacency? Prepare(Graph facts) => _encoder.Prepare(facts);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no adjacency.</exception>
    public override Tensor Entities(in ForwardContext context, Adjacency? adjacency, Tensor? ids = null)
    {
        if (adjacency is null)
        {
            throw new ArgumentException("This model passes messages: give what its Prepare makes of the graph of training facts.", nameof(adjacency));
        }

        Tensor all = _encoder.Forward(context, _inputs.Weight, adjacency);
        return ids is null ? all : all.GatherRows(ids);
    }

    /// <inheritdoc/>
    public override Tensor Relations(Tensor ids) => _relations.Rows(ids);

    /// <inheritdoc/>
    public override Tensor Queries(Tensor anchors, Tensor relations, bool asksHeads) => anchors * relations;
}
