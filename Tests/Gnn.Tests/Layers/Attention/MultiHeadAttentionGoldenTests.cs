using Gnn.Layers;
using Gnn.Layers.Attention;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Attention;

[TestFixture]
[Category("Golden")]
internal sealed class MultiHeadAttentionGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("rnn", "mha_");

    [TestCaseSource(nameof(Cases))]
    public void ForwardWithWeights_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using var layer = new MultiHeadAttention(golden.IntegerArgument("embed_dim", 0), golden.IntegerArgument("num_heads", 0), new RandomSource(1));
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => input.Value.ToTensor(engine).WithGradient());

        (Tensor output, Tensor weights) = layer.ForwardWithWeights(
            ForwardContext.ForTraining(new RandomSource(2)), inputs["query"], inputs["key"], inputs["value"]);
        golden.Backward(("out", output), ("weights", weights));

        golden.AssertOutput("out", output);
        golden.AssertOutput("weights", weights);
        golden.AssertParameterGradients(layer);
        foreach ((string name, Tensor input) in inputs)
        {
            golden.AssertInputGradient(name, input);
        }
    }
}
