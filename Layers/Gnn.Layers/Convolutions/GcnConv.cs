using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph convolution of Kipf and Welling: a linear map, then a weighted sum over neighbours and the node itself.</summary>
/// <remarks>
/// <code>
/// Y   = D^-1/2 (A + I) D^-1/2 X W^T + b
/// y_i = b + sum over edges j -> i of  w_ji / sqrt(d_j d_i) * W x_j,   d_i = sum over edges j -> i of w_ji, loops included
/// X: [N, inputs], W: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: T. N. Kipf and M. Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017.</para>
/// <para>Directed and weighted graphs are allowed, with the degree taken over incoming edges. An existing self-loop keeps its weight, of several on one node
/// the last
/// edge's is kept, and a missing one gets <see cref="GcnOptions.LoopWeight"/>. A node whose degree is 0 takes no part in the sums. The product is
/// A (X W^T), so that sparse features stay sparse.</para>
/// <para>Difference from PyTorch Geometric: a node whose incoming weights sum to less than 0 is an error rather than NaN, and the loop weight 2 holds for
/// unweighted
/// graphs too.</para>
/// <para>Parameters: <c>lin.weight</c>, <c>bias</c>. Cost: 2 N inputs outputs + 2 E outputs operations; no array of E * outputs is made.</para>
/// </remarks>
public sealed class GcnConv : Module, IConvolution
{
    private readonly GcnNormalizer _normalizer;
    private readonly Linear _lin;
    private readonly Parameter? _bias;

    /// <summary>Creates a convolution; the weight begins by Glorot's rule, the bias at 0.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Normalisation, loop weight, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or the loop weight is not finite.</exception>
    public GcnConv(int inputs, int outputs, RandomSource random, GcnOptions? options = null)
    {
        options ??= new GcnOptions();
        Throw.IfNotFinite(options.LoopWeight, nameof(GcnOptions.LoopWeight));
        _normalizer = new GcnNormalizer(options.Normalization, options.LoopWeight);
        _lin = AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"), new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot }));
        _bias = options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs => _lin.Inputs;

    /// <summary>The number of output columns.</summary>
    public int Outputs => _lin.Outputs;

    /// <summary>Adds loops and normalises, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency with one value for each entry, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph) => _normalizer.Prepare(graph, _lin.Weight.Engine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeWeights: null);

    /// <summary>Looks up what blocks that are sampled from a graph need of it: degrees, weights and loops.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller. Its adjacencies are, on average over samples, that of <see cref="Prepare(Graph)"/>: degrees are the graph's, and an
    /// edge counts as often as it stands for (<see cref="Gnn.Graphs.Sampled.Block.Scales"/>); PyTorch Geometric takes the degrees of the sample.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => _normalizer.PrepareBlocks(graph, _lin.Weight.Engine);

    /// <summary>Adds loops and normalises; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges. It must be square but for <see cref="GcnNormalization.None"/>: a bipartite structure does not tell the degree of
    /// its sources.</param>
    /// <param name="edgeWeights">[E] in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency with one value for each entry, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights) => _normalizer.Prepare(structure, edgeWeights, _lin.Weight.Engine);

    /// <summary>Maps and propagates.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="x">Features of the sources, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made, or any values of edges; of a bipartite one the columns are the rows of x.</param>
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
        using Tensor z = _lin.Forward(x);
        return context.Epilogue(Tensor.SpMM(adjacency, z), _bias?.Value, addend: null, activation, dropout);
    }
}
