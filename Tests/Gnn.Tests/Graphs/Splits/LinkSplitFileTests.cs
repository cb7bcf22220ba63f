using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Training;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class LinkSplitFileTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [Test]
    public void SaveAndLoad_AnySplit_IsTheSame([Values("random", "disjoint", "inductive", "directed")] string kind, [Values] bool isHard)
    {
        using Graph graph = Make(kind);
        LinkSplit split = Split(graph, kind, isHard);
        string path = _scratch["folder/a.split"];

        split.Save(path, graph);
        LinkSplit loaded = LinkSplit.Load(path, graph);
        byte[] bytes = File.ReadAllBytes(path);
        loaded.Save(path, graph);

        Assert.That(File.ReadAllBytes(path), Is.EqualTo(bytes));
        Assert.That(loaded.ToString(), Is.EqualTo(split.ToString()));
        Assert.That(loaded.Audit(graph).ToString(), Is.EqualTo(split.Audit(graph).ToString()));
        Assert.That(Lists(loaded), Is.EqualTo(Lists(split)));
        (EdgeSplit a, EdgeSplit b) = (loaded.Edges, split.Edges);
        Assert.That((a.SeparateReverses, a.HasDisjointTraining, a.IsInductive, a.LinkCount), Is.EqualTo((b.SeparateReverses, b.HasDisjointTraining, b.IsInductive, b.LinkCount)));
        Assert.That((loaded.Validation.PerLink, loaded.Test.PerLink), Is.EqualTo((split.Validation.PerLink, split.Test.PerLink)));
    }

    [Test]
    public void Load_OtherGraph_IsRefused()
    {
        using Graph graph = Make("random");
        string path = _scratch["a.split"];
        Split(graph, "random", isHard: true).Save(path, graph);
        int[] targets = graph.Targets.ToArray();
        targets[^1] = targets[^1] == 0 ? 1 : 0;
        using Graph changed = Graph.FromEdges(graph.NodeCount, graph.Sources, targets);
        using Graph labelled = graph.WithNodeColumn("y2", Tensor.Ones(graph.NodeCount));
        using Graph small = Graph.FromEdges(3, [0], [1]);

        Assert.That(() => LinkSplit.Load(path, changed), Throws.InstanceOf<DataFormatException>().With.Message.Contains(path).And.Message.Contains("of the graph that is given"));
        Assert.That(LinkSplit.Load(path, labelled).Test.Count, Is.GreaterThan(0), "columns are no edges");
        Assert.That(() => Split(graph, "random", isHard: false).Save(path, small), Throws.ArgumentException.With.Message.Contains("the graph has 1"));
    }

    [Test]
    public void Load_AnyByteAlteredOrFileCut_IsRefused()
    {
        using Graph graph = Graph.FromEdges(12, [0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Counts(5, 2, 2), new RandomSource(1));
        string path = _scratch["a.split"];
        LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), new HardNegativeOptions { PerLink = 3 }).Save(path, graph);
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] altered = [.. whole];
            altered[at] ^= 0x41;
            File.WriteAllBytes(path, altered);
            Assert.That(() => LinkSplit.Load(path, graph), Throws.InstanceOf<DataFormatException>().With.Message.Contains(path), $"byte {at} of {whole.Length}");
            if (at % 7 == 0)
            {
                File.WriteAllBytes(path, whole[..at]);
                Assert.That(() => LinkSplit.Load(path, graph), Throws.InstanceOf<DataFormatException>(), $"cut at {at} of {whole.Length}");
            }
        }

        GraphFile.Save(graph, path);
        Assert.That(() => LinkSplit.Load(path, graph), Throws.InstanceOf<DataFormatException>().With.Message.Contains("expected a link split, got a graph"));
        Assert.That(() => LinkSplit.Load(_scratch["none"], graph), Throws.InstanceOf<FileNotFoundException>());
    }

    private static int[][] Lists(LinkSplit split)
    {
        EdgeSplit edges = split.Edges;
        return
        [
            edges.Train.ToArray(), edges.Validation.ToArray(), edges.Test.ToArray(),
            edges.TrainMessages.ToArray(), edges.ValidationMessages.ToArray(), edges.TestMessages.ToArray(),
            edges.TrainNodes.ToArray(), edges.ValidationNodes.ToArray(), edges.TestNodes.ToArray(),
            split.Validation.Sources.ToArray(), split.Validation.Targets.ToArray(), split.Test.Sources.ToArray(), split.Test.Targets.ToArray(),
        ];
    }

    private static Graph Make(string kind)
    {
        Graph graph = Communities.Graph(Engine.Default);
        if (kind != "directed")
        {
            return graph;
        }

        using (graph)
        {
            return Graph.FromEdges(graph.NodeCount, graph.Sources, graph.Targets);
        }
    }

    private static LinkSplit Split(Graph graph, string kind, bool isHard)
    {
        var sizes = SplitSizes.Shares(0.6, 0.2);
        EdgeSplit edges = kind switch
        {
            "inductive" => EdgeSplit.Inductive(graph, sizes, 0.5, new RandomSource(1)),
            "disjoint" => EdgeSplit.Random(graph, sizes, new RandomSource(1), disjointTrainShare: 0.3),
            _ => EdgeSplit.Random(graph, sizes, new RandomSource(1), separateReverses: kind == "directed"),
        };
        return isHard
            ? LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), new HardNegativeOptions { PerLink = 7 })
            : LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(2));
    }
}
