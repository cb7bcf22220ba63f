using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
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
    private readonly GcnOptions _options;
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
        _options = options ?? new GcnOptions();
        Throw.IfNotFinite(_options.LoopWeight, nameof(GcnOptions.LoopWeight));
        _lin = AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"), new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot }));
        _bias = _options.Bias ? AddParameter("bias", Tensor.Zeros(outputs)) : null;
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs => _lin.Inputs;

    /// <summary>The number of output columns.</summary>
    public int Outputs => _lin.Outputs;

    /// <summary>Adds loops and normalises, once for a graph.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The adjacency with one value for each entry, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Prepare(graph.InEdges, graph.EdgeWeights?.To(_lin.Weight.Engine));
    }

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeWeights: null);

    /// <summary>Looks up what blocks that are sampled from a graph need of it: degrees, weights and loops.</summary>
    /// <param name="graph">The graph; its edge weights count, if it has them.</param>
    /// <returns>The preparation, owned by the caller. Its adjacencies are, on average over samples, that of <see cref="Prepare(Graph)"/>: degrees are the graph's, and an
    /// edge counts as often as it stands for (<see cref="Gnn.Graphs.Sampled.Block.Scales"/>); PyTorch Geometric takes the degrees of the sample.</returns>
    /// <exception cref="ArgumentException">The weights into a node sum to less than 0.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GcnBlocks(graph, _options, _lin.Weight.Engine);
    }

    /// <summary>Adds loops and normalises; differentiable with respect to the weights.</summary>
    /// <param name="structure">The edges. It must be square but for <see cref="GcnNormalization.None"/>: a bipartite structure does not tell the degree of
    /// its sources.</param>
    /// <param name="edgeWeights">[E] in the order of the edge ids, or null for 1 everywhere.</param>
    /// <returns>The adjacency with one value for each entry, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure is bipartite, the weights do not fit, or the weights into a node sum to less than 0.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights)
    {
        ArgumentNullException.ThrowIfNull(structure);
        using var scope = new TensorScope();
        Tensor? weights = edgeWeights is null ? null : EdgeTables.AsTable(edgeWeights, structure, width: 1, nameof(edgeWeights));
        if (_options.Normalization == GcnNormalization.None)
        {
            return new Adjacency(structure, weights is null ? null : EdgeTables.ToEntries(weights, structure).Reshape(structure.EntryCount));
        }

        if (structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"A degree needs all edges of a node, but {structure} is bipartite: normalise the whole graph and gather the values of the edges at hand.",
                nameof(structure));
        }

        if (_options.Normalization == GcnNormalization.Symmetric)
        {
            return new Adjacency(structure, Normalize(structure, weights is null ? null : EdgeTables.ToEntries(weights, structure)));
        }

        using var looped = new LoopedStructure(structure);
        return new Adjacency(looped.Structure, Normalize(looped.Structure, WeightsWithLoops(looped, structure, weights)));
    }

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

    /// <summary>The weight of each entry, [E, 1]; null if all are 1.</summary>
    private Tensor? WeightsWithLoops(LoopedStructure looped, SparseStructure original, Tensor? weights)
    {
        if (weights is null && _options.LoopWeight == 1)
        {
            return null;
        }

        Engine engine = weights?.Engine ?? _lin.Weight.Engine;
        int edges = (int)original.EntryCount;
        int[] loopRows = Array.ConvertAll(looped.LastLoops.ToArray(), edge => edge >= 0 ? edge : edges);
        Tensor fill = Tensor.Full((1, 1), _options.LoopWeight, engine);
        Tensor table = Tensor.Concatenate([weights ?? Tensor.Ones((edges, 1), engine), fill], 0);
        return table.GatherRows(looped.TableRows(loopRows, engine));
    }

    /// <summary>w_e / sqrt(d_i d_j) for every entry, [E].</summary>
    private Tensor Normalize(SparseStructure structure, Tensor? weights)
    {
        Tensor ones = weights ?? Tensor.Ones((structure.EntryCount, 1), _lin.Weight.Engine);
        Tensor degrees = Tensor.SegmentReduce(structure, ones);
        CheckDegrees(degrees.ToArray<double>());
        Tensor roots = degrees.InverseSqrt();
        Tensor scales = Tensor.Sddmm(structure, EntryOperation.Multiply, roots, roots);
        return (weights is null ? scales : weights * scales).Reshape(structure.EntryCount);
    }

    /// <summary>Refuses degrees that have no root.</summary>
    internal static void CheckDegrees(double[] sums)
    {
        int node = Array.FindIndex(sums, sum => !(sum >= 0 && double.IsFinite(sum)));
        if (node >= 0)
        {
            throw new ArgumentException(
                $"The weights of the edges into node {node} sum to {sums[node]}, but the root of a degree needs a finite number of at least 0: "
                + "use weights that are not negative, or GcnNormalization.None.");
        }
    }
}
