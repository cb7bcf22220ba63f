using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The graph isomorphism network: sums of neighbours through perceptrons with one hidden layer.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_l = ReLU(GIN_l(dropout(H_(l-1)))),   logits = GIN_L(dropout(H_(L-1))),   no dropout on X
/// GIN_l as in <see cref="GinConv"/> with nn = linear to hidden, ReLU, linear
/// </code>
/// <para>Paper: K. Xu, W. Hu, J. Leskovec and S. Jegelka, "How Powerful are Graph Neural Networks?", ICLR 2019. Departures: no batch normalisation, and the
/// last layer
/// gives the output where the paper sums readouts of all layers for graph classification.</para>
/// <para>Parameters: <c>conv1.eps</c>, <c>conv1.nn.0.weight</c>, <c>conv1.nn.0.bias</c>, <c>conv1.nn.2.weight</c>, <c>conv1.nn.2.bias</c> and so on; all are
/// decayed.</para>
/// </remarks>
public sealed class Gin : GraphModel
{
    private readonly GinConv[] _layers;
    private readonly GinOptions _options;
    private readonly int _hidden;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers and inside the perceptrons, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; a trained epsilon that begins at 0 if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gin(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, GinOptions? convolution = null)
    {
        int[] widths = Widths(inputs, hidden, outputs, layers);
        Throw.IfNotDropout(dropout);
        (_hidden, _dropout, _options) = (hidden, dropout, convolution ?? new GinOptions { TrainEpsilon = true });
        (Inputs, Outputs) = (inputs, outputs);
        _layers = new GinConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = LayerName(layer);
            RandomSource stream = random.Stream(name).Stream("nn");
            var network = new Sequential(
                new Linear(widths[layer], hidden, stream.Stream("0")),
                new ActivationMap(Activation.Relu),
                new Linear(hidden, widths[layer + 1], stream.Stream("2")));
            _layers[layer] = AddModule(name, new GinConv(network, _options));
        }
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(Gin);

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _layers[0].Prepare(structure);

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Tensor y = _layers[layer].Forward(context, x, adjacency);
        return layer < LayerCount - 1 ? context.Epilogue(y, activation: Activation.Relu, dropout: _dropout) : y;
    }

    internal static Gin Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths(inputs, hidden, outputs, Math.Max(layers, 2));
        return new Gin(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"),
            new GinOptions { Epsilon = settings.Number("epsilon"), TrainEpsilon = settings.Boolean("trainEpsilon") });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("epsilon", _options.Epsilon);
        writer.WriteBoolean("trainEpsilon", _options.TrainEpsilon);
    }
}
