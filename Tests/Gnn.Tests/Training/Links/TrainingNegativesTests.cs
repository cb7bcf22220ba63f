using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Links;
using NUnit.Framework;

namespace Gnn.Tests.Training.Links;

[TestFixture]
internal sealed class TrainingNegativesTests
{
    [Test]
    public void Draw_InductiveSplit_TouchesTrainingNodesAndNoKnownEdge([Values] bool sharesSource)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit split = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.6, 0.2), 0.5, new RandomSource(1));
        PairList links = PairList.Of(graph, split.Train);
        PairList known = PairList.Of(graph, split.TrainMessages);

        PairList drawn = new TrainingNegatives(graph.NodeCount, split, known, sharesSource).Draw(links, 4, new RandomSource(2));

        var nodes = new HashSet<int>(split.TrainNodes.ToArray());
        HashSet<(int, int)> edges = [.. known.Sources.Zip(known.Targets)];
        Assert.That(drawn.Count, Is.EqualTo(4 * links.Count));
        for (int i = 0; i < drawn.Count; i++)
        {
            (int source, int target) = (drawn.Sources[i], drawn.Targets[i]);
            Assert.That(nodes.Contains(source) && nodes.Contains(target), $"{source} - {target}");
            Assert.That(source != target && !edges.Contains((source, target)) && !edges.Contains((target, source)), $"{source} - {target}");
            Assert.That(!sharesSource || source == links.Sources[i / 4]);
        }
    }

    [Test]
    public void Draw_RandomSplit_MayTakeLinksOfOtherParts()
    {
        // In a complete graph the only pairs without a training edge are links of other parts: to leave them out would tell of them.
        int[] from = [.. Enumerable.Range(0, 30).SelectMany(a => Enumerable.Range(0, 30).Where(b => b != a).Select(_ => a))];
        int[] to = [.. Enumerable.Range(0, 30).SelectMany(a => Enumerable.Range(0, 30).Where(b => b != a))];
        using Graph graph = Graph.FromEdges(30, from, to, isUndirected: true);
        EdgeSplit split = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(1));

        PairList drawn = new TrainingNegatives(30, split, PairList.Of(graph, split.TrainMessages), sharesSource: false).Draw(PairList.Of(graph, split.Train), 1, new RandomSource(2));

        HashSet<(int, int)> train = [.. split.Train.ToArray().Select(edge => Key(graph.Sources[edge], graph.Targets[edge]))];
        Assert.That(drawn.Sources.Zip(drawn.Targets).Count(pair => train.Contains(Key(pair.First, pair.Second))), Is.Zero);
        Assert.That(drawn.Count, Is.EqualTo(split.Train.Length));

        static (int, int) Key(int a, int b) => (Math.Min(a, b), Math.Max(a, b));
    }
}
