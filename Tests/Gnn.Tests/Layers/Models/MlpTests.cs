using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class MlpTests
{
    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(Engine engine)
    {
        GoldenCase golden = GoldenFile.Case("model_train", "mlp_plain");
        using var scope = new TensorScope();
        using var model = new Mlp([5, 6, 3], new RandomSource(1));
        model.MoveTo(engine);
        golden.LoadInto(model);
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();

        Tensor output = model.Forward(ForwardContext.ForTraining(new RandomSource(1)), x);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        golden.AssertInputGradient("x", x);
        golden.AssertParameterGradients(model);
    }
}
