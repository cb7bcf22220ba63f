using Gnn.Graphs.Signed;
using Gnn.Layers;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Signed;

[TestFixture]
internal sealed class SneaConvTests
{
    /// <summary>The formula, number by number, for a target with one friend and one enemy.</summary>
    [Test]
    public void Forward_Halves_IsTheSoftmaxOverFriendsEnemiesAndTheNode()
    {
        using var scope = new TensorScope();
        using SignedGraph graph = SignedGraph.FromEdges(3, [1, 2], [0, 0], [1, -1]);
        using var layer = new SneaConv(1, 1, new RandomSource(1), new SneaOptions { Input = SignedInput.Halves });
        layer.MoveTo(TestEngines.Reference);
        Set(layer, ("lin_b.weight", [2]), ("lin_b.bias", [0.1]), ("lin_u.weight", [-1]), ("lin_u.bias", [0.2]));
        Set(layer, ("alpha_b.weight", [0.5, -0.25]), ("alpha_b.bias", [0.3]), ("alpha_u.weight", [0.7, 0.4]), ("alpha_u.bias", [-0.1]));
        double[] b = [0.3, -0.6, 0.9];
        double[] u = [0.4, 0.2, -0.5];
        Tensor x = Tensor.Create(new[] { b[0], u[0], b[1], u[1], b[2], u[2] }, (3, 2), TestEngines.Reference);
        using SignedAdjacency adjacency = layer.Prepare(graph);

        double[] y = layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();

        double[] balanced = [(2 * b[0]) + 0.1, (2 * b[1]) + 0.1, (2 * u[2]) + 0.1];
        double[] unbalanced = [0.2 - u[0], 0.2 - u[1], 0.2 - b[2]];
        Assert.That(y[0], Is.EqualTo(Attend(balanced, 0.5, -0.25, 0.3)).Within(1e-12));
        Assert.That(y[1], Is.EqualTo(Attend(unbalanced, 0.7, 0.4, -0.1)).Within(1e-12));

        static double Attend(double[] terms, double ofNeighbor, double own, double bias)
        {
            double[] weights = Array.ConvertAll(terms, term => Math.Exp(Math.Tanh((ofNeighbor * term) + (own * terms[0]) + bias)));
            return terms.Zip(weights, (term, weight) => term * weight).Sum() / weights.Sum();
        }
    }

    [Test]
    public void Forward_AdjacencyOfALayerWithoutAttention_IsRefused()
    {
        using var scope = new TensorScope();
        using SignedGraph graph = SignedCases.Graph();
        using var convolution = new SignedConv(4, 3, new RandomSource(1));
        using var layer = new SneaConv(4, 3, new RandomSource(1));
        using SignedAdjacency adjacency = convolution.Prepare(graph);

        Assert.That(
            () => layer.Forward(ForwardContext.Inference, TestGraphs.Features(SignedCases.Nodes, 4, TestEngines.Cpu), adjacency),
            Throws.ArgumentException.With.Message.Contains("without attention"));
    }

    private static void Set(Module module, params (string Name, double[] Values)[] values)
    {
        foreach ((string name, double[] numbers) in values)
        {
            Parameter parameter = module.NamedParameters().Single(named => named.Name == name).Parameter;
            parameter.Set(Tensor.Create(numbers, parameter.Value.Shape, TestEngines.Reference));
        }
    }
}
