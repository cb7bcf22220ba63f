using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The edge-conditioned convolution: a network makes a weight matrix of each edge's features, and the neighbour is mapped by it.</summary>
/// <remarks>
/// <code>
/// y_i = W x_i + sum over edges j -> i of x_j Theta_ji + b,   Theta_ji = nn(e_ji) read as [inputs, outputs]
/// X: [N, inputs], e: [E, D], nn: D to inputs * outputs, W: [outputs, inputs], Y: [N, outputs]
/// </code>
/// <para>Papers: J. Gilmer, S. S. Schoenholz, P. F. Riley, O. Vinyals and G. E. Dahl, "Neural Message Passing for Quantum Chemistry", ICML 2017; M. Simonovsky and
/// N. Komodakis, "Dynamic Edge-Conditioned Filters in Convolutional Neural Networks on Graphs", CVPR 2017.</para>
/// <para>Where the network ends in a linear map of K columns, Theta_ji is a sum of K + 1 matrices with the edge's K columns and 1 as factors. A sum or a mean is
/// then taken first, once for each of these factors, and the matrices are applied to its result: the same formula in another order, with arrays of
/// [N, (K + 1) inputs] and 2 (E + N outputs) (K + 1) inputs operations instead of an array of [E, inputs * outputs] and 2 E inputs outputs (K + 1) operations. A
/// maximum or minimum, or another network, makes the large array, twice in training.</para>
/// <para>Parameters: those of the network under <c>nn</c>, <c>lin.weight</c>, <c>bias</c>. Sparse features are made dense.</para>
/// </remarks>
public sealed partial class NnConv : Module, IBipartiteConvolution
{
    private readonly NnOptions _options;
    private readonly int _sourceInputs;
    private readonly int _edgeFeatures;
    private readonly IFeatureMap _nn;
    private readonly Linear? _root;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="edgeFeatures">D, the number of features of each edge, at least 1.</param>
    /// <param name="nn">The network, from D to inputs * outputs columns; if it is a module it is owned from here on.</param>
    /// <param name="random">The source of the initial values of the root map.</param>
    /// <param name="options">Reduction, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public NnConv(int inputs, int outputs, int edgeFeatures, IFeatureMap nn, RandomSource random, NnOptions? options = null)
        : this(inputs, inputs, outputs, edgeFeatures, nn, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="edgeFeatures">D, the number of features of each edge, at least 1.</param>
    /// <param name="nn">The network, from D to sourceInputs * outputs columns; if it is a module it is owned from here on.</param>
    /// <param name="random">The source of the initial values of the root map.</param>
    /// <param name="options">Reduction, root weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public NnConv(int sourceInputs, int targetInputs, int outputs, int edgeFeatures, IFeatureMap nn, RandomSource random, NnOptions? options = null)
    {
        _options = options ?? new NnOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(edgeFeatures, 1);
        ArgumentNullException.ThrowIfNull(nn);
        Throw.IfNotDefined(_options.Reduction, nameof(NnOptions.Reduction));
        (_sourceInputs, Outputs, _edgeFeatures, _nn) = (sourceInputs, outputs, edgeFeatures, nn);
        if (nn is Module module)
        {
            AddModule("nn", module);
        }

        _root = _options.RootWeight
            ? AddModule("lin", new Linear(targetInputs, outputs, random.Stream("lin"), new LinearOptions { Bias = false }))
            : null;
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    /// <summary>The edges as they are, with their features.</summary>
    /// <param name="graph">The graph; the features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has no edge features that fit.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return EdgeTables.WithFeatures(graph, _edgeFeatures, EngineOf(graph));
    }

    /// <summary>Refused, as the layer takes edge features.</summary>
    /// <param name="structure">The edges.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException">Always: give the features too.</exception>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges as they are, with their features in entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There are no features, or they do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => EdgeTables.WithFeatures(structure, edgeFeatures, _edgeFeatures);

    /// <summary>Keeps the features of a graph's edges for blocks that are sampled from it.</summary>
    /// <param name="graph">The graph; the features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has no edge features that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return EdgeTables.BlocksWithFeatures(graph, _edgeFeatures, EngineOf(graph));
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        Throw.IfNotSources(x, adjacency);
        return Combine(context, x, x, adjacency, activation, dropout);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Combine(context, source, target, adjacency, Activation.None, dropout: 0);
    }

    private Tensor Combine(in ForwardContext context, Features source, Features target, Adjacency adjacency, Activation activation, double dropout)
    {
        Throw.IfNotWidth(source, _sourceInputs);
        using Tensor? root = _root is null ? null : EdgeMaps.MapLeading(target, _root.Weight, start: 0, _root.Inputs, adjacency.Structure.RowCount);
        return context.Epilogue(Aggregate(context, source.ToDense(), adjacency), _bias?.Value, root, activation, dropout);
    }
}
