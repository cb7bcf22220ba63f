using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The relational graph convolutional network, which classifies entities.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(RGCN_l(dropout(H_(l-1)))),   logits = RGCN_L(dropout(H_(L-1))),   no dropout on X;   RGCN as in <see cref="RgcnConv"/></code>
/// <para>Paper: M. Schlichtkrull, T. N. Kipf, P. Bloem, R. van den Berg, I. Titov and M. Welling, "Modeling Relational Data with Graph Convolutional Networks",
/// ESWC 2018: two layers of 16 units, entities without features (<see cref="SparseTensor.Identity"/>), inverse relations as relations of their own. As there, only the
/// first layer's parameters are decayed (<see cref="ParameterGroups"/>).</para>
/// <para>Parameters: <c>conv1.weight</c>, <c>conv1.comp</c>, <c>conv1.root</c>, <c>conv1.bias</c>, <c>conv2.weight</c> and so on.</para>
/// </remarks>
public sealed class Rgcn : GraphModel
{
    private readonly RgcnConv[] _layers;
    private readonly RgcnOptions _options;
    private readonly int _hidden;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1; the number of nodes for the identity.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="relations">R, the number of relations, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There are both bases and blocks, or the blocks do not divide the columns of a layer.</exception>
    public Rgcn(
        int inputs, int hidden, int outputs, int relations, RandomSource random, int layers = 2, double dropout = 0, RgcnOptions? convolution = null)
    {
        int[] widths = Widths(inputs, hidden, outputs, layers);
        Throw.IfNotDropout(dropout);
        (_hidden, _dropout, _options) = (hidden, dropout, convolution ?? new RgcnOptions());
        _layers = new RgcnConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = LayerName(layer);
            _layers[layer] = AddModule(name, new RgcnConv(widths[layer], widths[layer + 1], relations, random.Stream(name), _options));
        }
    }

    /// <inheritdoc/>
    public override int Inputs => _layers[0].Inputs;

    /// <inheritdoc/>
    public override int Outputs => _layers[^1].Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    /// <summary>R, the number of relations.</summary>
    public int Relations => _layers[0].Relations;

    internal override string TypeName => nameof(Rgcn);

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
        return layer < LayerCount - 1
            ? _layers[layer].Forward(context, x, adjacency, Activation.Relu, _dropout)
            : _layers[layer].Forward(context, x, adjacency);
    }

    internal static Rgcn Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        (int relations, int layers) = (settings.Integer("relations"), settings.Integer("layers"));
        (int bases, int blocks) = (settings.Integer("bases"), settings.Integer("blocks"));
        double matrices = bases > 0 ? bases : relations;
        settings.CheckWidths([matrices * inputs / Math.Max(1, blocks), .. Enumerable.Repeat((double)hidden, layers > 1 ? 1 : 0), outputs]);
        settings.CheckWidths([relations, Math.Max(1, bases)]);
        settings.CheckWidths(Math.Max(1, inputs / Math.Max(1, blocks)), Math.Max(1, hidden / Math.Max(1, blocks)), outputs, layers);
        return new Rgcn(
            inputs, hidden, outputs, relations, default, layers, settings.Number("dropout"),
            new RgcnOptions
            {
                Aggregation = settings.Choice<Aggregation>("aggregation"),
                Bases = bases > 0 ? bases : null,
                Blocks = blocks > 0 ? blocks : null,
                RootWeight = settings.Boolean("rootWeight"),
                Bias = settings.Boolean("bias"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("relations", Relations);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteString("aggregation", _options.Aggregation.ToString());
        writer.WriteNumber("bases", _options.Bases ?? 0);
        writer.WriteNumber("blocks", _options.Blocks ?? 0);
        writer.WriteBoolean("rootWeight", _options.RootWeight);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
