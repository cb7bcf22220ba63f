using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Propagation by attention to neighbours whose features point the same way.</summary>
/// <remarks>
/// <code>
/// alpha = softmax of beta cos(x_i, x_j) over the edges into i,   y_i = sum over edges j -> i of alpha_ji x_j
/// X, Y: [N, F], beta: [1]
/// </code>
/// <para>Paper: K. K. Thekumparampil, C. Wang, S. Oh and L.-J. Li, "Attention-based Graph Neural Network for Semi-supervised Learning", 2018. Existing self-loops
/// are replaced by one for each node. Norms count as at least 1e-12. Sparse features are made dense: propagation follows a map in the paper.</para>
/// <para>Parameters: <c>beta</c>, which begins at 1; a buffer unless it is trained. Cost: 4 E F operations; no array of E * F is made.</para>
/// </remarks>
public sealed class AgnnConv : Module, IConvolution
{
    private const double SmallestSquaredNorm = 1e-24;

    private readonly LoopedEdges _prepared;
    private readonly Parameter? _trainedBeta;

    /// <summary>Creates a propagation.</summary>
    /// <param name="options">Loops and whether beta is trained; the defaults if null.</param>
    public AgnnConv(AgnnOptions? options = null)
    {
        options ??= new AgnnOptions();
        _prepared = new LoopedEdges(width: 0, options.AddSelfLoops, loopFill: null, loopValue: 0);
        Tensor beta = Tensor.Ones(1);
        if (options.TrainBeta)
        {
            _trainedBeta = AddParameter("beta", beta);
        }
        else
        {
            AddBuffer("beta", beta);
        }
    }

    /// <summary>Beta, <c>[1]</c>.</summary>
    public Tensor Beta => _trainedBeta?.Value ?? Buffer("beta");

    /// <inheritdoc/>
    public Adjacency Prepare(Graph graph) => _prepared.Prepare(graph, Beta.Engine);

    /// <summary>Replaces self-loops as the options say.</summary>
    /// <param name="structure">The edges. Of a bipartite structure loops join target i and source i, which fits targets that are the first of the sources.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public Adjacency Prepare(SparseStructure structure) => _prepared.Prepare(structure, edgeFeatures: null);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        SparseStructure structure = adjacency.Structure;
        Tensor dense = x.ToDense();
        using Tensor directions = Directions(dense);
        using Tensor? leading = structure.RowCount == structure.ColumnCount ? null : directions.Rows(0, structure.RowCount);
        using Tensor cosines = Tensor.Sddmm(structure, EntryOperation.Dot, leading ?? directions, directions);
        using Tensor scores = cosines * Beta;
        using Tensor attention = Tensor.EdgeSoftmax(structure, scores);
        return Tensor.SpMM(structure, attention, dense);
    }

    /// <summary>Every row divided by its norm.</summary>
    private static Tensor Directions(Tensor x)
    {
        using Tensor squares = x.Square();
        using Tensor sums = squares.Sum(axis: 1, keepAxis: true);
        using Tensor floored = Tensor.Maximum(sums, Tensor.Full(Shape.Scalar, SmallestSquaredNorm, x.Engine));
        using Tensor roots = floored.InverseSqrt();
        return x * roots;
    }
}
