using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
internal sealed class RelationTransformsTests
{
    [Test]
    public void WithInverseRelations_AnyGraph_AddsReversesOfTheirOwnRelations()
    {
        using Graph graph = Triples([0, 1, 2], [1, 2, 2], [1, 0, 2]);
        using Graph weighted = graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create([0.5f, 1, 2], 3));
        using Graph both = weighted.WithInverseRelations(3);

        Assert.Multiple(() =>
        {
            Assert.That(both.Sources.ToArray(), Is.EqualTo([0, 1, 2, 1, 2, 2]));
            Assert.That(both.Targets.ToArray(), Is.EqualTo([1, 2, 2, 0, 1, 2]));
            Assert.That(both.Edges[ColumnNames.EdgeType].ToArray<int>(), Is.EqualTo([1, 0, 2, 4, 3, 5]));
            Assert.That(both.EdgeWeights!.ToArray<float>(), Is.EqualTo([0.5f, 1, 2, 0.5f, 1, 2]));
        });
    }

    [Test]
    public void WithInverseRelations_RelationsThatDoNotFit_AreRefused()
    {
        using Graph graph = Triples([0, 1], [1, 2], [1, 3]);
        using Graph bare = graph.WithoutEdgeColumn(ColumnNames.EdgeType);

        Assert.Multiple(() =>
        {
            Assert.That(() => graph.WithInverseRelations(3), Throws.ArgumentException.With.Message.Contains("Edge 1 is of relation 3"));
            Assert.That(() => graph.WithInverseRelations(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => bare.WithInverseRelations(3), Throws.ArgumentException.With.Message.Contains("edge_type"));
        });
    }

    private static Graph Triples(int[] sources, int[] targets, int[] types)
    {
        using Graph graph = Graph.FromEdges(3, sources, targets);
        return graph.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(types, types.Length));
    }
}
