using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class KarateClubTests
{
    [Test]
    public void Load_Default_IsTheClub()
    {
        (Graph graph, NodeSplit split) = KarateClub.Load();
        using (graph)
        {
            var summary = GraphSummary.Of(graph);

            Assert.That((graph.NodeCount, graph.EdgeCount, graph.IsUndirected), Is.EqualTo((34, 156L, true)));
            Assert.That(summary.ClassCounts, Is.EqualTo(new[] { 17, 17 }));
            Assert.That(summary.ClassNames, Is.EqualTo(new[] { "Mr. Hi", "Officer" }));
            Assert.That((summary.SelfLoopCount, summary.DuplicateCount, summary.IsolatedCount), Is.EqualTo((0L, 0L, 0)));
            Assert.That(graph.Features.Sparse!.Structure.EntryCount, Is.EqualTo(34));
            Assert.That(graph.Validate(), Is.Empty);
            Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 0, 33 }));
            Assert.That((split.Validation.Length, split.Test.Length), Is.EqualTo((8, 24)));
            Assert.That(split.Audit(graph).IsSound, Is.True);
        }
    }

    [Test]
    public void Load_InAScope_OutlivesIt()
    {
        Graph graph;
        using (new TensorScope())
        {
            (graph, _) = KarateClub.Load(seed: 3);
        }

        using (graph)
        {
            Assert.That(graph.Features.Sparse!.Values.ToArray<double>(), Is.All.EqualTo(1));
            Assert.That(graph.HostLabels[33], Is.EqualTo(1));
        }
    }

    [Test]
    public void Load_BySeed_DrawsTheSplit()
    {
        string[] draws = [.. Enumerable.Range(0, 6).Select(i => Draw(i / 2))];

        Assert.That(draws.Where((_, i) => i % 2 == 0), Is.EqualTo(draws.Where((_, i) => i % 2 == 1)));
        Assert.That(draws.Distinct().Count(), Is.EqualTo(3));

        static string Draw(int seed)
        {
            (Graph graph, NodeSplit split) = KarateClub.Load(seed);
            graph.Dispose();
            return string.Join(',', split.Validation.ToArray());
        }
    }
}
