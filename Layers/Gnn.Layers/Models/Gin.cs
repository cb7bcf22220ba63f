using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The graph isomorphism network: sums of neighbours through perceptrons with one hidden layer.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_l = ReLU(GIN_l(dropout(H_(l-1)))),   logits = GIN_L(dropout(H_(L-1))),   no dropout on X
/// GIN_l as in <see cref="GinConv"/> with nn = linear to hidden, ReLU, linear
/// </code>
/// <para>Paper: K. Xu, W. Hu, J. Leskovec and S. Jegelka, "How Powerful are Graph Neural Networks?", ICLR 2019. Departures: no batch normalisation unless the options ask
/// for it, and the last layer gives the output where the paper sums readouts of all layers for graph classification.</para>
/// <para>Parameters: <c>convs.0.eps</c>, <c>convs.0.nn.lins.0.weight</c>, <c>convs.0.nn.lins.0.bias</c>, <c>convs.0.nn.lins.1.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class Gin : ConvolutionModel
{
    private readonly GinModelOptions _options;
    private readonly int _hidden;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers and inside the perceptrons, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="options">Epsilon and the perceptrons; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gin(
        int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, GinModelOptions? options = null, StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Relu),
            layer => Create(layer, hidden, options ?? new GinModelOptions()))
    {
        (_hidden, _options) = (hidden, options ?? new GinModelOptions());
    }

    internal override string TypeName => nameof(Gin);

    internal static Gin Read(ModelSettings settings)
    {
        StackSizes sizes = ReadSizes(settings);
        settings.CheckWidths(sizes.Inputs, sizes.Hidden, sizes.Outputs, Math.Max(sizes.Layers, 2));
        var options = new GinModelOptions
        {
            Convolution = new GinOptions { Epsilon = settings.Number("epsilon"), TrainEpsilon = settings.Boolean("trainEpsilon") },
            Perceptron = settings.Has("perceptron") ? Mlp.ReadOptions(settings.Object("perceptron")) : new MlpOptions(),
            NarrowOutput = settings.Has("narrowOutput") && settings.Boolean("narrowOutput"),
        };
        return new Gin(sizes.Inputs, sizes.Hidden, sizes.Outputs, default, sizes.Layers, sizes.Dropout, options, ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        writer.WriteNumber("epsilon", _options.Convolution.Epsilon);
        writer.WriteBoolean("trainEpsilon", _options.Convolution.TrainEpsilon);
        writer.WriteStartObject("perceptron");
        Mlp.WriteOptions(writer, _options.Perceptron);
        writer.WriteEndObject();
        writer.WriteBoolean("narrowOutput", _options.NarrowOutput);
    }

    /// <summary>A perceptron written as a chain, as in PyTorch Geometric's examples: linear, normalisation if any, activation, linear.</summary>
    private protected override string LayerName(string name)
    {
        bool hasNorm = _options.Perceptron.Normalization != NormalizationKind.None;
        return name
            .Replace(".nn.0.", ".nn.lins.0.", StringComparison.Ordinal)
            .Replace(hasNorm ? ".nn.3." : ".nn.2.", ".nn.lins.1.", StringComparison.Ordinal)
            .Replace(".nn.1.", ".nn.norms.0.module.", StringComparison.Ordinal);
    }

    private static GinConv Create(StackLayer layer, int hidden, GinModelOptions options)
    {
        int inside = layer.IsOutput && options.NarrowOutput ? layer.Outputs : hidden;
        return new GinConv(new Mlp([layer.Inputs, inside, layer.Outputs], layer.Random.Stream("nn"), options.Perceptron), options.Convolution);
    }
}
