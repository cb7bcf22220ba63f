using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The E(n) equivariant graph convolution: messages see distances only, and positions move along differences of positions.</summary>
/// <remarks>
/// <code>
/// m_ij = phi_e([h_i | h_j | |x_i - x_j|^2 | a_ij])                     phi_e: linear, SiLU, linear, SiLU
/// u_i  = mean over edges j -> i of (x_i - x_j) phi_x(m_ij)             phi_x: linear, SiLU, linear to one number
/// v'_i = phi_v(h_i) v_i + u_i                                          phi_v: linear, SiLU, linear to one number; without velocities v'_i = u_i
/// x'_i = x_i + v'_i
/// h'_i = h_i + phi_h([h_i | sum over edges j -> i of m_ij])            phi_h: linear, SiLU, linear
/// h: [N, inputs], x, v: [N, D], a: [E, K], m: [E, hidden], h': [N, outputs]
/// </code>
/// <para>Paper: V. Garcia Satorras, E. Hoogeboom and M. Welling, "E(n) Equivariant Graph Neural Networks", ICML 2021. Where positions and velocities are turned,
/// mirrored or, positions alone, moved, so are the results, and h' stays as it is. Edges should join different nodes: the pull along a self-loop is 0.</para>
/// <para>Options that the paper's experiments leave off: a gate on messages, m sigmoid(att(m)); tanh(phi_x(m)); differences divided by their length plus 1, where
/// 1e-8 is added to the squared length under the root. Departure from the authors' code: the pull of an edge is not cut at 100. PyTorch Geometric has no such
/// layer.</para>
/// <para>Parameters, as the authors' code names them: <c>edge_mlp.0</c>, <c>edge_mlp.2</c>, <c>node_mlp.0</c>, <c>node_mlp.2</c>, <c>coord_mlp.0</c>,
/// <c>coord_mlp.2</c> (no bias, Glorot's bound times 0.001), <c>coord_mlp_vel.0</c>, <c>coord_mlp_vel.2</c>, <c>att_mlp.0</c>, each with <c>.weight</c> and
/// <c>.bias</c>. Cost: 4 E hidden^2 + 2 N hidden (3 inputs + hidden + outputs) operations; arrays of [E, hidden] are made, as messages depend on both ends, and
/// none of [E, 2 inputs + 1 + K].</para>
/// </remarks>
public sealed class EgnnConv : Module
{
    private const double SmallestSquare = 1e-8;
    private const double FirstPull = 0.001;

    private readonly EgnnOptions _options;
    private readonly Linear _firstMessage;
    private readonly Linear _secondMessage;
    private readonly Linear _firstNode;
    private readonly Linear _secondNode;
    private readonly Linear _firstPull;
    private readonly Linear _secondPull;
    private readonly Linear? _firstVelocity;
    private readonly Linear? _secondVelocity;
    private readonly Linear? _gate;

    /// <summary>Creates a convolution.</summary>
    /// <param name="inputs">The number of columns of h, at least 1.</param>
    /// <param name="outputs">The number of columns of h', at least 1.</param>
    /// <param name="hidden">The number of columns of a message and inside the networks, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Edge features, velocities, gate ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">The residual is on and outputs differ from inputs.</exception>
    public EgnnConv(int inputs, int outputs, int hidden, RandomSource random, EgnnOptions? options = null)
    {
        _options = options ?? new EgnnOptions();
        Check(_options, inputs, outputs);
        int both = checked((2 * inputs) + 1 + _options.EdgeFeatures);
        _firstMessage = Add("edge_mlp.0", both, hidden);
        _secondMessage = Add("edge_mlp.2", hidden, hidden);
        _firstNode = Add("node_mlp.0", checked(hidden + inputs), hidden);
        _secondNode = Add("node_mlp.2", hidden, outputs);
        _firstPull = Add("coord_mlp.0", hidden, hidden);
        _secondPull = Add("coord_mlp.2", hidden, 1, bias: false);
        using (Tensor small = Initialize.Glorot((1, hidden), random.Stream("coord_mlp.2").Stream("weight")) * FirstPull)
        {
            _secondPull.Parameters().Single().Set(small);
        }

        _firstVelocity = _options.Velocities ? Add("coord_mlp_vel.0", inputs, hidden) : null;
        _secondVelocity = _options.Velocities ? Add("coord_mlp_vel.2", hidden, 1) : null;
        _gate = _options.Attention ? Add("att_mlp.0", hidden, 1) : null;
        (Inputs, Outputs) = (inputs, outputs);

        Linear Add(string name, int from, int to, bool bias = true) =>
            AddModule(name, new Linear(from, to, random.Stream(name), new LinearOptions { Bias = bias }));
    }

    /// <summary>The number of columns of h.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns of h'.</summary>
    public int Outputs { get; }

    /// <summary>The edges of a graph as they are, with their features if the layer takes any.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, _firstMessage.Weight.Engine);

