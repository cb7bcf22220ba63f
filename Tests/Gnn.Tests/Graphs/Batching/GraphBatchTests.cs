using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Batching;

[TestFixture]
internal sealed class GraphBatchTests
{
    [Test]
    public void Unbatch_RandomGraphs_ComeBackExactly([Range(0, 9)] int seed, [Values] bool isUndirected)
    {
        Graph[] graphs = GraphSetTests.RandomGraphs(seed, isUndirected);
        using GraphBatch batch = GraphBatch.FromGraphs(graphs);
        IReadOnlyList<Graph> again = batch.Unbatch();

        Assert.That(again, Is.EqualTo(graphs));
        Assert.That(batch.Graph.IsUndirected, Is.EqualTo(isUndirected));
        GraphSetTests.End(graphs, again);
    }

    [Test]
    public void Batch_OfChosenGraphs_IsThoseInThatOrder([Range(0, 4)] int seed)
    {
        Graph[] graphs = GraphSetTests.RandomGraphs(seed, isUndirected: false);
        using GraphSet set = GraphSet.FromGraphs(graphs);
        using GraphBatch batch = set.Batch(3, 0, 0, 2);
        IReadOnlyList<Graph> again = batch.Unbatch();

        Assert.That(again, Is.EqualTo(new[] { graphs[3], graphs[0], graphs[0], graphs[2] }));
        Assert.That(batch.Labels.ToArray<int>(), Is.EqualTo(new[] { 1, 0, 0, 0 }));
        GraphSetTests.End(graphs, again);
    }

    [Test]
    public void Batch_HandMade_IsBlockDiagonal()
    {
        using GraphSet set = GraphSet.FromEdges([2, 1, 3], [1, 0, 2], [0, 1, 2], [1, 2, 0])
            .WithNodeColumn("k", Tensor.Create(new[] { 10, 11, 20, 30, 31, 32 }, 6)).WithGraphColumn("g", Tensor.Create(new[] { 1, 2, 3 }, 3));
        using GraphBatch batch = set.Batch(2, 1, 0);

        Assert.That(batch.Graph.Sources.ToArray(), Is.EqualTo(new[] { 1, 2, 4 }));
        Assert.That(batch.Graph.Targets.ToArray(), Is.EqualTo(new[] { 2, 0, 5 }));
        Assert.That(batch.Graph.Nodes["k"].ToArray<int>(), Is.EqualTo(new[] { 30, 31, 32, 20, 10, 11 }));
        Assert.That(batch.Graphs["g"].ToArray<int>(), Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That(batch.GraphOfNode.ToArray<int>(), Is.EqualTo(new[] { 0, 0, 0, 1, 2, 2 }));
        Assert.That(batch.NodeOffsets.ToArray(), Is.EqualTo(new[] { 0, 3, 4, 6 }));
        Assert.That(batch.EdgeOffsets.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 3 }));
        Assert.That(batch.NodesOfGraphs.Row(2).ToArray(), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(batch.ToString(), Is.EqualTo("GraphBatch: 3 graphs, 6 nodes, 3 edges, nodes k, graphs g"));
    }

    [Test]
    public void Unbatch_AGraphWithOtherColumns_SplitsThem()
    {
        using GraphSet set = GraphSet.FromEdges([2, 1], [1, 0], [0], [1]);
        using GraphBatch batch = set.Batch(0, 1);
        using Graph computed = batch.Graph.WithNodeColumn("h", Tensor.Create(new[] { 1.0, 2, 3 }, 3));
        using Graph foreign = Graph.FromEdges(3, [0], [2]), small = Graph.FromEdges(2, [0], [1]);
        IReadOnlyList<Graph> parts = batch.Unbatch(computed);

        Assert.That(parts[0].Nodes["h"].ToArray<double>(), Is.EqualTo(new[] { 1.0, 2 }));
        Assert.That(parts[1].Nodes["h"].ToArray<double>(), Is.EqualTo(new[] { 3.0 }));
        Assert.That(() => batch.Unbatch(foreign), Throws.ArgumentException.With.Message.Contains("nodes of graph 0"));
        Assert.That(() => batch.Unbatch(small), Throws.ArgumentException.With.Message.Contains("3 nodes and 1 edges, got 2 and 1"));
        GraphSetTests.End(parts);
    }

    [Test]
    public void ToAndDispose_EachBatch_StandsAlone()
    {
        GraphSet set = GraphSet.FromEdges([2, 1], [1, 0], [0], [1]).WithNodeColumn("x", Tensor.Ones((3, 2)));
        GraphBatch batch = set.Batch(0, 1);
        using GraphBatch moved = batch.To(TestEngines.Reference);
        set.Dispose();
        IReadOnlyList<Graph> parts = batch.Unbatch();
        Tensor graphOfNode = batch.GraphOfNode;
        batch.Dispose();
        batch.Dispose();

        Assert.That(moved.GraphOfNode.Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(moved.Graph.Nodes["x"].Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(parts[1].Nodes["x"].ToArray<double>(), Is.EqualTo(new[] { 1.0, 1 }));
        Assert.That(graphOfNode.IsDisposed, Is.True);
        Assert.That(() => batch.Unbatch(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => batch.NodesOfGraphs, Throws.InstanceOf<ObjectDisposedException>());
        GraphSetTests.End(parts);
    }

    [Test]
    public void Batch_InAScope_OutlivesIt()
    {
        using GraphSet set = GraphSet.FromEdges([2, 1], [1, 0], [0], [1]).WithNodeColumn("x", Tensor.Ones((3, 2)));
        GraphBatch batch;
        using (new TensorScope())
        {
            batch = set.Batch(1, 0);
        }

        using (batch)
        {
            Assert.That(batch.GraphOfNode.ToArray<int>(), Is.EqualTo(new[] { 0, 1, 1 }));
            Assert.That(batch.Graph.Nodes["x"].ToArray<double>(), Is.EqualTo(new double[] { 1, 1, 1, 1, 1, 1 }));
        }
    }
}
