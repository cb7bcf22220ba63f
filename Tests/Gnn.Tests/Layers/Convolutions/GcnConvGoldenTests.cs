using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
[Category("Golden")]
internal sealed class GcnConvGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("conv_gcn", "gcn_");

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        using var layer = new GcnConv(
            golden.IntegerArgument("in_channels", 0), golden.IntegerArgument("out_channels", 0), new RandomSource(1), Options(golden));
        layer.MoveTo(engine);
        golden.LoadInto(layer);
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();
        Tensor? weights = golden.Graph.TryGetValue("edge_weight", out GoldenArray? array) ? array.ToTensor(engine).WithGradient() : null;
        using Adjacency adjacency = layer.Prepare(structure, weights);

        Tensor output = layer.Forward(ForwardContext.ForTraining(new RandomSource(2)), x, adjacency);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertInputGradient("x", x);
        golden.AssertParameterGradients(layer);
        if (weights is not null)
        {
            golden.AssertInputGradient("edge_weight", weights);
        }
    }

    private static GcnOptions Options(GoldenCase golden)
    {
        bool normalize = golden.BooleanArgument("normalize", true);
        return new GcnOptions
        {
            Normalization = !normalize ? GcnNormalization.None
                : golden.BooleanArgument("add_self_loops", true) ? GcnNormalization.SymmetricWithLoops : GcnNormalization.Symmetric,
            LoopWeight = golden.BooleanArgument("improved", false) ? 2 : 1,
            Bias = golden.BooleanArgument("bias", true),
        };
    }
}
