using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

/// <summary>What transforms that add node columns have in common.</summary>
[TestFixture]
public sealed class NodeColumnTransformsTests
{
    private static IEnumerable<(string Column, Func<Graph, Graph> Transform)> Transforms()
    {
        yield return ("x", graph => graph.WithDegreeOneHot(50));
        yield return ("x", graph => graph.WithLocalDegreeProfile());
        yield return (WalkTransforms.RandomWalkEncodings, graph => graph.WithRandomWalkEncodings(5));
        yield return ("x2", graph => graph.WithSignFeatures(2));
        yield return ("x", graph => graph.WithPropagatedFeatures(Array.ConvertAll(graph.HostLabels.ToArray(), label => label == 1), 5));
        yield return ("x", graph => graph.NormalizeFeatures());
    }

    [Test]
    public void Transform_RenumberedNodes_GivesTheRenumberedColumn([ValueSource(nameof(Transforms))] (string Column, Func<Graph, Graph> Transform) transform)
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed, isUndirected: seed % 2 == 0);
            int[] order = new RandomSource(seed).Stream("order").Sequence().Permutation(graph.NodeCount);
            using Graph renumbered = TransformGraphs.Renumber(graph, order);
            using Graph expected = transform.Transform(graph);
            using Graph actual = transform.Transform(renumbered);
            Tensor column = expected.Nodes[transform.Column];
            double[] values = column.ToArray<double>();
            int width = (int)column.Shape[1];

            // Sums of a few dozen doubles in another order.
            Assert.That(
                actual.Nodes[transform.Column].ToArray<double>(),
                Is.EqualTo(order.SelectMany(node => values.Skip(node * width).Take(width))).Within(1e-9),
                $"{transform.Column}, seed {seed}");
            Assert.That(actual.EdgeCount, Is.EqualTo(graph.EdgeCount));
        }
    }
}
