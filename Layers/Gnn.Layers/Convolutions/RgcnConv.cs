using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The relational graph convolution: the neighbours of each relation are aggregated by themselves and mapped by a weight of the relation.</summary>
/// <remarks>
/// <code>
/// y_i = sum over relations r of W_r^T aggregate over edges j -> i of relation r of x_j  +  W_root^T x_i + b
/// whole:           W_r of its own                                   weight: [R, inputs, outputs]
/// bases:           W_r = sum over b of comp[r, b] V_b               weight: [B, inputs, outputs], comp: [R, B]
/// block diagonal:  W_r = diag(W_r1 ... W_rB)                        weight: [R, B, inputs / B, outputs / B]
/// </code>
/// <para>Paper: M. Schlichtkrull, T. N. Kipf, P. Bloem, R. van den Berg, I. Titov and M. Welling, "Modeling Relational Data with Graph Convolutional Networks",
/// ESWC 2018; the mean is its choice of 1 / c_(i, r).</para>
/// <para>Departures from the paper: a bias, and other aggregations. Inverse relations are not added: add their edges to the graph, with types of their own.</para>
/// <para>Difference from PyTorch Geometric: a mean is always one mean for each relation, as the formula says; there one path takes a single mean over all relations.
/// Nodes without features have those of <see cref="SparseTensor.Identity"/>, where PyTorch Geometric takes null: weights are then looked up and not multiplied.</para>
/// <para>Parameters: <c>weight</c>, <c>comp</c>, <c>root</c>, <c>bias</c>. With P pairs of a target and a relation that have an edge, P at most E, dense features cost
/// E inputs + 2 P inputs outputs operations (divided by the number of blocks) and the memory of P (inputs + outputs) numbers; if P is not far below N R, the product is one of
/// [N, R inputs] and [R inputs, outputs]. Bases cost 2 N inputs B outputs + 2 E B outputs operations and N B outputs numbers, or what whole weights cost if that is less. Sparse
/// features cost an array [E, outputs] with whole weights, and unless each row has one entry, [N, R outputs] too; of a maximum or minimum, and of block-diagonal weights, they
/// are made dense.</para>
/// </remarks>
public sealed partial class RgcnConv : Module, IBipartiteConvolution
{
    private readonly RgcnOptions _options;
    private readonly Parameter _weight;
    private readonly Parameter? _comp;
    private readonly Parameter? _root;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="relations">R, the number of relations, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, bases or blocks, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the aggregation is not one of a relation's neighbours.</exception>
    /// <exception cref="ArgumentException">There are both bases and blocks, or the blocks do not divide the columns.</exception>
    public RgcnConv(int inputs, int outputs, int relations, RandomSource random, RgcnOptions? options = null)
        : this(inputs, inputs, outputs, relations, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="relations">R, the number of relations, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, bases or blocks, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the aggregation is not one of a relation's neighbours.</exception>
    /// <exception cref="ArgumentException">There are both bases and blocks, or the blocks do not divide the columns.</exception>
    public RgcnConv(int sourceInputs, int targetInputs, int outputs, int relations, RandomSource random, RgcnOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(relations, 1);
        _options = options ?? new RgcnOptions();
        Check(_options, sourceInputs, outputs);
        (Inputs, Outputs, Relations) = (sourceInputs, outputs, relations);
        Shape shape = _options.Blocks is { } blocks
            ? new Shape([relations, blocks, sourceInputs / blocks, outputs / blocks])
            : new Shape(_options.Bases ?? relations, sourceInputs, outputs);
        _weight = AddParameter("weight", Initialize.Glorot(shape, random.Stream("weight")));
        _comp = _options.Bases is { } bases ? AddParameter("comp", Initialize.Glorot((relations, bases), random.Stream("comp"))) : null;
        _root = _options.RootWeight ? AddParameter("root", Initialize.Glorot((targetInputs, outputs), random.Stream("root"))) : null;
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
    }

    /// <summary>The number of input columns of the sources.</summary>
    public int Inputs { get; }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    /// <summary>R, the number of relations.</summary>
    public int Relations { get; }

    /// <summary>Sorts the edges by target and relation, once for a graph.</summary>
    /// <param name="graph">The graph, with the relation of each edge as its edge column <see cref="ColumnNames.EdgeType"/>, an integer in [0, R).</param>
    /// <returns>The adjacency, owned by the caller; it serves layers of as many relations.</returns>
    /// <exception cref="ArgumentException">The graph has no such column, or a relation is out of range.</exception>
    public Adjacency Prepare(Graph graph)
    {
        int[] types = TypesOf(graph);
        return Prepare(graph.InEdges, types);
    }

    /// <summary>Refused: edges without relations are not enough.</summary>
    /// <param name="structure">The edges.</param>
    /// <returns>Never.</returns>
    /// <exception cref="ArgumentException">Always.</exception>
    public Adjacency Prepare(SparseStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        throw new ArgumentException($"A RgcnConv needs the relation of each edge of {structure}: use Prepare(structure, edgeTypes), or a graph.", nameof(structure));
    }

    /// <summary>Sorts the edges by target and relation.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeTypes">The relation of each edge in [0, R), Int32 or Int64 <c>[E]</c> in the order of the edge ids.</param>
    /// <returns>The adjacency, owned by the caller; it serves layers of as many relations.</returns>
    /// <exception cref="ArgumentException">There is not one relation for each edge, or one is out of range.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor edgeTypes)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return Prepare(structure, Checked(edgeTypes, structure.EntryCount, nameof(edgeTypes)));
    }

