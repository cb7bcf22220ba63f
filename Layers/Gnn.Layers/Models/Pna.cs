using System.Text.Json;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>Principal neighbourhood aggregation: several aggregations of neighbours, scaled by degrees.</summary>
/// <remarks>
/// <code>
/// H_0 = X,   H_l = dropout(ReLU(PNA_l(H_(l-1)))),   Y = PNA_L(H_(L-1));   PNA as in <see cref="PnaConv"/>, no dropout on X
/// </code>
/// <para>Paper: G. Corso, L. Cavalleri, D. Beaini, P. Lio and P. Velickovic, "Principal Neighbourhood Aggregation for Graph Nets", NeurIPS 2020. Its networks
/// have batch normalisation and residual connections, which the stack's options add, and a gated recurrent unit in some experiments, which is left out.</para>
/// <para>Parameters: <c>convs.0.pre_nns.0.0.weight</c>, <c>convs.0.post_nns.0.0.weight</c>, <c>convs.0.lin.weight</c> and so on, as those of PyTorch Geometric's
/// PNA; all are decayed.</para>
/// </remarks>
public sealed class Pna : ConvolutionModel
{
    private readonly PnaOptions _options;
    private readonly AverageDegrees _degrees;
    private readonly int _hidden;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1, a multiple of the towers.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1; a multiple of the towers unless the stack maps its output.</param>
    /// <param name="degrees">The average degrees of the training data.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="options">Aggregations, scalers, towers, edge features; the defaults if null.</param>
    /// <param name="stack">Normalisation, residuals, jumping knowledge ...; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">Towers do not divide the columns, there are no aggregations or scalers, or an average is not above 0.</exception>
    public Pna(
        int inputs,
        int hidden,
        int outputs,
        AverageDegrees degrees,
        RandomSource random,
        int layers = 2,
        double dropout = 0.5,
        PnaOptions? options = null,
        StackOptions? stack = null)
        : base(
            new StackSizes(inputs, hidden, outputs, layers, dropout),
            random,
            stack,
            new StackRules(Activation.Relu),
            layer => new PnaConv(layer.Inputs, layer.Outputs, degrees, layer.Random, options))
    {
        (_hidden, _degrees, _options) = (hidden, degrees, options ?? new PnaOptions());
    }

    internal override string TypeName => nameof(Pna);

    internal static Pna Read(ModelSettings settings)
    {
        StackSizes sizes = ReadSizes(settings);
        var options = new PnaOptions
        {
            Aggregations = settings.Choices<Aggregation>("aggregations"),
            Scalers = settings.Choices<DegreeScaler>("scalers"),
            Towers = settings.Integer("towers"),
            DivideInput = settings.Boolean("divideInput"),
            PreLayers = settings.Integer("preLayers"),
            PostLayers = settings.Integer("postLayers"),
            Activation = settings.Choice<Activation>("convolutionActivation"),
            EdgeFeatures = settings.Integer("edgeFeatures"),
            TrainAverages = settings.Boolean("trainAverages"),
        };
        CheckTowers(settings, sizes, options);
        var degrees = new AverageDegrees(settings.Number("averageDegree"), settings.Number("averageLogarithm"));
        return new Pna(sizes.Inputs, sizes.Hidden, sizes.Outputs, degrees, default, sizes.Layers, sizes.Dropout, options, ReadStack(settings));
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        WriteStack(writer, _hidden);
        WriteNames("aggregations", _options.Aggregations.Select(kind => kind.ToString()));
        WriteNames("scalers", _options.Scalers.Select(scaler => scaler.ToString()));
        writer.WriteNumber("towers", _options.Towers);
        writer.WriteBoolean("divideInput", _options.DivideInput);
        writer.WriteNumber("preLayers", _options.PreLayers);
        writer.WriteNumber("postLayers", _options.PostLayers);
        writer.WriteString("convolutionActivation", _options.Activation.ToString());
        writer.WriteNumber("edgeFeatures", _options.EdgeFeatures);
        writer.WriteBoolean("trainAverages", _options.TrainAverages);
        writer.WriteNumber("averageDegree", _degrees.Linear);
        writer.WriteNumber("averageLogarithm", _degrees.Logarithmic);

        void WriteNames(string name, IEnumerable<string> values)
        {
            writer.WriteStartArray(name);
            foreach (string value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Refuses towers whose weights could not be in the parameters' file: those of messages go by the square of what a tower reads.</summary>
    private static void CheckTowers(ModelSettings settings, StackSizes sizes, PnaOptions options)
    {
        double towers = options.Towers, share = options.DivideInput ? towers : 1;
        (double first, double inner) = (sizes.Inputs / share, sizes.Hidden / share);
        double ofMessages = towers * (options.PreLayers + 1.0);
        double aggregates = (options.Aggregations.Count * (double)options.Scalers.Count) + 1;
        settings.CheckWidths([ofMessages * first, first]);
        settings.CheckWidths([ofMessages * (sizes.Layers - 1.0) * inner, inner]);
        settings.CheckWidths([aggregates * first, sizes.Layers == 1 ? Math.Min(sizes.Hidden, sizes.Outputs) : sizes.Hidden]);
        settings.CheckWidths([options.EdgeFeatures, first]);
        settings.CheckWidths([sizes.Layers * towers, options.PostLayers]);
    }
}
