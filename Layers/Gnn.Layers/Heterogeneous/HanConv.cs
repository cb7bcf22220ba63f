using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Heterogeneous;

/// <summary>The heterogeneous graph attention layer: attention over the neighbours of each edge type, then over the edge types.</summary>
/// <remarks>
/// <code>
/// h_t      = X_t W_t^T + b_t                                                           [N_t, H, D], H * D = outputs
/// s_ji     = LeakyReLU(a_src_r . h_j + a_dst_r . h_i),   alpha = softmax over the edges of type r into i
/// z_r,i    = ReLU(sum over edges j -> i of type r of alpha_ji h_j)                      [targets, outputs]
/// beta     = softmax over the edge types r into t of q . mean over i of tanh(K z_r,i + k)
/// y_i      = sum over r of beta_r z_r,i
/// </code>
/// <para>Paper: X. Wang, H. Ji, C. Shi, B. Wang, P. Cui, P. Yu and Y. Ye, "Heterogeneous Graph Attention Network", WWW 2019.</para>
/// <para>Departures from the paper, with PyTorch Geometric: edge types take the place of metapaths, which <see cref="HeteroGraph.WithMetapath"/> makes
/// edge types; ReLU for ELU; a node is no neighbour of itself unless an edge says so.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator. In a sampled block the mean is over the targets at hand.</para>
/// <para>Parameters: <c>q</c>, <c>k_lin.weight</c>, <c>k_lin.bias</c>, <c>proj.author.weight</c>, <c>proj.author.bias</c>, <c>lin_src.author__writes__paper</c>,
/// <c>lin_dst.author__writes__paper</c> and so on. Cost: 2 N inputs outputs + 2 E outputs + 2 T R outputs^2 operations with T targets of R edge types; no array of E * outputs is
/// made.</para>
/// </remarks>
public sealed class HanConv : Module, IHeteroConvolution
{
    private readonly HanOptions _options;
    private readonly Dictionary<string, Linear> _projections = [];
    private readonly ParameterMap _sources;
    private readonly ParameterMap _targets;
    private readonly Linear _key;
    private readonly Parameter _query;

