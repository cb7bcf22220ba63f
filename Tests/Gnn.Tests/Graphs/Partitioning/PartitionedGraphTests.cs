using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Partitioning;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Graphs.Files;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Partitioning;

[TestFixture]
internal sealed class PartitionedGraphTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    private string Folder => _scratch["parts"];

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(10)]
    public void Join_GraphWithColumnsOfEveryType_IsTheGraphThatWasPartitioned(int parts)
    {
        using var engine = new ReferenceEngine();
        using Graph graph = FileSamples.Everything(engine);
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, parts), Folder);

        var whole = PartitionedGraph.Open(Folder, GraphFileCheck.Contents);
        using Graph joined = whole.Join(engine);

        Assert.That(joined.ContentHash, Is.EqualTo(graph.ContentHash).And.EqualTo(whole.ContentHash));
        Assert.That(whole.PartCount, Is.EqualTo(parts));
        Assert.That(joined.Sources.ToArray(), Is.EqualTo(SampleGraphs.SourcesA));
    }

    [Test]
    public void Join_RandomGraphsAndDivisions_HoldEveryEdgeOnce()
    {
        for (int seed = 0; seed < 25; seed++)
        {
            (Graph graph, int[] sources, int[] targets, _) = SampleGraphs.Random(seed);
            using (graph)
            {
                RandomSequence random = new RandomSource(seed).Stream("parts").Sequence();
                int[] partOf = [.. Enumerable.Range(0, graph.NodeCount).Select(_ => random.NextInt32(4))];
                GraphPartition partition = GraphPartition.FromParts(graph, 4, partOf);
                PartitionedGraph.Save(graph, partition, Folder, overwrite: true);

                var whole = PartitionedGraph.Open(Folder, GraphFileCheck.Contents);
                using Graph joined = whole.Join();

                Assert.That(joined.Equals(graph), $"seed {seed}");
                Assert.That(whole.CommunicationVolume, Is.EqualTo(partition.CommunicationVolume));
                Assert.That(whole.CutEdgeCount, Is.EqualTo(partition.CutEdgeCount));
                var edges = new List<int>();
                for (int index = 0; index < 4; index++)
                {
                    using GraphPart part = whole.Part(index);
                    CheckPart(part, partOf, sources, targets);
                    edges.AddRange(part.EdgeIds);
                    Assert.That(whole.Sizes(index), Is.EqualTo((part.OwnCount, part.HaloCount, part.Graph.EdgeCount)));
                }

                Assert.That(edges.Order(), Is.EqualTo(Enumerable.Range(0, sources.Length)));
            }
        }
    }

    [Test]
    public void Part_RowsOfOwnNodes_AreThoseOfTheWholeGraphInTheirOrder()
    {
        string data = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        using Dataset dataset = DatasetCatalog.Find("cora").Load(data);
        Graph graph = dataset.As<Graph>();
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 4), Folder);
        var whole = PartitionedGraph.Open(Folder, GraphFileCheck.Contents);

        Assert.That(whole.ContentHash, Is.EqualTo(graph.ContentHash));
        using GraphPart part = whole.Part(2);
        int[] labels = part.Nodes["y"].ToArray<int>();
        for (int node = 0; node < part.OwnCount; node++)
        {
            int[] sources = [.. part.Graph.InEdges.Row(node).ToArray().Select(source => part.NodeIds[source])];
            Assert.That(sources, Is.EqualTo(graph.InEdges.Row(part.NodeIds[node]).ToArray()));
            Assert.That(labels[node], Is.EqualTo(graph.HostLabels[part.NodeIds[node]]));
        }

        Assert.That(part.Nodes.Sparse("x").Structure.RowCount, Is.EqualTo(part.OwnCount), "the halo has no columns");
        Assert.That(part.Graph.ClassNames, Is.EqualTo(graph.ClassNames));
        Assert.That(GraphFile.Verify(Path.Combine(Folder, "part-2.gnn")).Defects, Is.Empty, "a part is a graph file");
    }

    [Test]
    public void Open_EmptyGraphAndEmptyParts_AreRead()
    {
        using Graph graph = Graph.FromEdges(0, [], []);
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 2), Folder);

        var whole = PartitionedGraph.Open(Folder, GraphFileCheck.Contents);
        using GraphPart part = whole.Part(1);

        Assert.That((part.OwnCount, part.HaloCount, whole.NodeCount), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Save_TheSameGraph_GivesTheSameBytes()
    {
        using Graph graph = SampleGraphs.U();
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 2), _scratch["a"]);
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 2), _scratch["b"]);

        string[] files = [.. Directory.GetFiles(_scratch["a"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.That(files, Is.EqualTo(new[] { "node-parts.npy", "part-0.gnn", "part-1.gnn", "partition.json" }));
        foreach (string file in files)
        {
            Assert.That(File.ReadAllBytes(_scratch[$"b/{file}"]), Is.EqualTo(File.ReadAllBytes(_scratch[$"a/{file}"])), file);
        }
    }

    [Test]
    public void Save_FolderIsThere_IsReplacedOnlyIfItHoldsAPartitionedGraph()
    {
        using Graph graph = SampleGraphs.U();
        GraphPartition partition = GraphPartitioner.Partition(graph, 2);
        PartitionedGraph.Save(graph, partition, Folder);
        Assert.That(() => PartitionedGraph.Save(graph, partition, Folder), Throws.TypeOf<IOException>());
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 3), Folder, overwrite: true);
        Assert.That(PartitionedGraph.Open(Folder).PartCount, Is.EqualTo(3));

        Directory.CreateDirectory(_scratch["other"]);
        File.WriteAllText(_scratch["other/mine"], "1");
        Assert.That(() => PartitionedGraph.Save(graph, partition, _scratch["other"], overwrite: true), Throws.TypeOf<IOException>().With.Message.Contains("something else"));
        Assert.That(File.Exists(_scratch["other/mine"]));
        using Graph another = SampleGraphs.A();
        Assert.That(() => PartitionedGraph.Save(another, partition, _scratch["c"]), Throws.ArgumentException);
    }

    [Test]
    public void Save_Cancelled_LeavesNothing()
    {
        using Graph graph = SampleGraphs.U();
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.That(
            () => PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 2), Folder, cancellation: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(_scratch.Path), Is.Empty);
    }

    private static void CheckPart(GraphPart part, int[] partOf, int[] sources, int[] targets)
    {
        int[] ids = part.NodeIds.ToArray();
        Assert.That(ids[..part.OwnCount], Is.EqualTo(Enumerable.Range(0, partOf.Length).Where(node => partOf[node] == part.Index)));
        int[] expected = [.. Enumerable.Range(0, sources.Length).Where(edge => partOf[targets[edge]] == part.Index)];
        Assert.That(part.EdgeIds.ToArray(), Is.EqualTo(expected), "all in-edges of own nodes");
        Assert.That(part.Graph.Sources.ToArray().Select(node => ids[node]), Is.EqualTo(expected.Select(edge => sources[edge])));
        Assert.That(part.Graph.Targets.ToArray().Select(node => ids[node]), Is.EqualTo(expected.Select(edge => targets[edge])));
        Assert.That(part.HaloOwners.ToArray(), Is.EqualTo(ids[part.OwnCount..].Select(node => partOf[node])).And.Ordered.And.Not.Contains(part.Index));
    }
}
