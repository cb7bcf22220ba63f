using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class NodeSplitTests
{
    [Test]
    public void Constructor_AnyOrder_SortsAndCopies()
    {
        int[] train = [5, 1];
        var split = new NodeSplit("mine", 6, train, [0], [4, 3]);
        train[0] = 2;

        Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 1, 5 }));
        Assert.That(split.Validation.ToArray(), Is.EqualTo(new[] { 0 }));
        Assert.That(split.Test.ToArray(), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(split.ToString(), Is.EqualTo("NodeSplit 'mine': 2 train, 1 validation, 2 test of 6 nodes"));
    }

    [Test]
    public void Constructor_BadNodes_NamesNodeAndParts()
    {
        Assert.That(
            () => new NodeSplit("s", 3, [0], [1], [2, 0]),
            Throws.ArgumentException.With.Message.Contains("Node 0").And.Message.Contains("'train' and in 'test'"));
        Assert.That(() => new NodeSplit("s", 3, [0], [1, 1], []), Throws.ArgumentException.With.Message.Contains("Node 1 is listed twice in 'validation'"));
        Assert.That(
            () => new NodeSplit("s", 3, [], [], [3]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'test'").And.Message.Contains("got 3"));
        Assert.That(() => new NodeSplit("s", 3, [-1], [], []), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new NodeSplit(" ", 3, [], [], []), Throws.ArgumentException);
    }

    [Test]
    public void FromMasks_OfTheRightLength_ListsTheTrue()
    {
        var split = NodeSplit.FromMasks("masks", 4, [true, false, false, true], [false, true, false, false], new bool[4]);

        Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 0, 3 }));
        Assert.That(split.Validation.ToArray(), Is.EqualTo(new[] { 1 }));
        Assert.That(split.Test.Length, Is.Zero);
    }

    [Test]
    public void FromMasks_WrongLength_NamesTheMask() => Assert.That(
        () => NodeSplit.FromMasks("masks", 4, new bool[4], new bool[3], new bool[4]),
        Throws.ArgumentException.With.Message.Contains("'validation'").And.Message.Contains("4 elements").And.Message.Contains("got 3"));

    [Test]
    public void FromMasks_Overlap_Throws() => Assert.That(
        () => NodeSplit.FromMasks("masks", 2, [true, false], [true, false], new bool[2]), Throws.ArgumentException.With.Message.Contains("overlap"));

    [Test]
    public void Create_OfRandomGraphs_DrawsLabelledNodesOnce([Range(0, 19)] int seed)
    {
        (Graph graph, _, _, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            int free = labels.Count(label => label >= 0) - (labels[0] >= 0 ? 1 : 0);
            var split = NodeSplit.Create(graph, [0], free / 2, free - (free / 2), new RandomSource(seed));
            int[] drawn = [.. split.Validation, .. split.Test];

            Assert.That(drawn, Is.Unique);
            Assert.That(drawn.Order(), Is.EqualTo(Enumerable.Range(1, labels.Length - 1).Where(node => labels[node] >= 0)));
            Assert.That(
                () => NodeSplit.Create(graph, [0], free, 1, new RandomSource(seed)), Throws.ArgumentException.With.Message.Contains($"{free} labelled"));
        }
    }

    [Test]
    public void Create_SameSeed_DrawsTheSameAndAnotherSeedAnother()
    {
        using Graph graph = SampleGraphs.A();
        string Draw(int seed) => string.Join(',', NodeSplit.Create(graph, [0], 4, 4, new RandomSource(seed)).Validation.ToArray());

        string[] draws = [.. Enumerable.Range(0, 10).Select(i => Draw(i / 2))];

        Assert.That(draws.Where((_, i) => i % 2 == 0), Is.EqualTo(draws.Where((_, i) => i % 2 == 1)));
        Assert.That(draws.Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public void PerClass_EnoughNodes_TakesTheSameOfEach()
    {
        using Graph graph = SampleGraphs.A();
        var split = NodeSplit.PerClass(graph, 2, 1, 2, new RandomSource(3));

        Assert.That(split.Train.ToArray().CountBy(node => SampleGraphs.LabelsA[node]).Select(pair => pair.Value), Is.EqualTo(new[] { 2, 2, 2 }));
        Assert.That((split.Validation.Length, split.Test.Length), Is.EqualTo((1, 2)));
    }

    [Test]
    public void PerClass_TooFewOfAClass_NamesIt()
    {
        using Graph graph = Graph.FromEdges(4, [], []);
        using Graph labelled = graph.WithLabels([0, 0, 1, -1], ["many", "few"]);

        Assert.That(() => NodeSplit.PerClass(labelled, 2, 0, 0, new RandomSource(0)), Throws.ArgumentException.With.Message.Contains("'few' has 1"));
        Assert.That(() => NodeSplit.PerClass(labelled, 1, 1, 1, new RandomSource(0)), Throws.ArgumentException.With.Message.Contains("1 labelled"));
    }

    [Test]
    public void ByShare_OfAllLabelled_UsesEveryNode()
    {
        using Graph graph = SampleGraphs.A();
        var split = NodeSplit.ByShare(graph, 0.6, 0.2, new RandomSource(5));

        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((6, 2, 2)));
        Assert.That(() => NodeSplit.ByShare(graph, 0.6, 0.5, new RandomSource(5)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => NodeSplit.ByShare(graph, double.NaN, 0.5, new RandomSource(5)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