    /// <summary>Creates a layer.</summary>
    /// <param name="nodeTypes">The node types, each once, with the number of their feature columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, heads side by side, at least 1.</param>
    /// <param name="edgeTypes">The edge types, each once.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, slope, dropout; the defaults if null.</param>
    /// <exception cref="ArgumentException">A type is there twice or joins others than the node types, there is no edge type, or the heads do not divide the outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public HanConv(
        IReadOnlyList<(string Type, int Inputs)> nodeTypes, int outputs, IReadOnlyList<EdgeType> edgeTypes, RandomSource random, HanOptions? options = null)
    {
        TypeNames.Check(nodeTypes, edgeTypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _options = options ?? new HanOptions();
        TypeNames.CheckHeads(_options.Heads, outputs);
        Throw.IfNotFinite(_options.NegativeSlope, nameof(HanOptions.NegativeSlope));
        Throw.IfNotDropout(_options.Dropout, nameof(HanOptions.Dropout));
        (Outputs, EdgeTypes) = (outputs, [.. edgeTypes]);
        _query = AddParameter("q", Initialize.Glorot((1, outputs), random.Stream("q")));
        _key = AddModule("k_lin", new Linear(outputs, outputs, random.Stream("k_lin")));
        foreach ((string type, int inputs) in nodeTypes)
        {
            string name = $"proj.{TypeNames.Of(type)}";
            _projections.Add(type, AddModule(name, new Linear(inputs, outputs, random.Stream(name))));
        }

        _sources = AddModule("lin_src", new ParameterMap());
        _targets = AddModule("lin_dst", new ParameterMap());
        var shape = new Shape(1, _options.Heads, outputs / _options.Heads);
        foreach (EdgeType type in EdgeTypes)
        {
            string name = TypeNames.Of(type);
            _sources.Add(name, Initialize.Glorot(shape, random.Stream($"lin_src.{name}")));
            _targets.Add(name, Initialize.Glorot(shape, random.Stream($"lin_dst.{name}")));
        }
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    /// <summary>The edge types.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroGraph graph) => HeteroAdjacency.Of(graph, EdgeTypes, (_, structure) => new Adjacency(structure));

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroBlock block) => HeteroAdjacency.Of(block, EdgeTypes, (_, structure) => new Adjacency(structure));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency) =>
        ForwardWithAttention(context, x, adjacency).Output;

    /// <summary>Computes the rows, and returns the attention over edge types too.</summary>
    /// <param name="context">Training or inference, random numbers for dropout.</param>
    /// <param name="x">Features of the sources of each type, <c>[sources, inputs of the type]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare(HeteroGraph)"/> made.</param>
    /// <returns>The rows of each type that an edge type leads to, and beta of these types, <c>[R]</c> in the order of the edge types into it; of a type without nodes there
    /// is no beta.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the adjacency.</exception>
    /// <exception cref="KeyNotFoundException">A type has no features.</exception>
    public (IReadOnlyDictionary<string, Tensor> Output, IReadOnlyDictionary<string, Tensor> Attention) ForwardWithAttention(
        in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(x);
        HeteroAdjacency.Check(adjacency, EdgeTypes);
        var projected = new Dictionary<string, Tensor>();
        foreach (string type in EdgeTypes.SelectMany(type => new[] { type.Source, type.Target }).Distinct())
        {
            Linear projection = _projections[type];
            projected.Add(type, projection.Forward(x.Checked(type, adjacency.NodeCount(type), projection.Inputs)));
        }

        var rows = new Dictionary<string, Tensor>();
        var attention = new Dictionary<string, Tensor>();
        foreach (string target in adjacency.TargetTypes)
        {
            var results = new List<Tensor>();
            foreach (EdgeType type in EdgeTypes.Where(type => type.Target == target))
            {
                results.Add(Attend(context, type, projected[type.Source], projected[target], adjacency[type].Structure));
            }

            if (results[0].Shape[0] == 0)
            {
                rows.Add(target, results[0]);
                continue;
            }

            (Tensor y, Tensor beta) = Mix(results);
            rows.Add(target, y);
            attention.Add(target, beta);
        }

        return (rows, attention);
    }

    /// <summary>Attention over the neighbours of one edge type, [targets, outputs].</summary>
    private Tensor Attend(in ForwardContext context, EdgeType type, Tensor sources, Tensor targets, SparseStructure structure)
    {
        string name = TypeNames.Of(type);
        double dropout = context.Training ? _options.Dropout : 0;
        using Tensor source = Scores(sources, _sources[name]);
        using Tensor target = Scores(structure.RowCount == targets.Shape[0] ? targets : targets.Rows(0, structure.RowCount), _targets[name]);
        using Tensor sum = Tensor.Attention(structure, source, target, sources, _options.NegativeSlope, dropout, dropout == 0 ? default : context.Random.Next());
        return sum.Relu();
    }

    /// <summary>a . h for every row and head, [N, H].</summary>
    private Tensor Scores(Tensor h, Tensor vectors)
    {
        Tensor heads = (h * vectors.Reshape((1, Outputs))).Reshape((h.Shape[0], _options.Heads, Outputs / _options.Heads));
        return heads.Sum(axis: -1);
    }

    /// <summary>The mean over edge types that attention weighs, and the weights.</summary>
    private (Tensor Output, Tensor Beta) Mix(List<Tensor> results)
    {
        var scores = new Tensor[results.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            using Tensor keys = _key.Forward(results[i]).Tanh();
            scores[i] = (_query.Value * keys.Mean(axis: 0, keepAxis: true)).Sum(axis: -1, keepAxis: true);
        }

        Tensor beta = Tensor.Concatenate(scores, -1).Softmax();
        Tensor sum = results[0] * beta.Columns(0, 1);
        for (int i = 1; i < scores.Length; i++)
        {
            sum += results[i] * beta.Columns(i, 1);
        }

        return (sum, beta.Reshape(scores.Length));
    }
}
