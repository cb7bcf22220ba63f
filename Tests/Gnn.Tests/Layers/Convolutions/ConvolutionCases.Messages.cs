using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.MessagePassing;
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
    }

    private static Sequential EdgeNetwork(int inputs, int outputs, RandomSource random) => new(
        new Linear(2 * inputs, 5, random.Stream("0")), new ActivationMap(Activation.Tanh), new Linear(5, outputs, random.Stream("2")));
}
