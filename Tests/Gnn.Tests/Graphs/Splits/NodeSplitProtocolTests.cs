using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

/// <summary>Splits of nodes at random, by class, fold, time, degree and component.</summary>
[TestFixture]
internal sealed class NodeSplitProtocolTests
{
    [Test]
    public void RandomAndStratified_LabelledGraph_SplitTheLabelled()
    {
        using Graph blocks = StochasticBlockModel.PlantedPartition(100, 2, 0.1, 0.02, new RandomSource(1));
        int[] labels = [.. blocks.HostLabels.ToArray().Select((label, node) => node % 10 == 0 ? -1 : label)];
        using Graph graph = blocks.WithLabels(labels);
        var random = NodeSplit.Random(graph, SplitSizes.Shares(0.5, 0.2), new RandomSource(1));
        var stratified = NodeSplit.Stratified(graph, SplitSizes.Shares(0.6, 0.2), new RandomSource(1));

        Assert.That((random.Train.Length, random.Validation.Length, random.Test.Length), Is.EqualTo((45, 18, 27)));
        Assert.That(random.Audit(graph).Problems, Is.Empty);
        Assert.That(stratified.Audit(graph).Train.ClassCounts, Is.EqualTo(new[] { 27, 27 }).Within(1));
        Assert.That(stratified.Audit(graph).UnusedCount, Is.EqualTo(10));
        using Graph bare = ClassicGraphs.Ring(10);
        Assert.That(NodeSplit.Random(bare, SplitSizes.Shares(0.5, 0.2), new RandomSource(1)).Train.Length, Is.EqualTo(5));
        Assert.That(() => NodeSplit.Stratified(bare, SplitSizes.Shares(0.5, 0.2), new RandomSource(1)), Throws.InvalidOperationException);
    }

    [Test]
    public void KFold_EveryLabelledNode_TestsOnce()
    {
        using Graph graph = SampleGraphs.A();
        IReadOnlyList<NodeSplit> folds = NodeSplit.KFold(graph, 3, new RandomSource(1));

        Assert.That(folds.SelectMany(fold => fold.Test.ToArray()).Order(), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(folds.Select(fold => fold.Audit(graph).Test.ClassCounts), Is.All.EqualTo(new[] { 1, 1, 1 }).Within(1));
        Assert.That(folds.Select(fold => fold.Name), Is.EqualTo(new[] { "fold 1/3", "fold 2/3", "fold 3/3" }));
        using Graph bare = ClassicGraphs.Ring(10);
        Assert.That(NodeSplit.KFold(bare, 5, new RandomSource(1), stratify: false).Select(fold => fold.Train.Length), Is.All.EqualTo(6));
    }

    [Test]
    public void ByTime_Years_DoNotStraddle()
    {
        using Graph graph = ClassicGraphs.Path(6);
        long[] years = [2019, 2017, 2018, 2018, 2020, 2017];
        var split = NodeSplit.ByTime(graph, years, SplitSizes.Counts(3, 1, 2));
        var given = NodeSplit.ByTime(graph, years, 2019, 2020);

        Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 1, 2, 3, 5 }), "both of 2018");
        Assert.That(split.Validation.Length + split.Test.Length, Is.EqualTo(2));
        Assert.That((given.Train.Length, given.Validation.Length, given.Test.Length), Is.EqualTo((4, 1, 1)));
        Assert.That(() => NodeSplit.ByTime(graph, [1], 2, 3), Throws.ArgumentException.With.Message.Contains("6 entries"));
    }

    [Test]
    public void ByDegreeAndKey_Shift_IsInOrder()
    {
        using Graph graph = BarabasiAlbert.Create(500, 2, new RandomSource(1));
        var split = NodeSplit.ByDegree(graph, SplitSizes.Shares(0.3, 0.2));
        double[] keys = [.. Enumerable.Range(0, 500).Select(node => (double)graph.OutDegree(node))];
        var reverse = NodeSplit.ByKey(graph, keys, SplitSizes.Shares(0.5, 0.2));
        long Degree(int node) => graph.OutDegree(node);

        Assert.That(split.Train.ToArray().Min(Degree), Is.GreaterThan(split.Validation.ToArray().Max(Degree)));
        Assert.That(split.Validation.ToArray().Min(Degree), Is.GreaterThan(split.Test.ToArray().Max(Degree)));
        Assert.That(reverse.Train.ToArray().Max(Degree), Is.LessThan(reverse.Validation.ToArray().Min(Degree)));
    }

    [Test]
    public void ByComponent_NoEdge_LeavesAPart([Range(0, 9)] int seed)
    {
        using Graph graph = ErdosRenyi.Gnp(200, 0.004, new RandomSource(seed));
        var split = NodeSplit.ByComponent(graph, SplitSizes.Shares(0.5, 0.25), new RandomSource(seed));
        int[] partOf = new int[200];
        foreach (int node in split.Validation)
        {
            partOf[node] = 1;
        }

        foreach (int node in split.Test)
        {
            partOf[node] = 2;
        }

        Assert.That(split.Train.Length + split.Validation.Length + split.Test.Length, Is.EqualTo(200));
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()).All(edge => partOf[edge.First] == partOf[edge.Second]), Is.True);
        using Graph ring = ClassicGraphs.Ring(10);
        Assert.That(() => NodeSplit.ByComponent(ring, SplitSizes.Shares(0.5, 0.25), new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("stays together"));
    }
}