    /// <summary>Keeps the relations of a graph's edges for blocks that are sampled from it.</summary>
    /// <param name="graph">The graph, with the relation of each edge as its edge column <see cref="ColumnNames.EdgeType"/>, an integer in [0, R).</param>
    /// <returns>The preparation, owned by the caller. A mean is that of the sampled neighbours of a relation.</returns>
    /// <exception cref="ArgumentException">The graph has no such column, or a relation is out of range.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph)
    {
        int[] types = TypesOf(graph);
        return new BlockPreparation(block =>
        {
            ReadOnlySpan<long> edges = block.EdgeIds;
            int[] ofBlock = new int[edges.Length];
            for (int edge = 0; edge < ofBlock.Length; edge++)
            {
                ofBlock[edge] = types[edges[edge]];
            }

            return Prepare(block.Structure, ofBlock);
        });
    }

    /// <summary>Aggregates and maps, the targets being the first of the sources.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="x">Features of the sources, <c>[N, inputs]</c>, dense or sparse; the identity for nodes without features.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[N, inputs]</c>, dense or sparse; the identity for nodes without features.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        Throw.IfNotSources(x, adjacency);
        RelationalAdjacency edges = Checked(x, adjacency);
        using Tensor? root = _root is null ? null : MapLeading(x, _root.Value, edges.Structure.RowCount);
        return context.Epilogue(Propagate(x, edges), _bias?.Value, root, activation, dropout);
    }

    /// <summary>Aggregates and maps, with features for both sides.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="source">Features of the sources, <c>[sources, source inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, target inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(SparseStructure, Tensor)"/> made.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        RelationalAdjacency edges = Checked(source, adjacency);
        using Tensor? root = _root is null ? null : MapLeading(target, _root.Value, edges.Structure.RowCount);
        return context.Epilogue(Propagate(source, edges), _bias?.Value, root);
    }

    private static void Check(RgcnOptions options, int inputs, int outputs)
    {
        if (options.Aggregation is not (Aggregation.Mean or Aggregation.Sum or Aggregation.Max or Aggregation.Min))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Aggregation, "A relation's neighbours are aggregated by Mean, Sum, Max or Min.");
        }

        if (options.Bases is not null && options.Blocks is not null)
        {
            throw new ArgumentException("Weights are sums of bases or have blocks, not both: leave Bases or Blocks null.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Bases ?? 1, 1, nameof(RgcnOptions.Bases));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Blocks ?? 1, 1, nameof(RgcnOptions.Blocks));
        if (options.Blocks is { } blocks && (inputs % blocks != 0 || outputs % blocks != 0))
        {
            throw new ArgumentException($"The number of blocks must divide {inputs} inputs and {outputs} outputs, got {blocks}.", nameof(options));
        }
    }

    private RelationalAdjacency Prepare(SparseStructure structure, int[] types)
    {
        int[] relations = new int[types.Length];
        for (int entry = 0; entry < relations.Length; entry++)
        {
            relations[entry] = types[structure.EdgeIds[entry]];
        }

        return new RelationalAdjacency(structure, relations, Relations, _weight.Value.Engine);
    }

    /// <summary>The relation of each edge of a graph, checked.</summary>
    private int[] TypesOf(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Edges.TryGet(ColumnNames.EdgeType, out Tensor? column)
            ? Checked(column, graph.EdgeCount, nameof(graph))
            : throw new ArgumentException(
                $"A RgcnConv takes the relation of each edge, but {graph} has no edge column '{ColumnNames.EdgeType}': add it with WithEdgeColumn.", nameof(graph));
    }

    private int[] Checked(Tensor edgeTypes, long edges, string name)
    {
        ArgumentNullException.ThrowIfNull(edgeTypes, name);
        if (!edgeTypes.DataType.IsInteger() || edgeTypes.Shape.Rank != 1 || edgeTypes.Shape[0] != edges)
        {
            throw new ArgumentException($"The relations must be integers [{edges}], one for each edge, got {edgeTypes.DataType} {edgeTypes.Shape}.", name);
        }

        long[] types = edgeTypes.DataType == DataType.Int32 ? Array.ConvertAll(edgeTypes.ToArray<int>(), type => (long)type) : edgeTypes.ToArray<long>();
        int edge = Array.FindIndex(types, type => (ulong)type >= (ulong)Relations);
        return edge < 0
            ? Array.ConvertAll(types, type => (int)type)
            : throw new ArgumentException($"The layer has {Relations} relations, but edge {edge} is of relation {types[edge]}: it must be in [0, {Relations}).", name);
    }

    private RelationalAdjacency Checked(Features x, Adjacency adjacency)
    {
        if (x.Shape[1] != Inputs)
        {
            throw new ArgumentException($"The features must have {Inputs} columns to match weight {_weight.Value.Shape}, got {x.Shape}.", nameof(x));
        }

        return adjacency is RelationalAdjacency edges && edges.RelationCount == Relations
            ? edges
            : throw new ArgumentException($"{adjacency} was not prepared for {Relations} relations: use what a RgcnConv of as many prepared.", nameof(adjacency));
    }
}
