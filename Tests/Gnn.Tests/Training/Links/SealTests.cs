using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Links;
using NUnit.Framework;

namespace Gnn.Tests.Training.Links;

[TestFixture]
internal sealed class SealTests
{
    private static readonly RandomSource Random = new(5);

    [TestCase(1, null)]
    [TestCase(2, null)]
    [TestCase(2, 12)]
    public void KeptNodesFor_TrainingLinks_IsTheSizeThatSixtyPercentHaveAtMost(int hops, int? mostPerHop)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit split = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), Random.Stream("split"));
        using Graph messages = Graph.FromEdges(graph.NodeCount, Ends(split.TrainMessages, graph.Sources), Ends(split.TrainMessages, graph.Targets), isUndirected: true);
        using var subgraphs = new EnclosingSubgraphs(messages, hops, new EnclosingOptions { MaxNodesPerHop = mostPerHop });

        int kept = Seal.KeptNodesFor(graph, split, new SealOptions { Hops = hops, MaxNodesPerHop = mostPerHop }, Random.Stream("kept"));

        // One pair at a time, where the method takes many.
        int[] sources = Ends(split.Train, graph.Sources);
        int[] targets = Ends(split.Train, graph.Targets);
        var sizes = new List<int>();
        for (int link = 0; link < sources.Length; link++)
        {
            using EnclosingBatch one = subgraphs.Extract([sources[link]], [targets[link]], Random.Stream("kept"));
            sizes.Add(one.Nodes.Length);
        }

        Assert.That(sizes.Max(), Is.GreaterThan(sizes.Min()), "all subgraphs alike would show nothing");
        Assert.That(kept % 2, Is.Zero);
        Assert.That(kept, Is.GreaterThan(10), "the smallest that there is would show nothing");
        Assert.That(sizes.Count(size => size <= kept), Is.GreaterThanOrEqualTo(0.6 * sizes.Count));
        Assert.That(sizes.Count(size => size <= kept - 2), Is.LessThan(0.6 * sizes.Count));
    }

    [Test]
    public void KeptNodesFor_SmallSubgraphs_IsTheLeastThatAModelTakes()
    {
        using Graph path = Graph.FromEdges(30, [.. Enumerable.Range(0, 29)], [.. Enumerable.Range(1, 29)]);
        EdgeSplit split = EdgeSplit.Random(path, SplitSizes.Shares(0.8, 0.1), Random.Stream("split"));

        int kept = Seal.KeptNodesFor(path, split, options: null, Random);

        Assert.That(kept, Is.EqualTo(10));
        using var model = new Seal(0, Random, new SealOptions { KeptNodes = kept });
    }

    [Test]
    public void KeptNodesFor_AnotherGraphOrNoTraining_SaysSo()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using Graph other = Graph.FromEdges(3, [0, 1], [1, 2]);
        EdgeSplit split = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), Random);
        EdgeSplit untrained = EdgeSplit.Random(graph, SplitSizes.Shares(0, 0.5), Random);

        Assert.That(() => Seal.KeptNodesFor(other, split, options: null, Random), Throws.ArgumentException.With.Message.Contains("the graph has 2"));
        Assert.That(() => Seal.KeptNodesFor(graph, untrained, options: null, Random), Throws.ArgumentException.With.Message.Contains("no training links"));
        Assert.That(() => Seal.KeptNodesFor(graph, split, new SealOptions { Hops = 0 }, Random), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static int[] Ends(ReadOnlySpan<int> edges, ReadOnlySpan<int> ends)
    {
        int[] found = new int[edges.Length];
        for (int k = 0; k < edges.Length; k++)
        {
            found[k] = ends[edges[k]];
        }

        return found;
    }
}
