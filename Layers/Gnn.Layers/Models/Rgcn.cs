using System.Text.Json;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The relational graph convolutional network, which classifies entities.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(RGCN_l(dropout(H_(l-1)))),   logits = RGCN_L(dropout(H_(L-1))),   no dropout on X;   RGCN as in <see cref="RgcnConv"/></code>
/// <para>Paper: M. Schlichtkrull, T. N. Kipf, P. Bloem, R. van den Berg, I. Titov and M. Welling, "Modeling Relational Data with Graph Convolutional Networks",
/// ESWC 2018: two layers of 16 units, entities without features (<see cref="SparseTensor.Identity"/>), inverse relations as relations of their own. As there, only the
/// first layer's parameters are decayed (<see cref="Module.ParameterGroups"/>).</para>
/// <para>Parameters: <c>convs.0.weight</c>, <c>convs.0.comp</c>, <c>convs.0.root</c>, <c>convs.0.bias</c>, <c>convs.1.weight</c> and so on.</para>
/// </remarks>
public sealed class Rgcn : ConvolutionModel
{
    private readonly RgcnOptions _options;
    private readonly int _hidden;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1; the number of nodes for the identity.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="relations">R, the number of relations, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There are both bases and blocks, or the blocks do not divide the columns of a layer.</exception>
    public Rgcn(
        int inputs,
        int hidden,
        int outputs,
        int relations,
        RandomSource random,
        int layers = 2,
        double dropout = 0,
        RgcnOptions? convolution = null,
        StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Relu, DecaysFirstLayerOnly: true),
            layer => new RgcnConv(layer.Inputs, layer.Outputs, relations, layer.Random, convolution))
    {
        (_hidden, _options, Relations) = (hidden, convolution ?? new RgcnOptions(), relations);
    }

    /// <summary>R, the number of relations.</summary>
    public int Relations { get; }

    internal override string TypeName => nameof(Rgcn);

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
            },
            ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        writer.WriteNumber("relations", Relations);
        writer.WriteString("aggregation", _options.Aggregation.ToString());
        writer.WriteNumber("bases", _options.Bases ?? 0);
        writer.WriteNumber("blocks", _options.Blocks ?? 0);
        writer.WriteBoolean("rootWeight", _options.RootWeight);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
