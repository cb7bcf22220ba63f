using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class ForwardContextTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from activation in Enum.GetValues<Activation>()
        from engine in TestEngines.All
        select new TestCaseData(activation, engine).SetArgDisplayNames($"{activation}", engine.Name);

    [TestCaseSource(nameof(Cases))]
    public void Epilogue_EveryActivation_IsItsPartsOneByOneBothWays(Activation activation, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = TestGraphs.Features(5, 3, engine).WithGradient();
        Tensor bias = Tensor.Create([0.3, -0.2, 0.1], 3, engine).WithGradient();
        Tensor addend = Tensor.Normal((5, 3), new RandomSource(3), engine: engine).WithGradient();
        Tensor[] leaves = [x, bias, addend];

        double[] fused = Run(() => Training().Epilogue(x * 2, bias, addend, activation, dropout: 0.5), leaves, out double[][] fusedGradients);
        double[] apart = Run(() => Training().Dropout(activation.Apply((x * 2) + addend + bias), 0.5), leaves, out double[][] gradients);

        // Sums in another order round otherwise.
        Assert.That(fused, Is.EqualTo(apart).Within(1e-6));
        for (int i = 0; i < leaves.Length; i++)
        {
            Assert.That(fusedGradients[i], Is.EqualTo(gradients[i]).Within(1e-5), $"gradient {i}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Epilogue_Inference_TakesItsArgumentOverAndDropsNothing(Activation activation, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = TestGraphs.Features(4, 3, engine);
        double[] expected = activation.Apply(x).ToArray<double>();

        Tensor y = ForwardContext.Inference.Epilogue(x * 1, activation: activation, dropout: 0.5);

        Assert.That(y.ToArray<double>(), Is.EqualTo(expected));
    }

    private static ForwardContext Training() => ForwardContext.ForTraining(new RandomSource(9));

    private static double[] Run(Func<Tensor> f, Tensor[] leaves, out double[][] gradients)
    {
        Tensor y = f();
        y.Backward(Tensor.Uniform(y.Shape, new RandomSource(4), -1, 1, y.Engine));
        gradients = Array.ConvertAll(leaves, leaf => leaf.Gradient!.ToArray<double>());
        foreach (Tensor leaf in leaves)
        {
            leaf.ClearGradient();
        }

        return y.ToArray<double>();
    }
}
