using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class GcnConvTests
{
    [Test]
    public void Prepare_WeightedLoopAndMissingLoop_GivesTheWorkedValues()
    {
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, targets: [1, 0, 0], sources: [0, 1, 0]);
        using var layer = new GcnConv(1, 1, new RandomSource(1));
        using Tensor weights = Tensor.Create([0.5, 0.5, 3], 3, TestEngines.Reference);

        using Adjacency adjacency = layer.Prepare(structure, weights);

        Assert.Multiple(() =>
        {
            Assert.That(Value(adjacency, target: 1, source: 0), Is.EqualTo(0.218218).Within(1e-6));
            Assert.That(Value(adjacency, target: 0, source: 0), Is.EqualTo(0.857143).Within(1e-6));
            Assert.That(Value(adjacency, target: 1, source: 1), Is.EqualTo(0.666667).Within(1e-6));
        });
    }

    [Test]
    public void Prepare_LoopWeightTwoWithoutWeights_GivesThirds()
    {
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, targets: [1, 0], sources: [0, 1]);
        using var layer = new GcnConv(1, 1, new RandomSource(1), new GcnOptions { LoopWeight = 2 });

        using Adjacency adjacency = layer.Prepare(structure);

        Assert.Multiple(() =>
        {
            Assert.That(Value(adjacency, target: 1, source: 0), Is.EqualTo(1.0 / 3).Within(1e-6));
            Assert.That(Value(adjacency, target: 0, source: 0), Is.EqualTo(2.0 / 3).Within(1e-6));
        });
    }

    [Test]
    public void Prepare_SeveralLoopsOnANode_KeepsTheLast()
    {
        using SparseStructure structure = SparseStructure.FromEdges(1, 1, targets: [0, 0], sources: [0, 0]);
        using var layer = new GcnConv(1, 1, new RandomSource(1), new GcnOptions { Normalization = GcnNormalization.SymmetricWithLoops });
        using Tensor weights = Tensor.Create([5.0, 7.0], 2, TestEngines.Reference).WithGradient();

        using Adjacency adjacency = layer.Prepare(structure, weights);

        Assert.That(adjacency.Structure.EntryCount, Is.EqualTo(1));
        Assert.That(adjacency.Values!.ToArray<double>(), Is.EqualTo(new[] { 1.0 }).Within(1e-12));
        adjacency.Values.Sum().Backward();
        Assert.That(weights.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 0.0, 0.0 }).Within(1e-12), "7 / sqrt(7 * 7) does not depend on 7");
    }

    [Test]
    public void Prepare_Graph_UsesItsEdgeWeights()
    {
        using Graph plain = Graph.FromEdges(2, sources: [0, 1, 0], targets: [1, 0, 0]);
        using Graph graph = plain.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create([0.5, 0.5, 3], 3, TestEngines.Reference));
        using var layer = new GcnConv(1, 1, new RandomSource(1));

        using Adjacency adjacency = layer.Prepare(graph);

        Assert.That(Value(adjacency, target: 1, source: 0), Is.EqualTo(0.218218).Within(1e-6));
    }

    [Test]
    public void Prepare_DuplicateEdges_CountTwice()
    {
        using SparseStructure twice = SparseStructure.FromEdges(2, 2, targets: [1, 1], sources: [0, 0]);
        using SparseStructure once = SparseStructure.FromEdges(2, 2, targets: [1], sources: [0]);
        using var layer = new GcnConv(1, 1, new RandomSource(1));
        using Tensor two = Tensor.Create([2.0], 1, TestEngines.Reference);

        using Adjacency duplicates = layer.Prepare(twice);
        using Adjacency weighted = layer.Prepare(once, two);

        Assert.That(duplicates.Structure.EntryCount, Is.EqualTo(4));
        Assert.That(2 * Value(duplicates, target: 1, source: 0), Is.EqualTo(Value(weighted, target: 1, source: 0)).Within(1e-6));
    }

    [Test]
    public void Prepare_NegativeDegree_NamesTheNode()
    {
        using SparseStructure structure = SparseStructure.FromEdges(3, 3, targets: [1], sources: [0]);
        using var layer = new GcnConv(1, 1, new RandomSource(1));
        using Tensor weights = Tensor.Create([-4.0], 1, TestEngines.Reference);

        Assert.That(() => layer.Prepare(structure, weights), Throws.ArgumentException.With.Message.Contains("node 1").And.Message.Contains("-3"));
    }

    [Test]
    public void Prepare_BipartiteWithNormalisation_SaysWhatToDo()
    {
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, targets: [1], sources: [2]);
        using var layer = new GcnConv(1, 1, new RandomSource(1));

        Assert.That(() => layer.Prepare(structure), Throws.ArgumentException.With.Message.Contains("bipartite"));
    }

    [Test]
    public void Prepare_WeightsOfAnotherLength_AreRefused()
    {
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, targets: [1], sources: [0]);
        using var layer = new GcnConv(1, 1, new RandomSource(1));
        using Tensor weights = Tensor.Create([1.0, 2.0], 2, TestEngines.Reference);

        Assert.That(() => layer.Prepare(structure, weights), Throws.ArgumentException.With.Message.Contains("[1, 1]").And.Message.Contains("[2]"));
    }

    [Test]
    public void Constructor_SameSeedOtherLayerCount_GivesTheSameFirstWeights()
    {
        using var one = new Gnn.Layers.Models.Gcn(5, 4, 3, new RandomSource(7), layers: 2);
        using var other = new Gnn.Layers.Models.Gcn(5, 4, 3, new RandomSource(7), layers: 4);

        Assert.That(one.Parameters().First().Value.ToArray<double>(), Is.EqualTo(other.Parameters().First().Value.ToArray<double>()));
    }

    private static double Value(Adjacency adjacency, int target, int source)
    {
        SparseStructure structure = adjacency.Structure;
        long entry = structure.RowPointers[target] + structure.Row(target).IndexOf(source);
        return adjacency.Values!.ToArray<double>()[entry];
    }
}
