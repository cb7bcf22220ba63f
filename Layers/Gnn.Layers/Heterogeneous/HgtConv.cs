using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Heterogeneous;

/// <summary>The heterogeneous graph transformer layer: attention over all edges into a node, with keys and values that depend on the type of the edge.</summary>
/// <remarks>
/// <code>
/// k_j, q_i, v_j  = linear maps of the node's type                                      [H, D], H * D = outputs
/// s_ji           = (k_j K_r) . q_i p_r / sqrt(D)        r the type of the edge j -> i
/// alpha          = softmax over all edges into i, of all types
/// y_i            = A_t GELU(sum over edges j -> i of alpha_ji v_j V_r) + a_t
/// z_i            = g y_i + (1 - g) x_i, g = sigmoid(skip_t), where the type has as many inputs as outputs; else y_i
/// K_r, V_r: [D, D] for each head, p_r: a number for each head
/// </code>
/// <para>Paper: Z. Hu, Y. Dong, K. Wang and Y. Sun, "Heterogeneous Graph Transformer", WWW 2020.</para>
/// <para>Departures from the paper, with PyTorch Geometric: no relative temporal encoding; a matrix for each edge type, which knows the types of both ends, rather than for each
/// relation; the skip is gated.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator.</para>
/// <para>Parameters: <c>kqv_lin.lins.author.weight</c> (keys, queries, values), <c>out_lin.lins.author.weight</c> and their biases, <c>k_rel.weight</c> and <c>v_rel.weight</c>,
/// [H * edge types, D, D] by head and then by edge type, <c>skip.author</c>, <c>p_rel.author__writes__paper</c>. Cost: 6 N inputs outputs + 4 S outputs^2 + 4 E outputs
/// operations, S being the sources of all edge types, and arrays of S * outputs; none of E * outputs.</para>
/// </remarks>
public sealed class HgtConv : Module, IHeteroConvolution
{
    private readonly int _heads;
    private readonly Dictionary<string, (Linear Maps, Linear Output)> _types = [];
    private readonly ParameterMap _keys;
    private readonly ParameterMap _values;
    private readonly ParameterMap _skips;
    private readonly ParameterMap _priors;

    /// <summary>Creates a layer.</summary>
    /// <param name="nodeTypes">The node types, each once, with the number of their feature columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, heads side by side, at least 1.</param>
    /// <param name="edgeTypes">The edge types, each once.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads; the defaults if null.</param>
    /// <exception cref="ArgumentException">A type is there twice or joins others than the node types, there is no edge type, or the heads do not divide the outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or of heads is below 1.</exception>
    public HgtConv(
        IReadOnlyList<(string Type, int Inputs)> nodeTypes, int outputs, IReadOnlyList<EdgeType> edgeTypes, RandomSource random, HgtOptions? options = null)
    {
        TypeNames.Check(nodeTypes, edgeTypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _heads = (options ?? new HgtOptions()).Heads;
        TypeNames.CheckHeads(_heads, outputs);
        (Outputs, EdgeTypes) = (outputs, [.. edgeTypes]);
        int width = outputs / _heads;
        var relations = new Shape(checked(_heads * edgeTypes.Count), width, width);
        _keys = AddModule("k_rel", new ParameterMap());
        _keys.Add("weight", Initialize.FanIn(relations, width, random.Stream("k_rel.weight")));
        _values = AddModule("v_rel", new ParameterMap());
        _values.Add("weight", Initialize.FanIn(relations, width, random.Stream("v_rel.weight")));
        _skips = AddModule("skip", new ParameterMap());
        foreach ((string type, int inputs) in nodeTypes)
        {
            string name = TypeNames.Of(type);
            (string maps, string output) = ($"kqv_lin.lins.{name}", $"out_lin.lins.{name}");
            _skips.Add(name, Tensor.Ones(1));
            _types.Add(type, (
                AddModule(maps, new Linear(inputs, checked(3 * outputs), random.Stream(maps))),
                AddModule(output, new Linear(outputs, outputs, random.Stream(output)))));
        }

        _priors = AddModule("p_rel", new ParameterMap());
        foreach (EdgeType type in EdgeTypes)
        {
            _priors.Add(TypeNames.Of(type), Tensor.Ones((1, _heads)));
        }
    }

    /// <summary>The number of output columns.</summary>
    public int Outputs { get; }

    /// <summary>The edge types.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroGraph graph) => HeteroAdjacency.Of(graph, EdgeTypes, (_, structure) => new Adjacency(structure)).Join();

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroBlock block) => HeteroAdjacency.Of(block, EdgeTypes, (_, structure) => new Adjacency(structure)).Join();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(x);
        HeteroAdjacency.Check(adjacency, EdgeTypes);
        var mapped = new Dictionary<string, Tensor>();
        foreach (string type in EdgeTypes.SelectMany(type => new[] { type.Source, type.Target }).Distinct())
        {
            Linear maps = _types[type].Maps;
            mapped.Add(type, maps.Forward(x.Checked(type, adjacency.NodeCount(type), maps.Inputs)));
        }

