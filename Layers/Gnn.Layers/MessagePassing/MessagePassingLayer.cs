using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.MessagePassing;

/// <summary>The base of one's own convolutions: a function makes a message for every edge, an aggregation makes one row of the messages into each node.</summary>
/// <remarks>
/// <code>
/// m_ji = Message(x_j, x_i, e_ji)                                  [E, C]
/// y_i  = Update(aggregate over edges j -> i of m_ji, x_i)         [targets, outputs]
/// </code>
/// <para>Paper: J. Gilmer, S. S. Schoenholz, P. F. Riley, O. Vinyals and G. E. Dahl, "Neural Message Passing for Quantum Chemistry", ICML 2017.</para>
/// <para>A layer overrides <see cref="Message"/>, which takes what it needs of both ends from <see cref="Messages"/>: map the nodes first and the edges' rows
/// afterwards, which costs N and not E maps. Parts that are modules are registered with <see cref="Module.AddModule"/>; random numbers come from the context.</para>
/// <para>Difference from PyTorch Geometric: nothing is bound by the names of arguments; rows of ends are asked for. Cost beside that of the functions: the
/// arrays of <c>[E, C]</c> that the message is made of. Where a layer can do without them, it overrides <see cref="Aggregate"/>.</para>
/// </remarks>
public abstract class MessagePassingLayer : Module, IBipartiteConvolution
{
    private readonly IAggregation _aggregation;
    private readonly MessagePassingOptions _options;

    /// <summary>Creates a layer with an aggregation that has no parameters.</summary>
    /// <param name="aggregation">What is made of the messages into a node.</param>
    /// <param name="options">What the layer reads of the edges; nothing if null.</param>
    /// <exception cref="ArgumentException">There is no such aggregation, or the layer takes weights and features.</exception>
    protected MessagePassingLayer(Aggregation aggregation = Aggregation.Sum, MessagePassingOptions? options = null)
        : this(new Aggregate(aggregation), options)
    {
    }

    /// <summary>Creates a layer.</summary>
    /// <param name="aggregation">What is made of the messages into a node; if it is a module it is owned from here on, under the name <c>aggr_module</c>.</param>
    /// <param name="options">What the layer reads of the edges; nothing if null.</param>
    /// <exception cref="ArgumentException">The layer takes weights and features, or a negative number of features.</exception>
    protected MessagePassingLayer(IAggregation aggregation, MessagePassingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(aggregation);
        _options = options ?? new MessagePassingOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.EdgeFeatures, nameof(MessagePassingOptions.EdgeFeatures));
        if (_options is { EdgeWeights: true, EdgeFeatures: > 0 })
        {
            throw new ArgumentException("The values of edges are their weights or their features: set EdgeWeights or EdgeFeatures, not both.", nameof(options));
        }

        _aggregation = aggregation;
        if (aggregation is Module module)
        {
            AddModule("aggr_module", module);
        }
    }

    private Engine ParameterEngine => Parameters().FirstOrDefault()?.Value.Engine ?? Engine.Default;

    /// <summary>The edges as they are, with the values that the layer reads.</summary>
    /// <param name="graph">The graph; its edge weights, or its edge column <c>edge_attr</c>, are read if the layer's options say so.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public virtual Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return _options.EdgeWeights
            ? EdgeTables.WithWeights(graph, ParameterEngine)
            : EdgeTables.WithFeatures(graph, _options.EdgeFeatures, ParameterEngine);
    }

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeValues: null);

    /// <summary>The edges with their values; differentiable with respect to them.</summary>
    /// <param name="structure">The edges.</param>
    /// <param name="edgeValues">Weights <c>[E]</c> or features <c>[E, D]</c>, as the layer takes them, in the order of the edge ids; null for none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The values are not what the layer takes, or do not fit the structure.</exception>
    public virtual Adjacency Prepare(SparseStructure structure, Tensor? edgeValues) => _options.EdgeWeights
        ? EdgeTables.WithWeights(structure, edgeValues)
        : EdgeTables.WithFeatures(structure, edgeValues, _options.EdgeFeatures);

    /// <summary>Keeps what blocks that are sampled from a graph need of it: the values of its edges, if the layer reads any.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public virtual IBlockPreparation PrepareBlocks(Graph graph) => _options.EdgeWeights
        ? EdgeTables.BlocksWithWeights(graph, ParameterEngine)
        : EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, ParameterEngine, Prepare);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        CheckValues(adjacency);
        return Run(context, new Messages(x, target: null, adjacency));
    }

    /// <summary>The layer, then an activation and dropout.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0) =>
        context.Epilogue(Forward(context, x, adjacency), activation: activation, dropout: dropout);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        CheckValues(adjacency);
        return Run(context, new Messages(source, target, adjacency));
    }

    /// <summary>Makes a message for every edge.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="edges">The edges, with the features of both ends and their values.</param>
    /// <returns><c>[E, C]</c>, in the order in which <paramref name="edges"/> gives rows; it ends when it is aggregated, unless it is the edges' values.</returns>
    protected abstract Tensor Message(in ForwardContext context, Messages edges);

    /// <summary>Makes one row of the messages into each node; the layer's aggregation of <see cref="Message"/> unless overridden.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="edges">The edges, with the features of both ends and their values.</param>
    /// <returns><c>[targets, C']</c>.</returns>
    protected virtual Tensor Aggregate(in ForwardContext context, Messages edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Tensor messages = Message(context, edges);
        Tensor y = _aggregation.Forward(context, edges.Structure.Entries, messages);
        if (!ReferenceEquals(messages, edges.Values))
        {
            messages.Dispose();
        }

        return y;
    }

    /// <summary>Makes the result of the aggregate; the aggregate itself unless overridden.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="aggregate"><c>[targets, C']</c>.</param>
    /// <param name="edges">The edges, for the features of the targets.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    protected virtual Tensor Update(in ForwardContext context, Tensor aggregate, Messages edges) => aggregate;

    private Tensor Run(in ForwardContext context, Messages edges) => Update(context, Aggregate(context, edges), edges);

    private void CheckValues(Adjacency adjacency)
    {
        if (_options.EdgeFeatures > 0)
        {
            EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures);
        }
    }
}
