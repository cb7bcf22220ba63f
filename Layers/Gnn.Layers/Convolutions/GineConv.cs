using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph isomorphism convolution with edge features: rectified sums of neighbours and edges and the scaled node itself, through a network.</summary>
/// <remarks>
/// <code>
/// y_i = nn((1 + eps) x_i + sum over edges j -> i of ReLU(x_j + e'_ji)),   e'_ji = W_e e_ji + b_e, or e_ji
/// X: [N, inputs], e: [E, D], W_e: [inputs, D], b_e: [inputs], eps: [1], Y: [N, outputs of nn]
/// </code>
/// <para>Paper: W. Hu, B. Liu, J. Gomes, M. Zitnik, P. Liang, V. Pande and J. Leskovec, "Strategies for Pre-training Graph Neural Networks", ICLR 2020. Edge
/// weights take no part.</para>
/// <para>Parameters: <c>eps</c> (a buffer unless trained), those of the network under <c>nn</c>, <c>lin.weight</c>, <c>lin.bias</c>. Cost: 2 E D inputs + 3 E
/// inputs operations and the network's; arrays of [E, inputs] are made, as the rectifier stands between the edge and the sum. Sparse features are made
/// dense.</para>
/// </remarks>
public sealed class GineConv : Module, IBipartiteConvolution
{
    private readonly IFeatureMap _nn;
    private readonly Linear? _lin;
    private readonly Parameter? _trainedEpsilon;
    private readonly int _edgeFeatures;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, which the network must take, at least 1.</param>
    /// <param name="nn">The network, for example a <see cref="Sequential"/>; if it is a module it is owned from here on.</param>
    /// <param name="random">The source of the initial values of the edges' map.</param>
    /// <param name="options">Epsilon and the number of edge features; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or epsilon is not finite.</exception>
    public GineConv(int inputs, IFeatureMap nn, RandomSource random, GineOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentNullException.ThrowIfNull(nn);
        options ??= new GineOptions();
        Throw.IfNotFinite(options.Epsilon, nameof(GineOptions.Epsilon));
        (_nn, Inputs, _edgeFeatures) = (nn, inputs, options.EdgeFeatures ?? inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(_edgeFeatures, 1, nameof(GineOptions.EdgeFeatures));
        Tensor epsilon = Tensor.Full(1, options.Epsilon);
        if (options.TrainEpsilon)
        {
            _trainedEpsilon = AddParameter("eps", epsilon);
        }
        else
        {
            AddBuffer("eps", epsilon);
        }

        if (nn is Module module)
        {
            AddModule("nn", module);
        }

        _lin = options.EdgeFeatures is null ? null : AddModule("lin", new Linear(_edgeFeatures, inputs, random.Stream("lin")));
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs { get; }

    /// <summary>Epsilon, <c>[1]</c>.</summary>
    public Tensor Epsilon => _trainedEpsilon?.Value ?? Buffer("eps");

    /// <summary>The edges as they are, with their features.</summary>
    /// <param name="graph">The graph; the features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has no edge features that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _edgeFeatures, Epsilon.Engine);

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
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _edgeFeatures, Epsilon.Engine);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        Tensor dense = x.ToDense();
        return Combine(context, dense, dense, adjacency);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        return Combine(context, source.ToDense(), target.ToDense(), adjacency);
    }

    private Tensor Combine(in ForwardContext context, Tensor source, Tensor target, Adjacency adjacency)
    {
        Throw.IfNotWidth(source, Inputs);
        Throw.IfNotWidth(target, Inputs);
        SparseStructure structure = adjacency.Structure;
        using Tensor sums = SumMessages(context, source, adjacency);
        using Tensor scale = Epsilon + 1;
        using Tensor leading = target.Rows(0, structure.RowCount);
        using Tensor self = leading * scale;
        Tensor sum = sums + self;
        Tensor y = _nn.Forward(context, sum);
        if (!ReferenceEquals(y, sum))
        {
            sum.Dispose();
        }

        return y;
    }

    /// <summary>The sums of ReLU(x_j + e'_ji), [targets, inputs].</summary>
    private Tensor SumMessages(in ForwardContext context, Tensor source, Adjacency adjacency)
    {
        SparseStructure structure = adjacency.Structure;
        Tensor edges = EdgeTables.EntryFeatures(adjacency, _edgeFeatures);
        Tensor sources = Tensor.ExpandRows(structure, source, transposed: true);
        using Tensor? mapped = _lin is null ? null : EdgeMaps.MapLeading(edges, _lin.Weight, start: 0, _edgeFeatures, (int)edges.Shape[0]);
        using Tensor messages = context.Epilogue(sources, _lin?.Bias, mapped ?? edges, Activation.Relu);
        return Tensor.SegmentReduce(structure, messages);
    }
}
