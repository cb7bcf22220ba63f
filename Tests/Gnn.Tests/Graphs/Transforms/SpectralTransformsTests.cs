using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
public sealed class SpectralTransformsTests
{
    private static readonly SpectralOptions Iterative = new() { DenseLimit = 0, Tolerance = 1e-9 };

    [TestCase(LaplacianKind.Unnormalized)]
    [TestCase(LaplacianKind.Symmetric)]
    [TestCase(LaplacianKind.RandomWalk)]
    public void LaplacianLargestEigenvalue_Iterative_AgreesWithDense(LaplacianKind kind)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            using Graph graph = TransformGraphs.Random(4 * seed, isUndirected: true);
            double dense = graph.LaplacianLargestEigenvalue(kind);

            // An eigenvalue is nearer than its residual, here by the residual's square over the gap.
            Assert.That(graph.LaplacianLargestEigenvalue(kind, Iterative), Is.EqualTo(dense).Within(1e-9 * (1 + dense)));
        }
    }

    [TestCase(256)]
    [TestCase(0)]
    public void LaplacianLargestEigenvalue_KnownGraphs_HaveKnownValues(int denseLimit)
    {
        SpectralOptions options = Iterative with { DenseLimit = denseLimit };
        using Graph cycle = Cycle(24);
        using Graph complete = Graph.FromEdges(
            6, [.. Pairs(6).Select(pair => pair.Source)], [.. Pairs(6).Select(pair => pair.Target)], isUndirected: true);
        using Graph isolated = Graph.FromEdges(3, [], []);
        using Graph empty = Graph.FromEdges(0, [], []);

        Assert.That(cycle.LaplacianLargestEigenvalue(LaplacianKind.Unnormalized, options), Is.EqualTo(4).Within(1e-9));
        Assert.That(cycle.LaplacianLargestEigenvalue(LaplacianKind.Symmetric, options), Is.EqualTo(2).Within(1e-9));
        Assert.That(complete.LaplacianLargestEigenvalue(LaplacianKind.Unnormalized, options), Is.EqualTo(6).Within(1e-9));
        Assert.That(complete.LaplacianLargestEigenvalue(LaplacianKind.RandomWalk, options), Is.EqualTo(1.2).Within(1e-9));
        Assert.That(isolated.LaplacianLargestEigenvalue(LaplacianKind.Unnormalized, options), Is.Zero);
        Assert.That(isolated.LaplacianLargestEigenvalue(LaplacianKind.Symmetric, options), Is.EqualTo(1).Within(1e-12));
        Assert.That(empty.LaplacianLargestEigenvalue(options: options), Is.Zero);
    }

    [Test]
    public void WithLaplacianEncodings_Iterative_AgreesWithDense()
    {
        using Graph graph = TransformGraphs.Random(60, isUndirected: true);
        using Subgraph connected = graph.LargestComponent();
        using Graph dense = connected.Graph.WithLaplacianEncodings(6);
        using Graph iterative = connected.Graph.WithLaplacianEncodings(6, options: Iterative with { Tolerance = 1e-11 });

        // A vector's error is at most its residual over the gap between eigenvalues, which exceeds 1e-5 here.
        Assert.That(Encodings(iterative), Is.EqualTo(Encodings(dense)).Within(1e-6));
    }

    [Test]
    public void WithLaplacianEncodings_CycleOfThousand_HasEveryDoubleEigenvalue()
    {
        using Graph cycle = Cycle(1000);
        using Graph encoded = cycle.WithLaplacianEncodings(4, options: Iterative);
        double[] encodings = Encodings(encoded);

        // Eigenvalues are 1 - cos(2 pi j / N), each twice but the first: here j = 1, 1, 2, 2.
        for (int a = 0; a < 4; a++)
        {
            double expected = 1 - Math.Cos(2 * Math.PI * (1 + (a / 2)) / 1000);
            double[] vector = [.. Enumerable.Range(0, 1000).Select(node => encodings[(node * 4) + a])];
            for (int node = 0; node < 1000; node++)
            {
                double applied = vector[node] - ((vector[(node + 1) % 1000] + vector[(node + 999) % 1000]) / 2);
                Assert.That(applied, Is.EqualTo(expected * vector[node]).Within(1e-8));
            }

            for (int b = 0; b <= a; b++)
            {
                double overlap = Enumerable.Range(0, 1000).Sum(node => vector[node] * encodings[(node * 4) + b]);
                Assert.That(overlap, Is.EqualTo(a == b ? 1 : 0).Within(1e-9));
            }
        }
    }

    [Test]
    public void WithLaplacianEncodings_TwoCommunities_AreToldApartByTheFirst()
    {
        // Nodes with about 18 neighbours of their own community and 2 of the other, far above the limit at which that can be seen.
        const int nodes = 4000;
        RandomSequence random = new RandomSource(2).Sequence();
        int[] sources = [.. Enumerable.Range(0, 10 * nodes).Select(edge => edge % nodes)];
        int[] targets = [.. sources.Select(source =>
            (2 * random.NextInt32(nodes / 2)) + (random.NextInt32(10) == 0 ? 1 - (source % 2) : source % 2))];
        using Graph directed = Graph.FromEdges(nodes, sources, targets);
        using Graph graph = directed.Symmetrize();
        using Graph encoded = graph.WithLaplacianEncodings(1);
        double[] encodings = Encodings(encoded);
        int agree = Enumerable.Range(0, nodes).Count(node => encodings[node] > 0 == (node % 2 == 0));

        Assert.That(Math.Max(agree, nodes - agree), Is.GreaterThan(0.98 * nodes));
    }

    [Test]
    public void WithLaplacianEncodings_Signs_AreCanonicalOrSeeded()
    {
        using Graph graph = TransformGraphs.Random(20, isUndirected: true);
        double[] canonical = Encodings(graph.WithLaplacianEncodings(8));
        double[] seeded = Encodings(graph.WithLaplacianEncodings(8, new RandomSource(3)));
        double[] again = Encodings(graph.WithLaplacianEncodings(8, new RandomSource(3)));
        double[] ratios = [.. Enumerable.Range(0, 8).Select(column =>
        {
            int largest = Enumerable.Range(0, graph.NodeCount).MaxBy(node => Math.Abs(canonical[(node * 8) + column]));
            Assert.That(canonical[(largest * 8) + column], Is.Positive);
            return seeded[(largest * 8) + column] / canonical[(largest * 8) + column];
        })];

        Assert.That(again, Is.EqualTo(seeded));
        Assert.That(ratios.Distinct(), Is.EquivalentTo(new[] { 1.0, -1.0 }));
    }

    [Test]
    public void Spectra_DirectedGraph_IsRefusedWithTheCure()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);

        Assert.That(() => graph.LaplacianLargestEigenvalue(), Throws.ArgumentException.With.Message.Contains("from 0 to 1").And.Message.Contains("Symmetrize"));
        Assert.That(() => graph.WithLaplacianEncodings(1), Throws.ArgumentException.With.Message.Contains("Symmetrize"));
    }

    [Test]
    public void Spectra_BadArguments_AreNamed()
    {
        using Graph cycle = Cycle(300);
        using Graph negative = cycle.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Full(600, -1, TestEngines.Reference));

        Assert.That(() => cycle.WithLaplacianEncodings(300), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[1, 299], got 300"));
        Assert.That(() => negative.Laplacian(), Throws.ArgumentException.With.Message.Contains("node 0").And.Message.Contains("-2"));
        Assert.That(
            () => cycle.WithLaplacianEncodings(4, options: Iterative with { MaxIterations = 1 }),
            Throws.InvalidOperationException.With.Message.Contains("after 1 steps").And.Message.Contains("raise MaxIterations"));
        Assert.That(
            () => TransformGraphs.Random(30, isUndirected: true).LaplacianLargestEigenvalue(options: Iterative with { MaxIterations = 2 }),
            Throws.InvalidOperationException.With.Message.Contains("after 2 steps"));
        Assert.That(() => cycle.LaplacianLargestEigenvalue(options: new SpectralOptions { Tolerance = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double[] Encodings(Graph graph) => graph.Nodes[SpectralTransforms.LaplacianEncodings].ToArray<double>();

    private static Graph Cycle(int nodes)
    {
        int[] here = [.. Enumerable.Range(0, nodes)];
        int[] next = [.. here.Select(node => (node + 1) % nodes)];
        using Graph bare = Graph.FromEdges(nodes, [.. here, .. next], [.. next, .. here], isUndirected: true);
        return bare.WithFeatures(Tensor.Ones((nodes, 1), TestEngines.Reference));
    }

    private static IEnumerable<(int Source, int Target)> Pairs(int nodes) =>
        from source in Enumerable.Range(0, nodes)
        from target in Enumerable.Range(0, nodes)
        where source != target
        select (source, target);
}
