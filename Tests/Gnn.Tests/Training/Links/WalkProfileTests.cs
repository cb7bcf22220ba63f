using Gnn.Graphs;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training.Links;
using NUnit.Framework;

namespace Gnn.Tests.Training.Links;

[TestFixture]
internal sealed class WalkProfileTests
{
    private const int Heads = 2;

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void Of_RandomGraphs_IsWhatDensePowersSay(Engine engine)
    {
        // A rounding of each of n products in each of eight steps, all of at most 1.
        double tolerance = engine.FloatType == DataType.Float64 ? 1e-13 : 2e-6;
        foreach (int length in new[] { 2, 3, 8 })
        {
            using var scope = new TensorScope();
            using EnclosingBatch batch = Surroundings();
            var links = new AskedLinks(batch);
            using SparseStructure with = links.Structure;
            Tensor scores = Tensor.Uniform((with.EntryCount, Heads), new RandomSource(3), -2, 2, engine);

            double[] actual = Profile(batch, links, scores, length).ToArray<double>();

            double[] expected = Dense(batch, links, scores.ToArray<double>(), length);
            Assert.That(actual, Has.Length.EqualTo(expected.Length));
            Assert.That(expected.Take(batch.PairCount * Heads).Max(), Is.GreaterThan(0.1), "the link makes a difference");
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance), $"walks of {length} steps, element {i}");
            }
        }
    }

    [Test]
    public void Of_RandomGraphs_HasTheSlopesOfDifferences([Values(2, 5, 8)] int length)
    {
        using EnclosingBatch batch = Surroundings();
        var links = new AskedLinks(batch);
        using SparseStructure with = links.Structure;
        using Tensor scores = Tensor.Uniform((with.EntryCount, Heads), new RandomSource(3), -1, 1, TestEngines.Reference);

        GradientCheck.Run(inputs => Profile(batch, links, inputs[0], length), scores);
    }

    [Test]
    public void Of_NearlyAllChanceOnTheLink_KeepsItsDigits()
    {
        // Without the link a path, with it almost nothing but the link: the difference of two traces is small against what the link itself gives.
        using Graph path = Graph.FromEdges(4, [0, 2, 2, 3, 3, 1], [2, 0, 3, 2, 1, 3], isUndirected: true);
        using var subgraphs = new EnclosingSubgraphs(path, hops: 2);
        using EnclosingBatch batch = subgraphs.Extract([0], [1], new RandomSource(1));
        var links = new AskedLinks(batch);
        using SparseStructure with = links.Structure;
        foreach (double strength in new[] { -30.0, 30 })
        {
            using var scope = new TensorScope();
            double[] values = new double[with.EntryCount * Heads];
            foreach (int entry in links.Entries(Engine.Default).ToArray<int>())
            {
                values.AsSpan(entry * Heads, Heads).Fill(strength);
            }

            double[] actual = Profile(batch, links, Tensor.Create(values, (with.EntryCount, Heads)), 8).ToArray<double>();

            double[] expected = Dense(batch, links, values, 8);
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-6), $"strength {strength}, element {i}");
            }
        }
    }

    /// <summary>Pairs with a link and without, with common neighbours and without, ends without any edge, and loops and repeats among the edges.</summary>
    private static EnclosingBatch Surroundings()
    {
        RandomEdges edges = RandomGraphs.Create(14, 40, seed: 5);
        using Graph graph = Graph.FromEdges(14, edges.Sources, edges.Targets);
        using var subgraphs = new EnclosingSubgraphs(graph, hops: 1);
        return subgraphs.Extract([0, 1, 3, 12, 13], [4, 7, 0, 13, 0], new RandomSource(1));
    }

    private static Tensor Profile(EnclosingBatch batch, AskedLinks links, Tensor scores, int length)
    {
        Tensor p = Tensor.EdgeSoftmax(links.Structure, scores);
        int[] others = Others(batch, links);
        Tensor q = Tensor.EdgeSoftmax(batch.Structure, scores.GatherRows(Tensor.Create(others, others.Length, scores.Engine)));
        return WalkProfile.Of(batch.Structure, q, links.Structure, p, p.GatherRows(links.Entries(scores.Engine)), batch.NodeOffsets, length);
    }

    /// <summary>The entries that are no asked links, which stand in the order that they have without them.</summary>
    private static int[] Others(EnclosingBatch batch, AskedLinks links)
    {
        int[] asked = links.Entries(Engine.Default).ToArray<int>();
        int[] others = [.. Enumerable.Range(0, (int)links.Structure.EntryCount).Except(asked)];
        Assert.That(asked.Distinct().Count(), Is.EqualTo(2 * batch.PairCount));
        Assert.That(others.Select(entry => links.Structure.ColumnIndices.Span(entry, 1)[0]), Is.EqualTo(batch.Structure.ColumnIndices.Span(0, batch.EdgeCount).ToArray()));
        return others;
    }

    /// <summary>Matrices, powers and traces as the paper writes them.</summary>
    private static double[] Dense(EnclosingBatch batch, AskedLinks links, double[] scores, int length)
    {
        int lengths = length - 1;
        int columns = batch.PairCount * Heads;
        double[] expected = new double[WalkProfile.Count(length) * columns];
        HashSet<int> asked = [.. links.Entries(Engine.Default).ToArray<int>()];
        for (int pair = 0; pair < batch.PairCount; pair++)
        {
            int first = batch.NodeOffsets[pair];
            int count = batch.NodeOffsets[pair + 1] - first;
            for (int head = 0; head < Heads; head++)
            {
                double[,] p = Transitions(withLink: true);
                double[,] q = Transitions(withLink: false);
                (double[,] ofP, double[,] ofQ) = (p, q);
                for (int l = 2; l <= length; l++)
                {
                    (ofP, ofQ) = (Product(ofP, p), Product(ofQ, q));
                    int at = ((l - 2) * columns) + (pair * Heads) + head;
                    expected[at] = Trace(ofP) - Trace(ofQ);
                    expected[(lengths * columns) + at] = ofP[0, 0] + ofP[1, 1];
                    expected[(2 * lengths * columns) + at] = ofQ[0, 0] + ofQ[1, 1];
                    expected[(3 * lengths * columns) + at] = ofP[0, 1] + ofP[1, 0];
                    expected[(4 * lengths * columns) + at] = ofQ[0, 1] + ofQ[1, 0];
                }

                double[,] Transitions(bool withLink)
                {
                    var matrix = new double[count, count];
                    for (int row = 0; row < count; row++)
                    {
                        int begin = (int)links.Structure.RowPointers[first + row];
                        int[] entries = [.. Enumerable.Range(begin, (int)links.Structure.RowLength(first + row)).Where(entry => withLink || !asked.Contains(entry))];
                        double sum = entries.Sum(entry => Math.Exp(scores[(entry * Heads) + head]));
                        foreach (int entry in entries)
                        {
                            matrix[row, links.Structure.ColumnIndices.Span(entry, 1)[0] - first] += Math.Exp(scores[(entry * Heads) + head]) / sum;
                        }
                    }

                    return matrix;
                }
            }
        }

        return expected;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        int count = a.GetLength(0);
        var y = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                for (int k = 0; k < count; k++)
                {
                    y[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return y;
    }

    private static double Trace(double[,] matrix) => Enumerable.Range(0, matrix.GetLength(0)).Sum(i => matrix[i, i]);
}
