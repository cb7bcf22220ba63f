using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The graph attention network.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_l = ELU(GAT_l(dropout(H_(l-1)))) of heads * hidden columns, side by side
/// logits = GAT_L(dropout(H_(L-1))), the mean over the output heads;   GAT as in <see cref="GatConv"/>, with dropout on the attention too
/// </code>
/// <para>Paper: P. Velickovic, G. Cucurull, A. Casanova, A. Romero, P. Lio and Y. Bengio, "Graph Attention Networks", ICLR 2018: 8 heads of 8 columns,
/// dropout 0.6 on
/// inputs and attention.</para>
/// <para>Parameters: <c>conv1.att_src</c>, <c>conv1.att_dst</c>, <c>conv1.bias</c>, <c>conv1.lin.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class Gat : GraphModel
{
    private readonly GatConv[] _layers;
    private readonly GatModelOptions _options;
    private readonly int _hidden;
    private readonly int _heads;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of each head between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="heads">The heads of every layer but the last, at least 1.</param>
    /// <param name="options">Output heads, attention dropout, edge features ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gat(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.6, int heads = 8, GatModelOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        int[] widths = Widths(inputs, checked(hidden * heads), outputs, layers);
        Throw.IfNotDropout(dropout);
        (_hidden, _heads, _dropout, _options) = (hidden, heads, dropout, options ?? new GatModelOptions());
        (Inputs, Outputs) = (inputs, outputs);
        var between = new GatOptions
        {
            Heads = heads,
            NegativeSlope = _options.NegativeSlope,
            Dropout = _options.AttentionDropout ?? dropout,
            EdgeFeatures = _options.EdgeFeatures,
            Residual = _options.Residual,
        };
        GatOptions last = between with { Heads = _options.OutputHeads, Concatenate = false };
        _layers = new GatConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = LayerName(layer);
            bool isLast = layer == layers - 1;
            _layers[layer] = AddModule(name, new GatConv(widths[layer], isLast ? outputs : hidden, random.Stream(name), isLast ? last : between));
        }
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(Gat);

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
            ? _layers[layer].Forward(context, input, adjacency, Activation.Elu, _dropout)
            : _layers[layer].Forward(context, input, adjacency);
    }

    internal static Gat Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        (int heads, int outputHeads, int edgeFeatures) = (settings.Integer("heads"), settings.Integer("outputHeads"), settings.Integer("edgeFeatures"));
        settings.CheckWidths(Math.Max(inputs, edgeFeatures), (double)hidden * heads, (double)outputs * outputHeads, layers);
        return new Gat(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"), heads,
            new GatModelOptions
            {
                OutputHeads = outputHeads,
                AttentionDropout = settings.Number("attentionDropout"),
                NegativeSlope = settings.Number("negativeSlope"),
                EdgeFeatures = edgeFeatures,
                Residual = settings.Boolean("residual"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("heads", _heads);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("outputHeads", _options.OutputHeads);
        writer.WriteNumber("attentionDropout", _options.AttentionDropout ?? _dropout);
        writer.WriteNumber("negativeSlope", _options.NegativeSlope);
        writer.WriteNumber("edgeFeatures", _options.EdgeFeatures);
        writer.WriteBoolean("residual", _options.Residual);
    }
}
