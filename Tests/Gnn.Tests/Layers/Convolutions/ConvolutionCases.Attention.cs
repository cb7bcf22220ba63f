using Gnn.Layers.Convolutions;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Convolutions;

/// <content>Attention over neighbours.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Attention()
    {
        yield return new("gatv2", (inputs, outputs, random) => new Gatv2Conv(inputs, outputs, random, new Gatv2Options { Heads = 3 }));
        yield return new("gatv2_mean", (inputs, outputs, random) => new Gatv2Conv(inputs, outputs, random, new Gatv2Options
        {
            Heads = 2,
            Concatenate = false,
            Residual = true,
            ShareWeights = true,
            Dropout = 0.3,
        }));
        yield return new("gatv2_edges", (inputs, outputs, random) => new Gatv2Conv(inputs, outputs, random, new Gatv2Options { EdgeFeatures = 2, Bias = false }))
        {
            NeedsColumns = true,
        };
        yield return new("transformer", (inputs, outputs, random) => new TransformerConv(inputs, outputs, random, new TransformerOptions { Heads = 3 }));
        yield return new("transformer_gate", (inputs, outputs, random) => new TransformerConv(inputs, outputs, random, new TransformerOptions
        {
            Heads = 2,
            Concatenate = false,
            Gate = true,
            Dropout = 0.3,
        }));
        yield return new("transformer_edges", (inputs, outputs, random) => new TransformerConv(inputs, outputs, random, new TransformerOptions
        {
            Heads = 2,
            EdgeFeatures = 2,
            RootWeight = false,
            Bias = false,
        }))
        {
            NeedsColumns = true,
        };
        yield return new("agnn", (_, _, _) => new AgnnConv()) { TakesAnyWidth = true };
        yield return new("agnn_no_loops", (_, _, _) => new AgnnConv(new AgnnOptions { AddSelfLoops = false })) { TakesAnyWidth = true };
    }
}
