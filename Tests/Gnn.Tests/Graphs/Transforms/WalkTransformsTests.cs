using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
public sealed class WalkTransformsTests
{
    [Test]
    public void WithRandomWalkEncodings_RandomGraphs_AreDiagonalsOfPowers()
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            using Graph encoded = graph.WithRandomWalkEncodings(7);
            double[] encodings = encoded.Nodes[WalkTransforms.RandomWalkEncodings].ToArray<double>();
            Matrix<double> step = Steps(graph);
            Matrix<double> power = step;
            for (int k = 0; k < 7; k++)
            {
                for (int node = 0; node < graph.NodeCount; node++)
                {
                    Assert.That(encodings[(node * 7) + k], Is.EqualTo(power[node, node]).Within(1e-12));
                }

                power *= step;
            }
        }
    }

    [Test]
    public void PersonalizedPageRank_RandomGraphs_SolveTheirEquation()
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            int nodes = graph.NodeCount;
            Matrix<double> exact = 0.2 * (Matrix<double>.Build.DenseIdentity(nodes) - (0.8 * Steps(graph))).Inverse();
            int[] seeds = [.. Enumerable.Range(0, nodes)];
            double[] series = Dense(graph, seeds, 0);
            double[] pushed = Dense(graph, seeds, 1e-5);
            for (int row = 0; row < nodes; row++)
            {
                double missing = 0;
                for (int column = 0; column < nodes; column++)
                {
                    // The series ends at a rest of 1e-12.
                    Assert.That(series[(row * nodes) + column], Is.EqualTo(exact[row, column]).Within(2e-12));
                    Assert.That(pushed[(row * nodes) + column], Is.LessThanOrEqualTo(exact[row, column] + 1e-12));
                    missing += exact[row, column] - pushed[(row * nodes) + column];
                }

                Assert.That(missing, Is.InRange(-1e-12, (1e-5 * graph.EdgeCount) + 1e-12));
            }
        }
    }

    [Test]
    public void PersonalizedPageRank_BadArguments_AreNamed()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);

        Assert.That(() => graph.PersonalizedPageRank([3]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 3), got 3"));
        Assert.That(() => graph.PersonalizedPageRank([0], restart: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.PersonalizedPageRank([0], epsilon: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.WithRandomWalkEncodings(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void DiffusionKernel_Coefficients_SumToOne()
    {
        // The rest is below 1e-12, and some thousand roundings of 1e-16 come to it.
        foreach (double time in (ReadOnlySpan<double>)[0, 0.1, 3, 100, 1000])
        {
            Assert.That(DiffusionKernel.Heat(time).Coefficients.Sum(), Is.EqualTo(1).Within(2e-11));
        }

        foreach (double restart in (ReadOnlySpan<double>)[0.001, 0.15, 1])
        {
            Assert.That(DiffusionKernel.PersonalizedPageRank(restart).Coefficients.Sum(), Is.EqualTo(1).Within(2e-12));
        }

        Assert.That(() => DiffusionKernel.Series(), Throws.ArgumentException);
        Assert.That(() => DiffusionKernel.Heat(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Diffuse_TopK_KeepsTheLargestOfEachTarget()
    {
        using Graph graph = TransformGraphs.Random(9);
        var options = new DiffusionOptions { NormalizationOut = null, Sparsifier = DiffusionSparsifier.Threshold(0) };
        using Graph all = graph.Diffuse(options);
        using Graph top = graph.Diffuse(options with { Sparsifier = DiffusionSparsifier.TopK(3) });
        double[][] rows = TransformGraphs.Rows(all);
        double[][] expected = [.. rows
            .GroupBy(row => row[1])
            .SelectMany(column => column.OrderByDescending(row => row[2]).ThenBy(row => row[0]).Take(3))
            .OrderBy(row => row[0]).ThenBy(row => row[1])];

        Assert.That(TransformGraphs.Rows(top), Is.EqualTo(expected));
        Assert.That(rows, Has.Length.GreaterThan(expected.Length));
    }

    [Test]
    public void Diffuse_Pruned_StaysNearTheExactResult()
    {
        int[] here = [.. Enumerable.Range(0, 400)];
        int[] next = [.. here.Select(node => (node + 1) % 400)];
        using Graph bare = Graph.FromEdges(400, [.. here, .. next], [.. next, .. here], isUndirected: true);
        using Graph graph = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Ones(800, TestEngines.Reference));
        var options = new DiffusionOptions { Kernel = DiffusionKernel.Heat(3), NormalizationOut = null, Sparsifier = DiffusionSparsifier.Threshold(1e-3) };
        using Graph exact = graph.Diffuse(options);
        using Graph pruned = graph.Diffuse(options with { Pruning = 1e-6 });
        using Graph everything = graph.Diffuse(options with { Sparsifier = DiffusionSparsifier.Threshold(0) });
        using Graph near = graph.Diffuse(options with { Sparsifier = DiffusionSparsifier.Threshold(0), Pruning = 1e-6 });

        // On a cycle the entries of a power are binomial: some forty steps each leave a few entries of at most 1e-6 behind on either side.
        Assert.That(TransformGraphs.Rows(pruned), Is.EqualTo(TransformGraphs.Rows(exact)).Within(1e-4));
        Assert.That(near.EdgeCount, Is.LessThan(everything.EdgeCount));
        Assert.That(exact.IsUndirected, Is.True);
    }

    [Test]
    public void WithPropagatedFeatures_ElementMarks_KeepWhatIsKnown()
    {
        foreach (Gnn.Tensors.Engines.Engine engine in TestEngines.All)
        {
            using Graph bare = Graph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], isUndirected: true);
            using Graph graph = bare.WithFeatures(Tensor.Create(new[] { 1.0, double.NaN, 9, 5, 3, 9 }, (3, 2), engine));
            using Graph filled = graph.WithPropagatedFeatures([false, true, true, false, false, true], 30);
            using Graph none = graph.WithPropagatedFeatures([true, true, true], 0);

            // Node 1 hears 1 and 3 over edges of weight 1 / sqrt(2); nodes 0 and 2 hear 5 over the same.
            double root = Math.Sqrt(0.5);
            Assert.That(filled.Features.Dense!.ToArray<double>(), Is.EqualTo(new[] { 1, 5 * root, 4 * root, 5, 3, 5 * root }).Within(1e-5));
            Assert.That(none.Features.Dense!.ToArray<double>(), Is.All.Zero);
            Assert.That(() => graph.WithPropagatedFeatures([true]), Throws.ArgumentException.With.Message.Contains("got 1"));
        }
    }

    [Test]
    public void WithSignFeatures_Sparse_AgreesWithDense()
    {
        using Graph bare = TransformGraphs.Random(5);
        using Graph sparse = bare.WithFeatures(SparseTensor.Identity(bare.NodeCount, TestEngines.Reference));
        using Graph dense = bare.WithFeatures(sparse.Features.ToDense());
        using Graph fromSparse = sparse.WithSignFeatures(2);
        using Graph fromDense = dense.WithSignFeatures(2);

        Assert.That(fromSparse.Nodes["x2"].ToArray<double>(), Is.EqualTo(fromDense.Nodes["x2"].ToArray<double>()));
        Assert.That(fromSparse.Nodes.Names, Is.EqualTo(new[] { "y", "x", "x1", "x2" }));
        Assert.That(fromSparse.Features.Sparse, Is.Not.Null);
    }

    private static Matrix<double> Steps(Graph graph)
    {
        Matrix<double> matrix = Matrix<double>.Build.Dense(graph.NodeCount, graph.NodeCount);
        double[] weights = graph.EdgeWeights!.ToArray<double>();
        for (int edge = 0; edge < weights.Length; edge++)
        {
            matrix[graph.Sources[edge], graph.Targets[edge]] += weights[edge];
        }

        Vector<double> sums = matrix.RowSums();
        return matrix.MapIndexed((row, _, value) => sums[row] == 0 ? 0 : value / sums[row]);
    }

    private static double[] Dense(Graph graph, int[] seeds, double epsilon)
    {
        using SparseTensor ranks = graph.PersonalizedPageRank(seeds, 0.2, epsilon, TestEngines.Reference);
        using Tensor dense = ranks.ToDense();
        return dense.ToArray<double>();
    }
}
