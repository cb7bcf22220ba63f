using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

internal sealed class ActivationGoldenTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["act_leaky_relu"] = x => x.LeakyRelu(),
        ["act_elu"] = x => x.Elu(),
        ["act_gelu"] = x => x.Gelu(),
        ["act_silu"] = x => x.Silu(),
        ["act_tanh"] = x => x.Tanh(),
        ["act_sigmoid"] = x => x.Sigmoid(),
        ["act_log_sigmoid"] = x => x.LogSigmoid(),
        ["act_log_softmax"] = x => x.LogSoftmax(),
    };

    private static IEnumerable<TestCaseData> Cases() =>
        from name in Functions.Keys
        from engine in TestEngines.All
        select new TestCaseData(GoldenFile.Case("loss", name), engine).SetArgDisplayNames(name, engine.Name);

    [TestCaseSource(nameof(Cases))]
    public void Apply_GoldenCase_GivesOutputAndGradient(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();

        // By the note of these cases.
        Tensor y = Functions[golden.Name](x * 2);
        golden.Backward(("out", y));

        golden.AssertOutput("out", y);
        golden.AssertInputGradient("x", x);
    }
}
