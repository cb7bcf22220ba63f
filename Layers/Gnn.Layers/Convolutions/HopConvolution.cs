using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>A convolution that takes several hops in one layer over edges with one value each. It works on whole graphs: blocks have the edges of one hop.</summary>
/// <remarks>An <see cref="Adjacency"/> that one of these layers prepared fits the others of the same normalisation, and <see cref="GcnConv"/>.</remarks>
public abstract class HopConvolution : Module, IConvolution
{
    private readonly GcnNormalizer _normalizer;
    private readonly int? _inputs;
    private Engine _engine = Engine.Default;

    /// <summary>Creates the part that all have.</summary>
    /// <param name="inputs">The number of columns that the layer takes; null for any.</param>
    /// <param name="normalization">What is made of the edges, where <see cref="Normalize"/> is not the layer's own.</param>
    private protected HopConvolution(int? inputs, GcnNormalization normalization)
    {
        _inputs = inputs;
        _normalizer = new GcnNormalizer(normalization);
    }

    /// <summary>Normalises as the options say, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency, owned by the caller; its values are on the engine that the layer was moved to.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var scope = new TensorScope();
        return Prepare(graph.InEdges, graph.EdgeWeights?.To(_engine));
    }

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeWeights: null);

    /// <summary>Normalises as the options say; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges, square.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights)
    {
        ArgumentNullException.ThrowIfNull(structure);
        IfBipartite(structure, nameof(structure));
        return Normalize(structure, edgeWeights, edgeWeights?.Engine ?? _engine);
    }

    /// <summary>Refuses: a block has the edges of one hop, and this layer takes several.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException">Always.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => throw new ArgumentException(
        $"A {GetType().Name} takes several hops in one layer and a block has the edges of one: train it on whole graphs, or sample for layers of one hop each, "
        + "such as GcnConv.",
        nameof(graph));

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <summary>The convolution, then an activation and dropout in the same pass as the bias.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made, or any square one with one value for each entry.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[N, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency, or the adjacency is bipartite.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, Activation activation, double dropout = 0)
    {
        Throw.IfNotSources(x, adjacency);
        IfBipartite(adjacency.Structure, nameof(adjacency));
        if (_inputs is { } inputs)
        {
            Throw.IfNotWidth(x, inputs);
        }

        return Compute(context, x, adjacency, new LayerEnd(activation, dropout));
    }

    /// <summary>The layer, of arguments that were checked.</summary>
    private protected abstract Tensor Compute(in ForwardContext context, Features x, Adjacency adjacency, LayerEnd end);

    /// <summary>The values of the entries.</summary>
    private protected virtual Adjacency Normalize(SparseStructure structure, Tensor? edgeWeights, Engine engine) =>
        _normalizer.Prepare(structure, edgeWeights, engine);

    private protected override void OnMovedTo(Engine engine) => _engine = engine;

    /// <summary>Whether a linear map is better taken before the hops than after them.</summary>
    private protected static bool MapsFirst(Features x, Linear map) => x.Sparse is not null || map.Outputs < map.Inputs;

    /// <summary>A^hops x; x is left as it is.</summary>
    private protected static Tensor Propagate(Adjacency adjacency, Tensor x, int hops)
    {
        Tensor y = x;
        for (int hop = 0; hop < hops; hop++)
        {
            Tensor next = Tensor.SpMM(adjacency, y);
            if (hop > 0)
            {
                y.Dispose();
            }

            y = next;
        }

        return y;
    }

    private static void IfBipartite(SparseStructure structure, string name)
    {
        if (structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException($"A layer of several hops goes on from its targets, but {structure} is bipartite: give it a whole graph.", name);
        }
    }
}
