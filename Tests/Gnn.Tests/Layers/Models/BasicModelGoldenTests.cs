using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

/// <summary>PyTorch Geometric's own models: the same names of parameters, outputs and gradients.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class BasicModelGoldenTests
{
    private static IEnumerable<TestCaseData> Cases => [.. GoldenLayerCases.Of("model_train", "basic_"), .. GoldenLayerCases.Of("model_train", "mlp_")];

    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using GraphModel model = Create(golden.Name);
        model.MoveTo(engine);
        golden.LoadStateInto(model);
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();
        using SparseStructure structure = model is Mlp ? SparseStructure.FromEdges((int)x.Shape[0], (int)x.Shape[0], [], []) : golden.Structure();
        using Adjacency adjacency = model.Prepare(structure);

        Tensor output = model.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertParameterGradients(model);
        golden.AssertInputGradient("x", x);
        if (golden.Section("state_after").Count > 0)
        {
            golden.AssertStateAfter(model);
        }
    }

    private static GraphModel Create(string name)
    {
        var random = new RandomSource(1);
        return name switch
        {
            "basic_gcn" => new Gcn(5, 4, 3, random, layers: 3, dropout: 0),
            "basic_gcn_bn" => new Gcn(5, 4, 3, random, layers: 3, dropout: 0, stack: new StackOptions
            {
                Normalization = NormalizationKind.Batch,
                Jumping = JumpingKind.Concatenate,
            }),
            "basic_sage_jk_max" => new GraphSage(
                5, 4, 3, random, layers: 3, dropout: 0, stack: new StackOptions { Jumping = JumpingKind.Max, Activation = Activation.Tanh }),
            "basic_gin" => new Gin(5, 4, 3, random, layers: 2, dropout: 0, new GinModelOptions { Convolution = new GinOptions(), NarrowOutput = true }),
            "basic_gat_v2" => new Gat(
                5, 4, 3, random, layers: 2, dropout: 0, heads: 1, new GatModelOptions { IsDynamic = true },
                new StackOptions { Activation = Activation.Relu, ActivationFirst = true }),
            "mlp_plain" => new Mlp([5, 6, 3], random),
            "mlp_bn" => new Mlp([5, 6, 4, 3], random, new MlpOptions { Normalization = NormalizationKind.Batch }),
            _ => throw new ArgumentException($"No model is made for the golden case '{name}'.", nameof(name)),
        };
    }
}
