using System.Text.Json;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The graph convolutional network of Kipf and Welling.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(A' dropout(H_(l-1)) W_l^T + b_l),   logits = A' dropout(H_(L-1)) W_L^T + b_L,   A' as in <see cref="GcnConv"/></code>
/// <para>Paper: T. N. Kipf and M. Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017. As there, dropout is on the input of every
/// layer, the features included, and only the first layer's parameters are decayed (<see cref="Module.ParameterGroups"/>). Departure: every layer has a bias, as in PyTorch
/// Geometric's; turn it off in the options.</para>
/// <para>Parameters: <c>convs.0.bias</c>, <c>convs.0.lin.weight</c>, <c>convs.1.bias</c> and so on.</para>
/// </remarks>
/// <example><code>var model = new Gcn(inputs: 1433, hidden: 16, outputs: 7, new RandomSource(seed: 1));</code></example>
public sealed class Gcn : ConvolutionModel
{
    private readonly GcnOptions _options;
    private readonly int _hidden;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Gcn(
        int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, GcnOptions? convolution = null, StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Relu, DropsInput: true, DecaysFirstLayerOnly: true),
            layer => new GcnConv(layer.Inputs, layer.Outputs, layer.Random, convolution))
    {
        (_hidden, _options) = (hidden, convolution ?? new GcnOptions());
    }

    internal override string TypeName => nameof(Gcn);

    internal static Gcn Read(ModelSettings settings)
    {
        StackSizes sizes = ReadSizes(settings);
        var options = new GcnOptions
        {
            Normalization = settings.Choice<GcnNormalization>("normalization"),
            LoopWeight = settings.Number("loopWeight"),
            Bias = settings.Boolean("bias"),
        };
        return new Gcn(sizes.Inputs, sizes.Hidden, sizes.Outputs, default, sizes.Layers, sizes.Dropout, options, ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        writer.WriteString("normalization", _options.Normalization.ToString());
        writer.WriteNumber("loopWeight", _options.LoopWeight);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
