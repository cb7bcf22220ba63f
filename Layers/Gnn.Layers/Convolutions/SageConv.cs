using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The GraphSAGE convolution: an aggregate of the neighbours and the node itself, each through a linear map.</summary>
/// <remarks>
/// <code>
/// Y   = aggregate(A, X) W_l^T + b + X W_r^T
/// y_i = W_l aggregate over edges j -> i of x_j + b + W_r x_i
/// X: [N, inputs], W_l: [outputs, columns of the aggregate], W_r: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017.</para>
/// <para>Departures from the paper: a sum of two maps instead of one map of the concatenation, which is the same with the weight cut in two; the sampling of
/// neighbours
/// is the sampler's affair; rows are not normalised unless asked. Edge weights take no part. An isolated node has an aggregate of 0.</para>
/// <para>Where the aggregate is a mean or a sum, the map goes first if the features are sparse or outputs are fewer than inputs; every other aggregation makes
/// sparse features dense. The paper's LSTM takes neighbours in random order, an <see cref="LstmAggregation"/> in the order of the edges.</para>
/// <para>Parameters: <c>lin_l.weight</c>, <c>lin_l.bias</c>, <c>lin_r.weight</c>, <c>lin.weight</c>, <c>lin.bias</c> of the projection, and those of an aggregation
/// that is a module under <c>aggr_module</c>.
/// Cost: 4 N inputs outputs + E min(inputs, outputs) operations; no array of E * inputs is made, unless by the aggregation.</para>
/// </remarks>
public sealed class SageConv : Module, IBipartiteConvolution
{
    private const double SmallestSquaredNorm = 1e-24;

    private readonly SageOptions _options;
    private readonly IAggregation _aggregation;
    private readonly Linear? _projection;
    private readonly Linear _neighbors;
    private readonly Linear? _root;

    /// <summary>Creates a convolution for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, normalisation, root weight, projection, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    /// <exception cref="ArgumentException">There is no aggregation.</exception>
    public SageConv(int inputs, int outputs, RandomSource random, SageOptions? options = null)
        : this(inputs, inputs, outputs, random, options)
    {
    }

    /// <summary>Creates a convolution for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregation, normalisation, root weight, projection, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    /// <exception cref="ArgumentException">There is no aggregation.</exception>
    public SageConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, SageOptions? options = null)
        : this(sourceInputs, targetInputs, outputs, random, AggregationOf(options ?? new SageOptions()), options)
    {
    }

    /// <summary>Creates a convolution with any aggregation, for example an <see cref="LstmAggregation"/>, for sources and targets with the same features.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="aggregation">How neighbours are aggregated; if it is a module it is owned from here on.</param>
    /// <param name="options">Normalisation, root weight, projection, bias, of which the aggregations are not used; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public SageConv(int inputs, int outputs, RandomSource random, IAggregation aggregation, SageOptions? options = null)
        : this(inputs, inputs, outputs, random, aggregation, options)
    {
    }

    /// <summary>Creates a convolution with any aggregation, for sources and targets with features of their own.</summary>
    /// <param name="sourceInputs">The number of columns of the sources, at least 1.</param>
    /// <param name="targetInputs">The number of columns of the targets, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="aggregation">How neighbours are aggregated; if it is a module it is owned from here on.</param>
    /// <param name="options">Normalisation, root weight, projection, bias, of which the aggregations are not used; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public SageConv(int sourceInputs, int targetInputs, int outputs, RandomSource random, IAggregation aggregation, SageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(aggregation);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceInputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetInputs, 1);
        _options = options ?? new SageOptions();
        _aggregation = aggregation;
        _projection = _options.Project ? AddModule("lin", new Linear(sourceInputs, sourceInputs, random.Stream("lin"))) : null;
        _neighbors = AddModule("lin_l", new Linear(
            aggregation.OutputsFor(sourceInputs), outputs, random.Stream("lin_l"), new LinearOptions { Bias = _options.Bias }));
        _root = _options.RootWeight
            ? AddModule("lin_r", new Linear(targetInputs, outputs, random.Stream("lin_r"), new LinearOptions { Bias = false }))
            : null;
        if (aggregation is Module module)
        {
            AddModule("aggr_module", module);
        }
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs => _neighbors.Outputs;

    /// <summary>The edges as they are: no loops, no weights.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Prepare(graph.InEdges);
    }

    /// <summary>The edges as they are: no loops, no weights.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public Adjacency Prepare(SparseStructure structure) => new(structure);

    /// <summary>Aggregates and maps, the targets being the first of the sources.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="x">Features of the sources, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">The edges; values are not used.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
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
        using Tensor? root = _root?.ForwardLeading(x, adjacency.Structure.RowCount);
        return Combine(context, x, root, adjacency.Structure, activation, dropout);
    }

    /// <summary>Aggregates and maps, with features for both sides.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="source">Features of the sources, <c>[sources, source inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, target inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">The edges; values are not used.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        using Tensor? root = _root?.Forward(target);
        return Combine(context, source, root, adjacency.Structure, Activation.None, dropout: 0);
    }

    private static IAggregation AggregationOf(SageOptions options) => options.Aggregations.Count switch
    {
        0 => throw new ArgumentException("A SageConv needs at least one aggregation.", nameof(options)),
        1 => new Aggregate(options.Aggregations[0]),
        _ => new MultiAggregation(options.Aggregations),
    };

    private Tensor Combine(in ForwardContext context, Features source, Tensor? root, SparseStructure structure, Activation activation, double dropout)
    {
        using Tensor? projected = _projection?.Forward(context, source, Activation.Relu);
        Tensor y = MapNeighbors(context, projected is null ? source : projected, structure);
        if (!_options.Normalize)
        {
            return context.Epilogue(y, _neighbors.Bias, root, activation, dropout);
        }

        using Tensor sum = context.Epilogue(y, _neighbors.Bias, root);
        return context.Epilogue(NormalizeRows(sum), activation: activation, dropout: dropout);
    }

    /// <summary>aggregate(A, X) W_l^T, in the cheaper order where both orders are the same.</summary>
    private Tensor MapNeighbors(in ForwardContext context, Features x, SparseStructure structure)
    {
        bool isNarrowing = x.Sparse is not null || _neighbors.Outputs < _neighbors.Inputs;
        if (_aggregation is Aggregate { IsLinear: true } && isNarrowing)
        {
            using Tensor mapped = x.MatMulTransposed(_neighbors.Weight);
            return _aggregation.Forward(context, structure, mapped);
        }

        using Tensor aggregate = _aggregation.Forward(context, structure, x.ToDense());
        return aggregate.MatMul(_neighbors.Weight, transposeThis: false, transposeOther: true);
    }

    /// <summary>Every row divided by its norm, or by 1e-12 if the norm is less.</summary>
    private static Tensor NormalizeRows(Tensor x)
    {
        Tensor squares = x.Square().Sum(axis: -1, keepAxis: true);
        return x * Tensor.Maximum(squares, Tensor.Full(Shape.Scalar, SmallestSquaredNorm, x.Engine)).InverseSqrt();
    }
}
