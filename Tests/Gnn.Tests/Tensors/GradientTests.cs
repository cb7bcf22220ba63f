using Gnn.Tensors;
using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class GradientTests
{
    [TestCaseSource(typeof(GradientCases), nameof(GradientCases.All))]
    public void Backward_EveryOperation_AgreesWithCentralDifferences(GradientCase operation)
    {
        using var scope = new TensorScope();
        GradientCheck.Run(operation.Function, operation.Point());
    }

    [TestCaseSource(typeof(GradientCases), nameof(GradientCases.All))]
    public void Backward_OneLeafOnly_GivesTheSameGradient(GradientCase operation)
    {
        using var scope = new TensorScope();
        Tensor[] point = operation.Point();
        double[]?[] expected = Gradients(operation, point, _ => true);
        for (int i = 0; i < point.Length; i++)
        {
            if (expected[i] is not null)
            {
                double[]?[] alone = Gradients(operation, point, k => k == i);
                Assert.That(alone[i], Is.EqualTo(expected[i]), $"input {i}");
            }
        }
    }

    [TestCaseSource(typeof(GradientCases), nameof(GradientCases.All))]
    public void Backward_EveryEngine_AgreesWithReference(GradientCase operation)
    {
        using var scope = new TensorScope();
        Tensor[] point = operation.Point();
        double[] expectedOutput = operation.Function(point).ToArray<double>();
        double[]?[] expected = Gradients(operation, point, _ => true);
        foreach (Engine engine in TestEngines.All)
        {
            Tensor[] moved = Array.ConvertAll(point, input => input.To(engine));
            double tolerance = engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;
            AssertClose(operation.Function(moved).ToArray<double>(), expectedOutput, tolerance, $"output on {engine}");
            double[]?[] actual = Gradients(operation, moved, _ => true);
            for (int i = 0; i < point.Length; i++)
            {
                AssertClose(actual[i] ?? [], expected[i] ?? [], tolerance, $"gradient {i} on {engine}");
            }
        }
    }

    [Test]
    public void Cases_EveryGradNode_IsInTheGraphOfOne()
    {
        using var scope = new TensorScope();
        var seen = new HashSet<Type>();
        foreach (GradientCase operation in GradientCases.All)
        {
            Tensor[] inputs = Array.ConvertAll(operation.Point(), input => input.DataType.IsFloating() ? input.WithGradient() : input);
            Collect(operation.Function(inputs).Node!, seen);
        }

        Type[] nodes = [.. typeof(Tensor).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(GradNode)) && !type.IsAbstract && type != typeof(LeafNode))];

        Assert.That(nodes, Has.Length.GreaterThan(20));
        Assert.That(nodes.Except(seen), Is.Empty, "Recorded operations without a case in GradientCases:");
    }

    private static double[]?[] Gradients(GradientCase operation, Tensor[] point, Func<int, bool> isLeaf)
    {
        Tensor[] inputs = [.. point.Select((input, i) => input.DataType.IsFloating() ? input.Detach() : input)];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].DataType.IsFloating() && isLeaf(i))
            {
                inputs[i].WithGradient();
            }
        }

        Tensor output = operation.Function(inputs);
        output.Backward(Tensor.Uniform(output.Shape, new RandomSource(seed: 4), -1, 1, output.Engine));
        return Array.ConvertAll(inputs, input => input.Gradient?.ToArray<double>());
    }

    private static void AssertClose(double[] actual, double[] expected, double tolerance, string what)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), what);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance * (1 + Math.Abs(expected[i]))), what);
        }
    }

    private static void Collect(GradNode root, HashSet<Type> seen)
    {
        var toVisit = new Stack<GradNode>([root]);
        while (toVisit.TryPop(out GradNode? node))
        {
            seen.Add(node.GetType());
            for (int place = 0; place < node.InputCount; place++)
            {
                if (node.Input(place) is { } input)
                {
                    toVisit.Push(input);
                }
            }
        }
    }
}
