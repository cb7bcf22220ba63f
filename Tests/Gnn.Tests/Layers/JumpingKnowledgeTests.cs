using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class JumpingKnowledgeTests
{
    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("pool", "jk_");

    [Category("Golden")]
    [TestCaseSource(nameof(Cases))]
    public void Forward_GoldenCase_GivesItsOutputAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor[] inputs = [.. golden.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => input.Value.ToTensor(engine).WithGradient())];
        JumpingKnowledgeMode mode = golden.Arguments.GetProperty("mode").GetString() switch
        {
            "cat" => JumpingKnowledgeMode.Concatenate,
            "max" => JumpingKnowledgeMode.Max,
            _ => JumpingKnowledgeMode.Lstm,
        };
        using var layer = new JumpingKnowledge(mode, (int)inputs[0].Shape[1], inputs.Length, new RandomSource(1));
        layer.MoveTo(engine);
        golden.LoadInto(layer);

        Tensor output = layer.Forward(ForwardContext.ForTraining(new RandomSource(2)), inputs);
        golden.Backward(("out", output));

        golden.AssertOutput("out", output);
        Assert.That(output.Shape[1], Is.EqualTo(layer.Outputs));
        golden.AssertParameterGradients(layer);
        for (int i = 0; i < inputs.Length; i++)
        {
            golden.AssertInputGradient($"x{i}", inputs[i]);
        }
    }

    [Test]
    public void Forward_OtherLayers_AreRefused()
    {
        using var scope = new TensorScope();
        using var layer = new JumpingKnowledge(JumpingKnowledgeMode.Max, 3, 2, default);

        Assert.That(() => layer.Forward(ForwardContext.Inference, [Tensor.Ones((4, 3))]), Throws.ArgumentException.With.Message.Contains("2 matrices"));
        Assert.That(
            () => layer.Forward(ForwardContext.Inference, [Tensor.Ones((4, 3)), Tensor.Ones((5, 3))]), Throws.ArgumentException.With.Message.Contains("[5, 3]"));
    }
}
