using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The convolution of Cluster-GCN: the mean over neighbours with an enhanced diagonal, and the node itself, each through a linear map.</summary>
/// <remarks>
/// <code>
/// Y = (A + lambda diag(A)) X W_out^T + b + X W_root^T,   A = D^-1 (A + I)
/// X: [N, inputs], W_out, W_root: [outputs, inputs], b: [outputs], Y: [N, outputs], D: the number of incoming edges, loops included
/// </code>
/// <para>Paper: W.-L. Chiang, X. Liu, S. Si, Y. Li, S. Bengio and C.-J. Hsieh, "Cluster-GCN: An Efficient Algorithm for Training Deep and Large Graph
/// Convolutional Networks", KDD 2019. Departure from the paper: a weight of its own for the node, as in PyTorch Geometric. Edge weights take no part.</para>
/// <para>Over a block the mean is that over the edges at hand. The map goes before the mean where the features are sparse or outputs are fewer than inputs.
/// Parameters: <c>lin_out.weight</c>, <c>lin_out.bias</c>, <c>lin_root.weight</c>. Cost: 4 N inputs outputs + 2 E min(inputs, outputs) operations.</para>
/// </remarks>
public sealed class ClusterGcnConv : Module, IConvolution
{
    private readonly ClusterGcnOptions _options;
    private readonly Linear _neighbors;
    private readonly Linear _root;

    /// <summary>Creates a convolution; weights begin by Glorot's rule.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Diagonal, loops, bias; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or lambda is not finite.</exception>
    public ClusterGcnConv(int inputs, int outputs, RandomSource random, ClusterGcnOptions? options = null)
    {
        _options = options ?? new ClusterGcnOptions();
        Throw.IfNotFinite(_options.DiagonalLambda, nameof(ClusterGcnOptions.DiagonalLambda));
        var linear = new LinearOptions { Bias = _options.Bias, Weights = WeightInitialization.Glorot };
        _neighbors = AddModule("lin_out", new Linear(inputs, outputs, random.Stream("lin_out"), linear));
        _root = AddModule("lin_root", new Linear(inputs, outputs, random.Stream("lin_root"), linear with { Bias = false }));
    }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Prepare(graph.InEdges);
    }

    /// <summary>Replaces self-loops and divides by the number of incoming edges.</summary>
    /// <param name="structure">The edges. Of a bipartite structure loops join target i and source i, which fits targets that are the first of the sources.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public Adjacency Prepare(SparseStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        using LoopedStructure? looped = _options.AddSelfLoops ? new LoopedStructure(structure) : null;
        SparseStructure entries = looped?.Structure ?? structure;
        float[] values = new float[entries.EntryCount];
        int place = 0;
        for (int row = 0; row < entries.RowCount; row++)
        {
            ReadOnlySpan<int> sources = entries.Row(row);
            foreach (int source in sources)
            {
                values[place++] = (float)((source == row ? 1 + _options.DiagonalLambda : 1) / sources.Length);
            }
        }

        using var scope = new TensorScope();
        return new Adjacency(entries, Tensor.Create(values, values.Length, _root.Weight.Engine));
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
        Throw.IfNotWidth(x, _root.Inputs);
        using Tensor root = _root.ForwardLeading(x, adjacency.Structure.RowCount);
        return context.Epilogue(MapNeighbors(x, adjacency), _neighbors.Bias, root, activation, dropout);
    }

    private Tensor MapNeighbors(Features x, Adjacency adjacency)
    {
        if (x.Sparse is not null || _neighbors.Outputs < _neighbors.Inputs)
        {
            using Tensor mapped = x.MatMulTransposed(_neighbors.Weight);
            return Tensor.SpMM(adjacency, mapped);
        }

        using Tensor mean = Tensor.SpMM(adjacency, x.ToDense());
        return Features.FromDense(mean).MatMulTransposed(_neighbors.Weight);
    }
}
