using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Convolutions;

/// <content>GCN, SAGE, GIN and GAT.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Classic()
    {
        yield return new("gcn", (inputs, outputs, random) => new GcnConv(inputs, outputs, random)) { NeedsWholeGraph = true };
        yield return new("gcn_plain", (inputs, outputs, random) => new GcnConv(inputs, outputs, random, new GcnOptions { Normalization = GcnNormalization.None }));
        yield return new("sage_mean", (inputs, outputs, random) => new SageConv(inputs, outputs, random));
        yield return new("sage_max", (inputs, outputs, random) => new SageConv(inputs, outputs, random, new SageOptions { Aggregations = [Aggregation.Max] }));
        yield return new("sage_all", (inputs, outputs, random) => new SageConv(inputs, outputs, random, new SageOptions
        {
            Aggregations = [Aggregation.Sum, Aggregation.Min, Aggregation.StandardDeviation],
            Project = true,
            Normalize = true,
        }));
        yield return new("gin", (inputs, outputs, random) => new GinConv(
            new Sequential(new Linear(inputs, 5, random.Stream("0")), new ActivationMap(Activation.Tanh), new Linear(5, outputs, random.Stream("2"))),
            new GinOptions { Epsilon = 0.3, TrainEpsilon = true }));
        yield return new("gat", (inputs, outputs, random) => new GatConv(inputs, outputs, random, new GatOptions { Heads = 3 }));
        yield return new("gat_mean", (inputs, outputs, random) => new GatConv(inputs, outputs, random, new GatOptions
        {
            Heads = 2,
            Concatenate = false,
            Residual = true,
        }));
        yield return new("gat_edges", (inputs, outputs, random) => new GatConv(inputs, outputs, random, new GatOptions { Heads = 2, EdgeFeatures = 2 }))
        {
            NeedsColumns = true,
        };
    }
}
