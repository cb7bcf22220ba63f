using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.MessagePassing;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tests.Layers.MessagePassing;

namespace Gnn.Tests.Layers.Convolutions;

/// <content>Messages that are functions of both ends and of the edge.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Messages()
    {
        yield return new("edge_max", (inputs, outputs, random) => new EdgeConv(EdgeNetwork(inputs, outputs, random)));
        yield return new("edge_softmax", (inputs, outputs, random) => new EdgeConv(
            EdgeNetwork(inputs, outputs, random), new SoftmaxAggregation(new SoftmaxAggregationOptions { Learn = true })));
        yield return new("own_features", (inputs, outputs, random) => new OwnConv(inputs, outputs, edgeFeatures: 2, random)) { NeedsColumns = true };
        yield return new("own_weights", (inputs, outputs, random) => new OwnConv(inputs, outputs, edgeFeatures: 0, random));
        yield return new("sage_lstm", (inputs, outputs, random) => new SageConv(
            inputs, outputs, random, new LstmAggregation(inputs, 3, random.Stream("aggr_module"))))
        {
            IsOrdered = true,
        };
        yield return new("sage_attention", (inputs, outputs, random) => new SageConv(
            inputs, outputs, random, new AttentionalAggregation(new Linear(inputs, 1, random.Stream("gate")))));
        yield return new("gine", (inputs, outputs, random) => new GineConv(
            inputs, Perceptron(inputs, outputs, random), random, new GineOptions { EdgeFeatures = 2, Epsilon = 0.3, TrainEpsilon = true }))
        {
            NeedsColumns = true,
        };
        yield return new("gine_same", (inputs, outputs, random) => new GineConv(inputs, Perceptron(inputs, outputs, random), random))
        {
            Inputs = 2,
            NeedsColumns = true,
        };
        yield return new("resgated", (inputs, outputs, random) => new ResGatedGraphConv(inputs, outputs, random));
        yield return new("resgated_edges", (inputs, outputs, random) => new ResGatedGraphConv(
            inputs, outputs, random, new ResGatedGraphOptions { EdgeFeatures = 2, Gate = Activation.Tanh }))
        {
            NeedsColumns = true,
        };
        yield return new("cg", (inputs, _, random) => new CgConv(inputs, random))
        {
            Inputs = 4,
        };
        yield return new("cg_edges", (inputs, _, random) => new CgConv(inputs, random, new CgOptions { EdgeFeatures = 2, Reduction = Reduction.Max }))
        {
            Inputs = 4,
            NeedsColumns = true,
        };
        yield return new("cg_norm", (inputs, _, random) => new CgConv(inputs, random, new CgOptions { BatchNorm = true, Bias = false }))
        {
            Inputs = 4,
        };
        yield return new("gated", (inputs, outputs, random) => new GatedGraphConv(inputs, outputs, random, new GatedGraphOptions { Layers = 2 }))
        {
            Inputs = 3,
            IsDeep = true,
        };
        yield return new("gated_mean", (inputs, outputs, random) => new GatedGraphConv(
            inputs, outputs, random, new GatedGraphOptions { Reduction = Reduction.Mean, Bias = false }))
        {
            Inputs = 4,
            IsDeep = true,
        };
        yield return new("nn_linear", (inputs, outputs, random) => new NnConv(
            inputs, outputs, edgeFeatures: 2, new Linear(2, inputs * outputs, random.Stream("nn")), random))
        {
            NeedsColumns = true,
        };
        yield return new("nn_mean", (inputs, outputs, random) => new NnConv(
            inputs, outputs, edgeFeatures: 2, Perceptron(2, inputs * outputs, random), random, new NnOptions { Reduction = Reduction.Mean }))
        {
            NeedsColumns = true,
        };
        yield return new("nn_max", (inputs, outputs, random) => new NnConv(
            inputs, outputs, edgeFeatures: 2, Perceptron(2, inputs * outputs, random), random, new NnOptions { Reduction = Reduction.Max }))
        {
            NeedsColumns = true,
        };
        foreach (ConvolutionCase convolution in Generalised())
        {
            yield return convolution;
        }
    }

    /// <summary>Learnt aggregations, and many at once.</summary>
    private static IEnumerable<ConvolutionCase> Generalised()
    {
        yield return new("gen", (inputs, outputs, random) => new GenConv(inputs, outputs, random));
        yield return new("gen_softmax_edges", (inputs, outputs, random) => new GenConv(inputs, outputs, random, new GenOptions
        {
            LearnSharpness = true,
            Sharpness = 0.7,
            EdgeFeatures = 2,
            Bias = true,
            Normalization = NormalizationKind.Layer,
            Layers = 3,
        }))
        {
            NeedsColumns = true,
        };
        yield return new("gen_power", (inputs, outputs, random) => new GenConv(inputs, outputs, random, new GenOptions
        {
            Aggregation = GenAggregation.PowerMean,
            Sharpness = 2,
            LearnSharpness = true,
            MessageNorm = true,
            LearnMessageScale = true,
            Epsilon = 0.1,
            Normalization = NormalizationKind.None,
        }))
        {
            Inputs = 4,
        };
        yield return new("gen_sum_edges", (inputs, outputs, random) => new GenConv(inputs, outputs, random, new GenOptions
        {
            Aggregation = GenAggregation.Sum,
            EdgeFeatures = 2,
            Layers = 1,
        }))
        {
            Outputs = 2,
            NeedsColumns = true,
        };
        yield return new("pna", (inputs, outputs, random) => new PnaConv(inputs, outputs, Averages, random));
        yield return new("pna_sums", (inputs, outputs, random) => new PnaConv(inputs, outputs, Averages, random, new PnaOptions
        {
            Aggregations = [Aggregation.Sum, Aggregation.Variance, Aggregation.Median],
            Scalers = [DegreeScaler.Linear, DegreeScaler.InverseLinear],
            Towers = 2,
            DivideInput = true,
            TrainAverages = true,
        }));
        yield return new("pna_edges", (inputs, outputs, random) => new PnaConv(inputs, outputs, Averages, random, new PnaOptions
        {
            Towers = 2,
            EdgeFeatures = 2,
            PostLayers = 2,
            Activation = Activation.Tanh,
        }))
        {
            NeedsColumns = true,
        };
        yield return new("pna_deep_edges", (inputs, outputs, random) => new PnaConv(inputs, outputs, Averages, random, new PnaOptions
        {
            PreLayers = 2,
            EdgeFeatures = 2,
            Activation = Activation.Tanh,
        }))
        {
            NeedsColumns = true,
        };
        yield return new("pna_product", (inputs, outputs, random) => new PnaConv(inputs, outputs, Averages, random, new PnaOptions
        {
            Aggregations = [Aggregation.Product, Aggregation.Mean],
            Scalers = [DegreeScaler.Identity],
        }));
    }

    private static AverageDegrees Averages => AverageDegrees.FromHistogram(2, 0, 1, 6, 1);

    private static Sequential EdgeNetwork(int inputs, int outputs, RandomSource random) => new(
        new Linear(2 * inputs, 5, random.Stream("0")), new ActivationMap(Activation.Tanh), new Linear(5, outputs, random.Stream("2")));

    private static Sequential Perceptron(int inputs, int outputs, RandomSource random) =>
        new(new Linear(inputs, 5, random.Stream("0")), new ActivationMap(Activation.Tanh), new Linear(5, outputs, random.Stream("2")));
}
