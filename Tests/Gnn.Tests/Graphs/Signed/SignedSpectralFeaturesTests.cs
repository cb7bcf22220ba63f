using Gnn.Graphs.Generators;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Signed;

[TestFixture]
internal sealed class SignedSpectralFeaturesTests
{
    /// <summary>A balanced graph's first singular vector has the sign of the faction; of 300 nodes it comes by iteration.</summary>
    [TestCase(60)]
    [TestCase(300)]
    public void SpectralFeatures_BalancedGraph_SeparatesTheFactions(int nodes)
    {
        SignedEdges edges = BalancedSignedGraph.Create(nodes, 0.3, new RandomSource(4));
        using SignedGraph graph = edges.ToSignedGraph();
        using var scope = new TensorScope();

        double[] x = graph.SpectralFeatures(3, engine: TestEngines.Reference).ToArray<double>();

        int agreeing = 0;
        double sum = 0;
        for (int node = 0; node < nodes; node++)
        {
            agreeing += (x[3 * node] > 0) == (edges.Factions[node] == 0) ? 1 : 0;
            sum += x[3 * node] * x[3 * node];
        }

        Assert.That(agreeing == 0 || agreeing == nodes, Is.True, $"{agreeing} of {nodes}");
        Assert.That(sum, Is.EqualTo(nodes).Within(1e-8 * nodes));
    }

    /// <summary>The iteration's columns are orthogonal, and S x has the length of the singular value in falling order.</summary>
    [Test]
    public void SpectralFeatures_ByIteration_AreOrthogonalWithFallingValues()
    {
        SignedEdges edges = BalancedSignedGraph.Create(280, 0.1, new RandomSource(5), flipProbability: 0.2);
        using SignedGraph graph = edges.ToSignedGraph();
        using var scope = new TensorScope();
        const int columns = 6;
        double[] x = graph.SpectralFeatures(columns, passes: 200, engine: TestEngines.Reference).ToArray<double>();
        double[] product = new double[x.Length];
        for (int edge = 0; edge < graph.Sources.Length; edge++)
        {
            for (int column = 0; column < columns; column++)
            {
                product[(graph.Targets[edge] * columns) + column] += graph.Signs[edge] * x[(graph.Sources[edge] * columns) + column];
            }
        }

        double before = double.PositiveInfinity;
        for (int column = 0; column < columns; column++)
        {
            for (int other = 0; other < column; other++)
            {
                Assert.That(Dot(x, column, x, other), Is.Zero.Within(1e-7 * 280), $"{column} and {other}");
            }

            double value = Dot(x, column, product, column) / 280;
            double residual = Dot(product, column, product, column) / 280 - (value * value);
            Assert.That(Math.Abs(residual), Is.LessThan(1e-3 * value * value), $"column {column}");
            Assert.That(Math.Abs(value), Is.LessThanOrEqualTo(before + 1e-9));
            before = Math.Abs(value);
        }

        double Dot(double[] a, int left, double[] b, int right) => Enumerable.Range(0, 280).Sum(node => a[(node * columns) + left] * b[(node * columns) + right]);
    }

    [Test]
    public void SpectralFeatures_MoreColumnsThanNodes_IsRefused()
    {
        using SignedGraph graph = SignedGraph.FromEdges(3, [0], [1], [1]);

        Assert.That(() => graph.SpectralFeatures(4), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("[1, 3]"));
    }
}