        var rows = new Dictionary<string, Tensor>();
        foreach (string target in adjacency.TargetTypes)
        {
            using Tensor sum = Attend(adjacency.Joint(target), mapped, target);
            using Tensor active = sum.Gelu();
            rows.Add(target, WithSkip(_types[target].Output.Forward(active), x[target], target));
        }

        return rows;
    }

    /// <summary>The weighted sums over all edges into the nodes of a type, [targets, outputs].</summary>
    private Tensor Attend(JointEdges edges, Dictionary<string, Tensor> mapped, string target)
    {
        var keys = new Tensor[edges.EdgeTypes.Count];
        var values = new Tensor[edges.EdgeTypes.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            EdgeType type = edges.EdgeTypes[i];
            Tensor source = mapped[type.Source];
            using Tensor key = source.Columns(0, Outputs);
            using Tensor value = source.Columns(2L * Outputs, Outputs);
            double scale = 1 / Math.Sqrt(Outputs / _heads);
            keys[i] = key.MatMul(BlockDiagonal(Blocks(_keys, type) * (_priors[TypeNames.Of(type)] * scale).Reshape((_heads, 1, 1))));
            values[i] = value.MatMul(BlockDiagonal(Blocks(_values, type)));
        }

        SparseStructure structure = edges.Structure;
        using Tensor queries = mapped[target].Columns(Outputs, Outputs);
        using Tensor allKeys = Join(keys);
        using Tensor scores = Tensor.Sddmm(structure, EntryOperation.Dot, queries.Rows(0, structure.RowCount), allKeys, _heads);
        using Tensor attention = Tensor.EdgeSoftmax(structure, scores);
        using Tensor allValues = Join(values);
        return Tensor.SpMM(structure, attention, allValues);
    }

    /// <summary>The matrices of an edge type, [H, D, D].</summary>
    private Tensor Blocks(ParameterMap map, EdgeType type)
    {
        Tensor weight = map["weight"];
        int place = 0;
        while (EdgeTypes[place] != type)
        {
            place++;
        }

        int[] heads = new int[_heads];
        for (int head = 0; head < heads.Length; head++)
        {
            heads[head] = (head * EdgeTypes.Count) + place;
        }

        using Tensor index = Tensor.Create(heads, heads.Length, weight.Engine);
        return weight.GatherRows(index);
    }

    /// <summary>[H, D, D] to the matrix [H * D, H * D] that has them along its diagonal: rows of a head, read on as if heads were D numbers longer, shift by D from one head to
    /// the next.</summary>
    private Tensor BlockDiagonal(Tensor blocks)
    {
        long width = Outputs / _heads;
        Tensor rows = blocks.Reshape((Outputs, width));
        if (_heads == 1)
        {
            return rows;
        }

        Tensor padded = Tensor.Concatenate([rows, Tensor.Zeros((Outputs, Outputs - width), blocks.Engine)], axis: 1);
        Tensor heads = Tensor.Concatenate([padded.Reshape((_heads, width * Outputs)), Tensor.Zeros((_heads, width), blocks.Engine)], axis: 1);
        return heads.Reshape(heads.Shape.Count).Rows(0, Outputs * (long)Outputs).Reshape((Outputs, Outputs));
    }

    /// <summary>Parts one below the other; they are taken over.</summary>
    private static Tensor Join(Tensor[] parts)
    {
        if (parts.Length == 1)
        {
            return parts[0];
        }

        Tensor all = Tensor.Concatenate(parts, axis: 0);
        Array.ForEach(parts, part => part.Dispose());
        return all;
    }

    /// <summary>g y + (1 - g) x where the widths agree.</summary>
    private Tensor WithSkip(Tensor y, Features x, string type)
    {
        if (x.Shape[1] != Outputs)
        {
            return y;
        }

        Tensor rows = x.ToDense().Rows(0, y.Shape[0]);
        return rows + ((y - rows) * _skips[TypeNames.Of(type)].Sigmoid());
    }
}
