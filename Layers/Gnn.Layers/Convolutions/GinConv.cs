using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The graph isomorphism convolution: the sum of the neighbours and the scaled node itself, through a network.</summary>
/// <remarks>
/// <code>
/// Y   = nn((A + (1 + eps) I) X)
/// y_i = nn((1 + eps) x_i + sum over edges j -> i of x_j)
/// X: [N, inputs], eps: [1], Y: [N, outputs of nn]
/// </code>
/// <para>Paper: K. Xu, W. Hu, J. Leskovec and S. Jegelka, "How Powerful are Graph Neural Networks?", ICLR 2019. Edge weights take no part.</para>
/// <para>Where the network begins with a linear map (<see cref="ILinearFirst"/>) and the features are sparse, or that map has no more outputs than inputs, the
/// map goes before
/// the sum: the same formula in another order. With sparse features and another network, the features are made dense.</para>
/// <para>Parameters: <c>eps</c> (a buffer unless trained) and those of the network under <c>nn</c>. Cost: E min(inputs, first outputs) operations and the
/// network's;
/// no array of E * inputs is made.</para>
/// </remarks>
public sealed class GinConv : Module, IBipartiteConvolution
{
    private readonly IFeatureMap _nn;
    private readonly Parameter? _trainedEpsilon;

    /// <summary>Creates a convolution.</summary>
    /// <param name="nn">The network, for example a <see cref="Sequential"/>; if it is a module it is owned from here on.</param>
    /// <param name="options">Epsilon and whether it is trained; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is not finite.</exception>
    public GinConv(IFeatureMap nn, GinOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(nn);
        options ??= new GinOptions();
        Throw.IfNotFinite(options.Epsilon, nameof(GinOptions.Epsilon));
        _nn = nn;
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
    }

    /// <summary>Epsilon, <c>[1]</c>.</summary>
    public Tensor Epsilon => _trainedEpsilon?.Value ?? Buffer("eps");

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

    /// <summary>Sums and maps, the targets being the first of the sources.</summary>
    /// <param name="context">Training or inference, for the network.</param>
    /// <param name="x">Features of the sources, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">The edges; values are not used.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the network or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        if (GoesFirst(x, x) is { } first)
        {
            return MapRest(context, first, Sum(x, x, first, adjacency.Structure));
        }

        Tensor dense = x.ToDense();
        return Map(context, Sum(dense, dense, adjacency.Structure));
    }

    /// <summary>Sums and maps, with features for both sides.</summary>
    /// <param name="context">Training or inference, for the network.</param>
    /// <param name="source">Features of the sources, <c>[sources, inputs]</c>, dense or sparse.</param>
    /// <param name="target">Features of the targets, <c>[targets, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">The edges; values are not used.</param>
    /// <returns><c>[targets, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the network or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        if (GoesFirst(source, target) is { } first)
        {
            return MapRest(context, first, Sum(source, target, first, adjacency.Structure));
        }

        return Map(context, Sum(source.ToDense(), target.ToDense(), adjacency.Structure));
    }

    /// <summary>The network's first linear map, if it is better taken before the sum.</summary>
    private Linear? GoesFirst(Features source, Features target) =>
        _nn is ILinearFirst { First: { } first } && (source.Sparse is not null || target.Sparse is not null || first.Outputs <= first.Inputs) ? first : null;

    /// <summary>(1 + eps) target_i + sum of source_j.</summary>
    private Tensor Sum(Tensor source, Tensor target, SparseStructure structure)
    {
        using Tensor scale = Epsilon + 1;
        if (target.Shape[0] == structure.RowCount)
        {
            return Tensor.SumWithSelf(structure, source, target, scale);
        }

        using Tensor self = target.Rows(0, structure.RowCount);
        return Tensor.SumWithSelf(structure, source, self, scale);
    }

    /// <summary>The same after a linear map, of which nothing is needed afterwards.</summary>
    private Tensor Sum(Features source, Features target, Linear first, SparseStructure structure)
    {
        using Tensor sources = source.MatMulTransposed(first.Weight);
        using Tensor targets = source == target ? sources : target.MatMulTransposed(first.Weight);
        return Sum(sources, targets, structure);
    }

    /// <summary>The rest of the network after its first linear map.</summary>
    private Tensor MapRest(in ForwardContext context, Linear first, Tensor sum) => ((ILinearFirst)_nn).ForwardRest(context, sum);

    /// <summary>The network of a sum that is not needed after it.</summary>
    private Tensor Map(in ForwardContext context, Tensor sum)
    {
        Tensor y = _nn.Forward(context, sum);
        if (!ReferenceEquals(y, sum))
        {
            sum.Dispose();
        }

        return y;
    }
}
