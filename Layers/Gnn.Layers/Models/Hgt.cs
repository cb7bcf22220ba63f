using Gnn.Graphs.Heterogeneous;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The heterogeneous graph transformer, which classifies the nodes of one type.</summary>
/// <remarks>
/// <code>H_0,t = ReLU(X_t W_t^T + b_t),   H_l = HGT_l(H_(l-1)),   logits = H_L,target W^T + b;   HGT as in <see cref="HgtConv"/></code>
/// <para>Paper: Z. Hu, Y. Dong, K. Wang and Y. Sun, "Heterogeneous Graph Transformer", WWW 2020. Departures: ReLU after the first maps, as in PyTorch Geometric's example, where
/// the paper has tanh. A type that no edge type leads to keeps its rows from layer to layer.</para>
/// <para>Parameters: <c>lin_dict.author.weight</c>, <c>convs.0.kqv_lin.lins.author.weight</c> and so on, <c>lin.weight</c>, <c>lin.bias</c>; all are decayed.</para>
/// </remarks>
public sealed class Hgt : Module, IHeteroModel
{
    private readonly (string Type, Linear Map)[] _inputs;
    private readonly HgtConv[] _layers;
    private readonly Linear _output;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="nodeTypes">The node types, each once, with the number of their feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, heads side by side, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="edgeTypes">The edge types, each once, of which at least one leads to the target type.</param>
    /// <param name="target">The node type that outputs are for.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="convolution">Heads; the defaults if null.</param>
    /// <exception cref="ArgumentException">The types do not fit together, no edge type leads to the target, or the heads do not divide the hidden columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Hgt(
        IReadOnlyList<(string Type, int Inputs)> nodeTypes,
        int hidden,
        int outputs,
        IReadOnlyList<EdgeType> edgeTypes,
        string target,
        RandomSource random,
        int layers = 2,
        double dropout = 0,
        HgtOptions? convolution = null)
    {
        TypeNames.Check(nodeTypes, edgeTypes);
        TypeNames.CheckTarget(target, edgeTypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        Throw.IfNotDropout(dropout);
        (Target, _dropout) = (target, dropout);
        _inputs = [.. nodeTypes.Select(type =>
        {
            string name = $"lin_dict.{TypeNames.Of(type.Type)}";
            return (type.Type, AddModule(name, new Linear(type.Inputs, hidden, random.Stream(name))));
        })];
        (string Type, int Inputs)[] inner = [.. nodeTypes.Select(type => (type.Type, hidden))];
        _layers = new HgtConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = FormattableString.Invariant($"convs.{layer}");
            _layers[layer] = AddModule(name, new HgtConv(inner, hidden, edgeTypes, random.Stream(name), convolution));
        }

        _output = AddModule("lin", new Linear(hidden, outputs, random.Stream("lin")));
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroGraph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(x);
        var rows = new Dictionary<string, Tensor>();
        foreach ((string type, Linear map) in _inputs)
        {
            // A type without edges, of which the adjacency does not know, takes no part.
            if (x.Contains(type))
            {
                rows.Add(type, map.Forward(context, x.Checked(type, (int)x[type].Shape[0], map.Inputs), Activation.Relu, _dropout));
            }
        }

        for (int layer = 0; layer < _layers.Length; layer++)
        {
            bool isLast = layer == _layers.Length - 1;
            foreach ((string type, Tensor next) in _layers[layer].Forward(context, HeteroFeatures.Of(rows), adjacency))
            {
                rows[type] = isLast ? next : context.Dropout(next, _dropout);
            }
        }

        return _output.Forward(rows[Target]);
    }
}
