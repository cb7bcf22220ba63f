using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The graph convolutional network of Kipf and Welling.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(A' dropout(H_(l-1)) W_l^T + b_l),   logits = A' dropout(H_(L-1)) W_L^T + b_L,   A' as in <see cref="GcnConv"/></code>
/// <para>Paper: T. N. Kipf and M. Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017. As there, dropout is on the input
/// of every
/// layer, the features included, and only the first layer's parameters are decayed (<see cref="ParameterGroups"/>). Departure: every layer has a bias, as in
/// PyTorch
/// Geometric's example; turn it off in the options.</para>
/// <para>Parameters: <c>conv1.bias</c>, <c>conv1.lin.weight</c>, <c>conv2.bias</c> and so on.</para>
/// </remarks>
/// <example><code>var model = new Gcn(inputs: 1433, hidden: 16, outputs: 7, new RandomSource(seed: 1));</code></example>
public sealed class Gcn : GraphModel
{
    private readonly GcnConv[] _layers;
    private readonly GcnOptions _options;
    private readonly int _hidden;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gcn(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, GcnOptions? convolution = null)
    {
        int[] widths = Widths(inputs, hidden, outputs, layers);
        Throw.IfNotDropout(dropout);
        (_hidden, _dropout, _options) = (hidden, dropout, convolution ?? new GcnOptions());
        _layers = new GcnConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = LayerName(layer);
            _layers[layer] = AddModule(name, new GcnConv(widths[layer], widths[layer + 1], random.Stream(name), _options));
        }
    }

    /// <inheritdoc/>
    public override int Inputs => _layers[0].Inputs;

    /// <inheritdoc/>
    public override int Outputs => _layers[^1].Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(Gcn);

    /// <summary>The first layer, decayed, and the others, not decayed.</summary>
    /// <returns>One group or two; every parameter is in exactly one.</returns>
    public override IReadOnlyList<ParameterGroup> ParameterGroups()
    {
        var first = new ParameterGroup("first layer", [.. _layers[0].Parameters()]);
        return _layers.Length == 1
            ? [first]
            : [first, new ParameterGroup("other layers", [.. _layers.Skip(1).SelectMany(layer => layer.Parameters())], WeightDecayScale: 0)];
    }

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _layers[0].Prepare(structure);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => _layers[0].PrepareBlocks(graph);

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Features input = layer == 0 ? context.Dropout(x, _dropout) : x;
        return layer < LayerCount - 1
            ? _layers[layer].Forward(context, input, adjacency, Activation.Relu, _dropout)
            : _layers[layer].Forward(context, input, adjacency);
    }

    internal static Gcn Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths(inputs, hidden, outputs, layers);
        return new Gcn(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"),
            new GcnOptions
            {
                Normalization = settings.Choice<GcnNormalization>("normalization"),
                LoopWeight = settings.Number("loopWeight"),
                Bias = settings.Boolean("bias"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteString("normalization", _options.Normalization.ToString());
        writer.WriteNumber("loopWeight", _options.LoopWeight);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
