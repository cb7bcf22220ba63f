using System.Text.Json;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The GraphSAGE network: aggregates of neighbours and the node itself, layer by layer.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(SAGE_l(dropout(H_(l-1)))),   logits = SAGE_L(dropout(H_(L-1))),   no dropout on X;   SAGE as in <see cref="SageConv"/></code>
/// <para>Paper: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017.</para>
/// <para>Parameters: <c>convs.0.lin_l.weight</c>, <c>convs.0.lin_l.bias</c>, <c>convs.0.lin_r.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class GraphSage : ConvolutionModel
{
    private readonly SageOptions _options;
    private readonly int _hidden;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer, but that the output does not normalise its rows; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no aggregation.</exception>
    public GraphSage(
        int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, SageOptions? convolution = null, StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Relu),
            layer => new SageConv(layer.Inputs, layer.Outputs, layer.Random, layer.IsOutput ? (convolution ?? new SageOptions()) with { Normalize = false } : convolution))
    {
        (_hidden, _options) = (hidden, convolution ?? new SageOptions());
    }

    internal override string TypeName => nameof(GraphSage);

    internal static GraphSage Read(ModelSettings settings)
    {
        StackSizes sizes = ReadSizes(settings);
        var options = new SageOptions
        {
            Aggregations = settings.Choices<Aggregation>("aggregations"),
            Normalize = settings.Boolean("normalize"),
            RootWeight = settings.Boolean("rootWeight"),
            Project = settings.Boolean("project"),
            Bias = settings.Boolean("bias"),
        };
        return new GraphSage(sizes.Inputs, sizes.Hidden, sizes.Outputs, default, sizes.Layers, sizes.Dropout, options, ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        writer.WriteStartArray("aggregations");
        foreach (Aggregation aggregation in _options.Aggregations)
        {
            writer.WriteStringValue(aggregation.ToString());
        }

        writer.WriteEndArray();
        writer.WriteBoolean("normalize", _options.Normalize);
        writer.WriteBoolean("rootWeight", _options.RootWeight);
        writer.WriteBoolean("project", _options.Project);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