    /// <summary>Brings the edges' features into entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, over one set of nodes.</param>
    /// <param name="edgeFeatures"><c>[E, K]</c>, or <c>[E]</c> for K = 1, in the order of the edge ids; null if the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures = null) =>
        EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <summary>Computes new features, positions and, where it takes them, velocities.</summary>
    /// <param name="context">Training or inference; the layer itself has no dropout.</param>
    /// <param name="state">h <c>[N, inputs]</c>, x <c>[N, D]</c> and, exactly where the options say so, v <c>[N, D]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare(SparseStructure, Tensor?)"/> made.</param>
    /// <returns>h' <c>[N, outputs]</c>, x' <c>[N, D]</c> and v' <c>[N, D]</c> or null.</returns>
    /// <exception cref="ArgumentException">The state does not fit the layer or the adjacency.</exception>
    public EgnnState Forward(in ForwardContext context, EgnnState state, Adjacency adjacency)
    {
        Check(state, adjacency);
        SparseStructure structure = adjacency.Structure;
        using Tensor differences = Tensor.Sddmm(structure, EntryOperation.Subtract, state.Positions, state.Positions);
        using Tensor squares = differences.Square().Sum(axis: 1, keepAxis: true);
        using Tensor messages = Messages(context, state.Features, squares, adjacency);
        using Tensor pulls = Pulls(context, differences, squares, messages);
        Tensor moves = Tensor.SegmentReduce(structure, pulls, _options.PositionReduction);
        if (_firstVelocity is not null)
        {
            using Tensor hidden = _firstVelocity.Forward(context, state.Features, Activation.Silu);
            using Tensor scales = _secondVelocity!.Forward(hidden);
            using Tensor scaled = state.Velocities! * scales;
            using Tensor pulled = moves;
            moves = scaled + pulled;
        }

        Tensor positions = state.Positions + moves;
        return new EgnnState(Update(context, state.Features, messages, structure), positions, _firstVelocity is null ? null : moves);
    }

    private static void Check(EgnnOptions options, int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.EdgeFeatures, nameof(EgnnOptions.EdgeFeatures));
        if (options.PositionReduction is not (Reduction.Mean or Reduction.Sum))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.PositionReduction, "'PositionReduction' must be Mean or Sum: a largest pull by columns would not turn with positions.");
        }

        if (options.Residual && inputs != outputs)
        {
            throw new ArgumentException($"A residual needs as many outputs as the {inputs} inputs, got {outputs}: set Residual to false.", nameof(outputs));
        }
    }

    private void Check(EgnnState state, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(adjacency);
        SparseStructure structure = adjacency.Structure;
        if (structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException($"The layer moves the nodes that it reads, so that targets must be the sources, got {structure}.", nameof(adjacency));
        }

        int nodes = structure.RowCount;
        Require(state.Features, nodes, Inputs, nameof(EgnnState.Features));
        Require(state.Positions, nodes, columns: null, nameof(EgnnState.Positions));
        if (state.Velocities is null == _options.Velocities)
        {
            throw new ArgumentException(
                _options.Velocities ? "The layer takes velocities, got none." : "The layer takes no velocities: set EgnnOptions.Velocities.", nameof(state));
        }

        if (state.Velocities is { } velocities && velocities.Shape != state.Positions.Shape)
        {
            throw new ArgumentException($"'Velocities' must be {state.Positions.Shape}, as the positions are, got {velocities.Shape}.", nameof(state));
        }

        static void Require(Tensor tensor, int nodes, int? columns, string name)
        {
            if (tensor.Shape.Rank != 2 || tensor.Shape[0] != nodes || (columns is { } count && tensor.Shape[1] != count))
            {
                throw new ArgumentException($"'{name}' must be [{nodes}, {columns?.ToString() ?? "D"}], a row for each node, got {tensor.Shape}.", nameof(state));
            }
        }
    }

    /// <summary>m, [E, hidden].</summary>
    private Tensor Messages(in ForwardContext context, Tensor features, Tensor squares, Adjacency adjacency)
    {
        int count = _options.EdgeFeatures;
        using Tensor edges = count == 0 ? squares.Reshape(squares.Shape) : Tensor.Concatenate([squares, EdgeTables.EntryFeatures(adjacency, count)], axis: 1);
        using Tensor first = EdgeMaps.Map(context, _firstMessage, features, Inputs, features, edges, adjacency.Structure, Activation.Silu);
        Tensor messages = _secondMessage.Forward(context, first, Activation.Silu);
        if (_gate is null)
        {
            return messages;
        }

        using Tensor open = messages;
        using Tensor gates = _gate.Forward(open).Sigmoid();
        return open * gates;
    }

    /// <summary>(x_i - x_j) phi_x(m_ij), [E, D].</summary>
    private Tensor Pulls(in ForwardContext context, Tensor differences, Tensor squares, Tensor messages)
    {
        using Tensor hidden = _firstPull.Forward(context, messages, Activation.Silu);
        using Tensor linear = _secondPull.Forward(hidden);
        using Tensor factors = _options.Tanh ? linear.Tanh() : linear.Reshape(linear.Shape);
        if (!_options.NormalizeDifferences)
        {
            return differences * factors;
        }

        using Tensor lengths = (squares + SmallestSquare).Sqrt() + 1;
        return differences * (factors / lengths);
    }

    /// <summary>h', [N, outputs].</summary>
    private Tensor Update(in ForwardContext context, Tensor features, Tensor messages, SparseStructure structure)
    {
        using Tensor sums = Tensor.SegmentReduce(structure, messages);
        int nodes = structure.RowCount;
        using Tensor own = EdgeMaps.MapLeading(features, _firstNode.Weight, start: 0, Inputs, nodes);
        Tensor received = EdgeMaps.MapLeading(sums, _firstNode.Weight, Inputs, _firstNode.Inputs - Inputs, nodes);
        using Tensor hidden = context.Epilogue(received, _firstNode.Bias, own, Activation.Silu);
        Tensor y = hidden.MatMul(_secondNode.Weight, transposeThis: false, transposeOther: true);
        return context.Epilogue(y, _secondNode.Bias, _options.Residual ? features : null);
    }
}
