using System.Globalization;
using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Principal neighbourhood aggregation: several aggregations of messages, each scaled in several ways by the number of messages.</summary>
/// <remarks>
/// <code>
/// m_ji = pre([x_i | x_j | W_e e_ji + b_e])                                            of each tower
/// a_i  = [s_1(d_i) a_1 | s_1(d_i) a_2 | ... | s_2(d_i) a_1 | ...],   a_k over edges j -> i of m_ji
/// y_i  = W [post_1([x_i | a_i^1]) | post_2([x_i | a_i^2]) | ...] + b                  towers side by side
/// X: [N, inputs], F: inputs, or inputs / towers, e: [E, D], W_e: [F, D], M: [E, F], post: to [outputs / towers], W: [outputs, outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: G. Corso, L. Cavalleri, D. Beaini, P. Lio and P. Velickovic, "Principal Neighbourhood Aggregation for Graph Nets", NeurIPS 2020. Averages of
/// degrees are those of the training data: see <see cref="AverageDegrees"/>. Edge weights take no part. An isolated node has aggregates of 0.</para>
/// <para>Difference from PyTorch Geometric: none in the numbers, but that the spread is taken of the part of a message that differs between neighbours.</para>
/// <para>Parameters: <c>pre_nns.t.k</c> and <c>post_nns.t.k</c> of the t-th tower, k = 0, 2, 4 ... for the linear maps, <c>edge_encoder</c>, <c>lin</c>, all
/// as PyTorch's at first; <c>aggr_module.avg_deg_lin</c> and <c>aggr_module.avg_deg_log</c> (buffers unless trained). Sparse features are made dense.</para>
/// <para>Cost, of A aggregations, S scalers and T towers: T (4 N F^2 + A E F + 2 N (A S + 1) F outputs / T) operations for networks of one map. Without edge
/// features no array of [E, F] is made then, as x_i is added after the aggregation; with them two for each tower, and their map costs 2 E D F. Networks of more
/// maps, and products, make an array of [E, F] for each map.</para>
/// </remarks>
public sealed class PnaConv : Module, IBipartiteConvolution
{
    private readonly PnaOptions _options;
    private readonly PnaTower[] _towers;
    private readonly Linear _lin;
    private readonly int _inputs;
    private readonly int _width;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1, a multiple of the towers.</param>
    /// <param name="degrees">The average degrees of the training data.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Aggregations, scalers, towers, networks, edge features; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">Towers do not divide the columns, there are no aggregations or scalers, or an average is not above 0.</exception>
    public PnaConv(int inputs, int outputs, AverageDegrees degrees, RandomSource random, PnaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(degrees);
        _options = options ?? new PnaOptions();
        _options.Check(inputs, outputs);
        (_inputs, Outputs) = (inputs, outputs);
        _width = _options.DivideInput ? inputs / _options.Towers : inputs;
        DegreeScalerAggregation scalers = AddModule("aggr_module", new DegreeScalerAggregation(
            new MultiAggregation(_options.Aggregations), _options.Scalers, degrees, new DegreeScalerOptions { TrainAverages = _options.TrainAverages }));
        Linear? encoder = _options.EdgeFeatures == 0
            ? null
            : AddModule("edge_encoder", new Linear(_options.EdgeFeatures, _width, random.Stream("edge_encoder")));
        int ends = encoder is null ? 2 : 3;
        int aggregates = checked(((_options.Aggregations.Count * _options.Scalers.Count) + 1) * _width);
        _towers = new PnaTower[_options.Towers];
        for (int tower = 0; tower < _towers.Length; tower++)
        {
            Sequential pre = Network("pre_nns", tower, checked(ends * _width), _width, _options.PreLayers);
            Sequential post = Network("post_nns", tower, aggregates, outputs / _options.Towers, _options.PostLayers);
            _towers[tower] = new PnaTower(pre, post, _options.Aggregations, scalers, encoder);
        }

        _lin = AddModule("lin", new Linear(outputs, outputs, random.Stream("lin")));

        Sequential Network(string list, int tower, int from, int to, int layers)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{list}.{tower}");
            RandomSource stream = random.Stream(name);
            var maps = new List<IFeatureMap> { new Linear(from, to, stream.Stream("0")) };
            for (int layer = 1; layer < layers; layer++)
            {
                maps.Add(new ActivationMap(_options.Activation));
                maps.Add(new Linear(to, to, stream.Stream((2 * layer).ToString(CultureInfo.InvariantCulture))));
            }

            return AddModule(name, new Sequential(maps));
        }
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    private Engine ParameterEngine => _lin.Weight.Engine;

    /// <summary>The edges as they are, with their features if the layer takes any.</summary>
    /// <param name="graph">The graph; the features are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges as they are, with their features in entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, square or bipartite.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null where the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features are not what the layer takes, or do not fit the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <summary>Keeps what blocks that are sampled from a graph need of it: the features of its edges, if the layer takes any. Degrees are those of the
    /// block.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

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
        Throw.IfNotWidth(x, _inputs);
        Tensor source = x.ToDense();
        using Tensor target = source.Rows(0, adjacency.Structure.RowCount);
        return Combine(context, source, target, adjacency, new LayerEnd(activation, dropout));
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features source, Features target, Adjacency adjacency)
    {
        Throw.IfNotBothSides(source, target, adjacency);
        Throw.IfNotWidth(source, _inputs);
        Throw.IfNotWidth(target, _inputs);
        return Combine(context, source.ToDense(), target.ToDense(), adjacency, new LayerEnd(Activation.None, Dropout: 0));
    }

    private Tensor Combine(in ForwardContext context, Tensor source, Tensor target, Adjacency adjacency, LayerEnd end)
    {
        Tensor? edges = _options.EdgeFeatures == 0 ? null : EdgeTables.EntryFeatures(adjacency, _options.EdgeFeatures);
        var towers = new Tensor[_towers.Length];
        for (int tower = 0; tower < towers.Length; tower++)
        {
            using Tensor ofTarget = PartOf(target, tower);
            using Tensor ofSource = PartOf(source, tower);
            towers[tower] = _towers[tower].Forward(context, ofTarget, ofSource, edges, adjacency.Structure);
        }

        using Tensor joined = AttentionHeads.Join(towers);
        return _lin.Forward(context, joined, end.Activation, end.Dropout);
    }

    /// <summary>The columns that a tower reads, a tensor of its own.</summary>
    private Tensor PartOf(Tensor x, int tower) => _options.DivideInput ? x.Columns(tower * (long)_width, _width) : x.Reshape(x.Shape);
}
