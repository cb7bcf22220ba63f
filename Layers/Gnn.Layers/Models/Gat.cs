using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The graph attention network.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_l = ELU(GAT_l(dropout(H_(l-1)))) of heads * hidden columns, side by side
/// logits = GAT_L(dropout(H_(L-1))), the mean over the output heads;   GAT as in <see cref="GatConv"/>, or <see cref="Gatv2Conv"/> if the options say so, with dropout on the attention too
/// </code>
/// <para>Paper: P. Velickovic, G. Cucurull, A. Casanova, A. Romero, P. Lio and Y. Bengio, "Graph Attention Networks", ICLR 2018: 8 heads of 8 columns,
/// dropout 0.6 on inputs and
/// attention.</para>
/// <para>Parameters: <c>convs.0.att_src</c>, <c>convs.0.att_dst</c>, <c>convs.0.bias</c>, <c>convs.0.lin.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class Gat : ConvolutionModel
{
    private readonly GatModelOptions _options;
    private readonly int _hidden;
    private readonly int _heads;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of each head between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="heads">The heads of every layer but the output, at least 1.</param>
    /// <param name="options">Output heads, attention dropout, edge features ...; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gat(
        int inputs,
        int hidden,
        int outputs,
        RandomSource random,
        int layers = 2,
        double dropout = 0.6,
        int heads = 8,
        GatModelOptions? options = null,
        StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, Width(hidden, heads), outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Elu, DropsInput: true),
            layer => Create(layer, heads, dropout, options ?? new GatModelOptions()))
    {
        (_hidden, _heads, _options) = (hidden, heads, options ?? new GatModelOptions());
    }

    internal override string TypeName => nameof(Gat);

    internal static Gat Read(ModelSettings settings)
    {
        StackSizes sizes = ReadSizes(settings);
        (int heads, int outputHeads, int edgeFeatures) = (settings.Integer("heads"), settings.Integer("outputHeads"), settings.Integer("edgeFeatures"));
        settings.CheckWidths(Math.Max(sizes.Inputs, edgeFeatures), (double)sizes.Hidden * heads, (double)sizes.Outputs * outputHeads, sizes.Layers);
        var options = new GatModelOptions
        {
            OutputHeads = outputHeads,
            AttentionDropout = settings.Number("attentionDropout"),
            NegativeSlope = settings.Number("negativeSlope"),
            EdgeFeatures = edgeFeatures,
            Residual = settings.Boolean("residual"),
            IsDynamic = settings.Has("isDynamic") && settings.Boolean("isDynamic"),
        };
        return new Gat(sizes.Inputs, sizes.Hidden, sizes.Outputs, default, sizes.Layers, sizes.Dropout, heads, options, ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        writer.WriteNumber("heads", _heads);
        writer.WriteNumber("outputHeads", _options.OutputHeads);
        writer.WriteNumber("attentionDropout", _options.AttentionDropout ?? Dropout);
        writer.WriteNumber("negativeSlope", _options.NegativeSlope);
        writer.WriteNumber("edgeFeatures", _options.EdgeFeatures);
        writer.WriteBoolean("residual", _options.Residual);
        writer.WriteBoolean("isDynamic", _options.IsDynamic);
    }

    private static int Width(int hidden, int heads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        return checked(hidden * heads);
    }

    /// <summary>Heads side by side, but their mean at the output.</summary>
    private static IConvolution Create(StackLayer layer, int heads, double dropout, GatModelOptions options)
    {
        int outputs = layer.IsOutput ? layer.Outputs : layer.Outputs / heads;
        var attention = new GatOptions
        {
            Heads = layer.IsOutput ? options.OutputHeads : heads,
            Concatenate = !layer.IsOutput,
            NegativeSlope = options.NegativeSlope,
            Dropout = options.AttentionDropout ?? dropout,
            EdgeFeatures = options.EdgeFeatures,
            Residual = options.Residual,
        };
        if (!options.IsDynamic)
        {
            return new GatConv(layer.Inputs, outputs, layer.Random, attention);
        }

        return new Gatv2Conv(layer.Inputs, outputs, layer.Random, new Gatv2Options
        {
            Heads = attention.Heads,
            Concatenate = attention.Concatenate,
            NegativeSlope = attention.NegativeSlope,
            Dropout = attention.Dropout,
            EdgeFeatures = attention.EdgeFeatures,
            Residual = attention.Residual,
        });
    }
}
