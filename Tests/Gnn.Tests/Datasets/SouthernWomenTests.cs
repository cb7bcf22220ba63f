using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

/// <summary>The numbers were counted from the book's chart by a program of a few lines in another language, and by hand where a comment says how.</summary>
[TestFixture]
internal sealed class SouthernWomenTests
{
    [Test]
    public void Load_Always_IsTheBooksChart()
    {
        using Hypergraph women = SouthernWomen.Load();

        Assert.That(women.ToString(), Is.EqualTo("Hypergraph: 18 nodes, 14 hyperedges, 89 incidences"));
        Assert.That(Enumerable.Range(0, 14).Select(women.Size), Is.EqualTo(new[] { 3, 3, 6, 4, 8, 8, 10, 14, 12, 5, 4, 6, 3, 3 }));
        Assert.That(Enumerable.Range(0, 18).Select(women.Degree), Is.EqualTo(new[] { 8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2 }));
        Assert.That(SouthernWomen.Women, Has.Count.EqualTo(18).And.Unique);
        Assert.That(women.Validate(), Is.Empty);
    }

    [Test]
    public void CliqueExpansion_Count_LosesWhatWasCounted()
    {
        using Hypergraph women = SouthernWomen.Load();
        (Graph graph, ProjectionLoss loss) = women.CliqueExpansion();
        using (graph)
        {
            // 18 * 17 / 2 = 153 pairs, of which 14 never met; the events' pairs are 3+3+15+6+28+28+45+91+66+10+6+15+3+3 = 322.
            Assert.That((graph.NodeCount, graph.EdgeCount), Is.EqualTo((18, 2L * (153 - 14))));
            Assert.That(graph.EdgeWeights!.ToArray<double>().Sum(), Is.EqualTo(2 * 322));

            // Every event has three women or more; the last two had the same three.
            Assert.That(loss, Is.EqualTo(new ProjectionLoss
            {
                Projection = "clique expansion",
                SetName = "hyperedge",
                MemberName = "node",
                FlattenedSets = 14,
                RepeatedSets = 1,
                CoveredSets = 9,
                SharedPairs = 95,
                Columns = loss.Columns,
            }));
            Assert.That(loss.Columns, Is.Empty);
            Assert.That(loss.IsLossless, Is.False);
            Assert.That(loss.ToString(), Is.EqualTo(
                "clique expansion: 14 hyperedges of more than 2 nodes flattened, 1 hyperedge equal to an earlier one, 9 hyperedges covered by others, "
                + "95 pairs of nodes in several hyperedges"));
        }
    }

    [Test]
    public void CliqueExpansion_Weights_AddUpAsTheirPapersSay()
    {
        using Hypergraph women = SouthernWomen.Load();
        using Graph newman = women.CliqueExpansion(CliqueWeights.Newman).Graph;
        using Graph zhou = women.CliqueExpansion(CliqueWeights.Zhou).Graph;

        // Newman's strength of a node is its degree; Zhou's is the degree less the diagonal, the sum of 1 / size. Float32 weights of at most 8 parts.
        for (int woman = 0; woman < 18; woman++)
        {
            double diagonal = 0;
            foreach (int hyperedge in women.HyperedgesOf(woman))
            {
                diagonal += 1.0 / women.Size(hyperedge);
            }

            Assert.That(Strength(newman, woman), Is.EqualTo(women.Degree(woman)).Within(1e-5));
            Assert.That(Strength(zhou, woman), Is.EqualTo(women.Degree(woman) - diagonal).Within(1e-5));
        }

        static double Strength(Graph graph, int node)
        {
            double[] weights = graph.EdgeWeights!.ToArray<double>();
            int[] sources = graph.Sources.ToArray();
            return weights.Where((_, edge) => sources[edge] == node).Sum();
        }
    }

    [TestCase(1, 66, 0)]
    [TestCase(3, 42, 24)]
    public void LineGraph_OfAnOverlap_LosesWhatWasCounted(int overlap, int pairs, int below)
    {
        using Hypergraph women = SouthernWomen.Load();
        (Graph graph, ProjectionLoss loss) = women.LineGraph(overlap);
        using (graph)
        {
            Assert.That((graph.NodeCount, graph.EdgeCount), Is.EqualTo((14, 2L * pairs)));

            // Three women were at two events only, the last two at the same.
            Assert.That((loss.EmptySets, loss.SingletonSets, loss.FlattenedSets, loss.RepeatedSets), Is.EqualTo((0L, 0L, 15L, 1L)));
            Assert.That((loss.CoveredSets, loss.SharedPairs, loss.PairsBelowOverlap), Is.EqualTo((15L, 57L, (long)below)));
        }
    }

    [Test]
    public void StarExpansion_Always_LosesNothing()
    {
        using Hypergraph women = SouthernWomen.Load();
        (Graph graph, ProjectionLoss loss) = women.StarExpansion();
        using (graph)
        using (Hypergraph again = Hypergraph.FromStarExpansion(graph))
        {
            Assert.That((graph.NodeCount, graph.EdgeCount, graph.IsUndirected), Is.EqualTo((32, 178L, true)));
            Assert.That(loss.IsLossless, Is.True);
            Assert.That(loss.ToString(), Is.EqualTo("star expansion: nothing lost"));
            Assert.That(again, Is.EqualTo(women));
        }
    }
}
