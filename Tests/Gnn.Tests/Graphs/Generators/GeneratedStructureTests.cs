using Gnn.Graphs.Generators;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>What generators draw becomes the structure of its kind, and statistics say of it what they say of the arrays.</summary>
[TestFixture]
internal sealed class GeneratedStructureTests
{
    [Test]
    public void ToHypergraph_DrawnSets_HoldsThem()
    {
        HyperedgeLists drawn = RandomHypergraph.Create(30, [2, 5, 3, 1], new RandomSource(1));
        using Hypergraph hypergraph = drawn.ToHypergraph();

        for (int hyperedge = 0; hyperedge < 4; hyperedge++)
        {
            Assert.That(hypergraph.MembersOf(hyperedge).ToArray(), Is.EquivalentTo(drawn.Nodes(hyperedge).ToArray()), $"hyperedge {hyperedge}");
        }

        Assert.That(HyperedgeSummary.Of(hypergraph).MeanOverlapShare, Is.EqualTo(HyperedgeSummary.Of(hypergraph.Members).MeanOverlapShare));
    }

    [Test]
    public void ToSignedGraph_HopEdges_IsBalanced()
    {
        SignedEdges drawn = BalancedSignedGraph.Create(40, 0.3, new RandomSource(2));
        using SignedGraph graph = drawn.ToSignedGraph();

        Assert.That(graph.EdgeCount, Is.EqualTo(2 * drawn.Sources.Length).And.GreaterThan(100));
        Assert.That(graph.Validate(), Is.Empty);
        SignedBalance balance = SignedBalance.Of(graph);
        Assert.That(balance.TriangleCounts.Sum(), Is.GreaterThan(0));
        Assert.That(balance.IsBalanced);
    }

    [Test]
    public void ToTemporalGraph_DrawnEvents_KeepsThem()
    {
        EventStream drawn = TriadicClosure.Create(50, 400, 0.5, new RandomSource(3));
        using TemporalGraph graph = drawn.ToTemporalGraph();

        Assert.That(graph.Sources.ToArray(), Is.EqualTo(drawn.Sources.ToArray()));
        Assert.That(graph.Times.ToArray(), Is.EqualTo(drawn.Times.ToArray()));
        Assert.That(TemporalRecurrence.Of(graph).RepeatedShare, Is.EqualTo(TemporalRecurrence.Of(drawn.Sources, drawn.Targets, drawn.Times).RepeatedShare));
    }
}
