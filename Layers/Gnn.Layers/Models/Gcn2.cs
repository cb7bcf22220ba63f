using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>GCNII: a graph convolutional network of many layers, each of which goes back to the first features by some share.</summary>
/// <remarks>
/// <code>
/// H_0 = ReLU(dropout(X) W_0^T + b_0)                                     [N, hidden]
/// H_l = ReLU(GCN2_l(dropout(H_(l-1)), H_0)),   beta_l = log(theta / l + 1), as in <see cref="Gcn2Conv"/>
/// Y   = dropout(H_L) W_1^T + b_1                                         [N, outputs]
/// </code>
/// <para>Paper: M. Chen, Z. Wei, Z. Huang, B. Ding and Y. Li, "Simple and Deep Graph Convolutional Networks", ICML 2020: the convolutions are decayed by 0.01 and the
/// linear maps by 5e-4, so an optimiser's weight decay is that of the convolutions, and a twentieth of it that of the maps.</para>
/// <para>Parameters: <c>lins.0.weight</c>, <c>lins.0.bias</c>, <c>lins.1.weight</c>, <c>lins.1.bias</c>, <c>convs.0.weight1</c> and so on, as in PyTorch Geometric's
/// example. Layer by layer, H_0 travels beside each result.</para>
/// </remarks>
public sealed class Gcn2 : GraphModel
{
    private const double DecayOfMaps = 0.05;

    private readonly Linear _first;
    private readonly Linear _last;
    private readonly Gcn2Conv[] _layers;
    private readonly double _dropout;
    private readonly double _alpha;
    private readonly double _theta;
    private readonly bool _sharedWeights;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of convolutions, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="alpha">The share of the first features, in [0, 1].</param>
    /// <param name="theta">How much a layer's weight differs from the identity, at least 0.</param>
    /// <param name="sharedWeights">Whether propagated and first features share a weight; if not, it is the paper's GCNII*.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gcn2(
        int inputs,
        int hidden,
        int outputs,
        RandomSource random,
        int layers = 64,
        double dropout = 0.6,
        double alpha = 0.1,
        double theta = 0.5,
        bool sharedWeights = true)
    {
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        (_dropout, _alpha, _theta, _sharedWeights) = (dropout, alpha, theta, sharedWeights);
        _first = AddModule("lins.0", new Linear(inputs, hidden, random.Stream("lins.0")));
        _last = AddModule("lins.1", new Linear(hidden, outputs, random.Stream("lins.1")));
        _layers = new Gcn2Conv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = FormattableString.Invariant($"convs.{layer}");
            var options = new Gcn2Options { Alpha = alpha, Theta = theta, Layer = layer + 1, SharedWeights = sharedWeights };
            _layers[layer] = AddModule(name, new Gcn2Conv(hidden, random.Stream(name), options));
        }
    }

    /// <inheritdoc/>
    public override int Inputs => _first.Inputs;

    /// <inheritdoc/>
    public override int Outputs => _last.Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(Gcn2);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterGroup> ParameterGroups() =>
    [
        new ParameterGroup("convolutions", [.. _layers.SelectMany(layer => layer.Parameters())]),
        new ParameterGroup("linear maps", [.. _first.Parameters(), .. _last.Parameters()], DecayOfMaps),
    ];

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _layers[0].Prepare(structure);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => _layers[0].PrepareBlocks(graph);

    /// <inheritdoc/>
    public override Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        Tensor initial = _first.Forward(context, context.Dropout(x, _dropout), Activation.Relu);
        Tensor h = context.Dropout(initial, _dropout);
        using Tensor start = _layers[0].Start(initial);
        foreach (Gcn2Conv layer in _layers)
        {
            Tensor last = h;
            h = layer.Forward(context, last, start, adjacency, new LayerEnd(Activation.Relu, _dropout));
            if (!ReferenceEquals(last, initial))
            {
                last.Dispose();
            }
        }

        return _last.Forward(h);
    }

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        Tensor h, initial;
        int hidden = _first.Outputs;
        if (layer == 0)
        {
            initial = _first.Forward(context, context.Dropout(x, _dropout), Activation.Relu);
            h = context.Dropout(initial, _dropout);
        }
        else
        {
            Tensor state = x.ToDense();
            if (state.Shape[1] != 2L * hidden)
            {
                throw new ArgumentException($"'x' must have {2L * hidden} columns, the last layer's result and the first features, got {state.Shape}.", nameof(x));
            }

            (h, initial) = (state.Columns(0, hidden), state.Columns(hidden, hidden));
        }

        Tensor own = initial.Rows(0, adjacency.Structure.RowCount);
        Tensor result = _layers[layer].Forward(context, h, own, adjacency, Activation.Relu, _dropout);
        return layer == LayerCount - 1 ? _last.Forward(result) : Tensor.Concatenate([result, own], 1);
    }

    internal static Gcn2 Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths([inputs, .. Enumerable.Repeat((double)hidden, 2), outputs]);
        settings.CheckWidths(inputs, hidden, outputs, layers);
        return new Gcn2(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"), settings.Number("alpha"), settings.Number("theta"), settings.Boolean("sharedWeights"));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _first.Outputs);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("alpha", _alpha);
        writer.WriteNumber("theta", _theta);
        writer.WriteBoolean("sharedWeights", _sharedWeights);
    }
}
