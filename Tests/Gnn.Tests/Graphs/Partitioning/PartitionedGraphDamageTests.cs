using System.Text;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Partitioning;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Graphs.Files;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Partitioning;

/// <summary>Folders of partitioned graphs that were cut, altered or mixed up.</summary>
[TestFixture]
internal sealed class PartitionedGraphDamageTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp()
    {
        _scratch = new ScratchFolder(isSmall: true);
        using Graph graph = FileSamples.Chain(SampleGraphs.U(), graph => graph.WithFeatures(Tensor.Normal((9, 4), new RandomSource(1))));
        PartitionedGraph.Save(graph, GraphPartitioner.Partition(graph, 2), Folder);
        PartitionedGraph.Save(graph, GraphPartition.FromParts(graph, 2, [1, 0, 1, 0, 1, 0, 1, 0, 1]), _scratch["other"]);
    }

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    private string Folder => _scratch["parts"];

    private string Manifest => Path.Combine(Folder, PartitionManifest.FileName);

    [Test]
    public void Manifest_AlteredBytes_AreReadOrRefused()
    {
        byte[] valid = File.ReadAllBytes(Manifest);

        int refused = ParserFuzz.SurvivesMutations(valid, bytes => PartitionManifest.Read(bytes, "a/partition.json"));

        Assert.That(refused, Is.GreaterThan(ParserFuzz.SuiteRounds / 2));
    }

    [Test]
    public void Manifest_EveryPrefix_IsRefused() =>
        ParserFuzz.RefusesEveryPrefix(File.ReadAllBytes(Manifest), bytes => PartitionManifest.Read(bytes, "a/partition.json"));

    [Test]
    public void Open_AlteredManifest_IsReadOrRefused()
    {
        byte[] valid = File.ReadAllBytes(Manifest);
        int refused = ParserFuzz.SurvivesMutations(
            valid,
            bytes =>
            {
                FileSamples.Write(bytes, Manifest);
                PartitionedGraph.Open(Folder, GraphFileCheck.Contents);
            },
            rounds: 60,
            allocationFactor: 1000,
            fixedBytes: 4 << 20);

        Assert.That(refused, Is.GreaterThan(40));
    }

    [TestCase("\"version\": 1", "\"version\": 2", "of version 2")]
    [TestCase("gnn-partitioned-graph", "something-else", "got 'something-else'")]
    [TestCase("\"nodes\": 9,\n  \"edges\"", "\"nodes\": 10,\n  \"edges\"", "expected parts of 10 nodes together, got 9")]
    [TestCase("\"edges\": 22", "\"edges\": 23", "expected parts of 23 edges together, got 22")]
    [TestCase("part-1.gnn", "../part-1.gnn", "expected a file 'part-1.gnn', got '../part-1.gnn'")]
    [TestCase("\"balance\"", "\"balence\"", "expected 'balance', got none")]
    [TestCase("\"cutEdges\": ", "\"cutEdges\": 9", "expected at most 22 cut edges")]
    [TestCase("\"communicationVolume\": ", "\"communicationVolume\": 9", "halo nodes together")]
    [TestCase("\"undirected\": true", "\"undirected\": 1", "true or false")]
    public void Open_ManifestThatSaysSomethingElse_NamesIt(string text, string instead, string message)
    {
        string manifest = File.ReadAllText(Manifest).ReplaceLineEndings("\n");
        Assert.That(manifest, Does.Contain(text));
        File.WriteAllText(Manifest, manifest.Replace(text, instead, StringComparison.Ordinal));

        Assert.That(() => PartitionedGraph.Open(Folder), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(Manifest).And.Message.Contains(message));
    }

    [TestCase("partition.json")]
    [TestCase("node-parts.npy")]
    [TestCase("part-0.gnn")]
    [TestCase("part-1.gnn")]
    public void Open_FileMissingOrCut_IsRefused(string name)
    {
        string path = Path.Combine(Folder, name);
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.SetLength(stream.Length - 1);
        }

        Assert.That(() => PartitionedGraph.Open(Folder), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path));
        File.Delete(path);
        Assert.That(() => PartitionedGraph.Open(Folder), Throws.InstanceOf<DataFormatException>().Or.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public void Open_AnyByteOfAnArrayAltered_IsFoundByChecksums([Values("node-parts.npy", "part-0.gnn", "part-1.gnn")] string name)
    {
        string path = Path.Combine(Folder, name);
        byte[] valid = File.ReadAllBytes(path);
        for (int at = 0; at < valid.Length; at += 7)
        {
            byte[] altered = [.. valid];
            altered[at] ^= 0x10;
            FileSamples.Write(altered, path);
            Assert.That(() => PartitionedGraph.Open(Folder, GraphFileCheck.Checksums), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path), $"byte {at}");
        }
    }

    [Test]
    public void Part_FileOfAnotherPartition_IsRefused()
    {
        var whole = PartitionedGraph.Open(Folder);
        foreach (string file in (string[])["part-0.gnn", "part-1.gnn"])
        {
            File.Copy(_scratch[$"other/{file}"], Path.Combine(Folder, file), overwrite: true);
        }

        Assert.That(() => whole.Part(0), Throws.TypeOf<DataFormatException>().With.Message.Contains("part-0.gnn"));
        File.Copy(_scratch["other/part-0.gnn"], Path.Combine(Folder, "part-1.gnn"), overwrite: true);
        Assert.That(() => whole.Part(1), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected part 1 of graph"));
        Assert.That(() => whole.Part(2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Open_PartsThatShareAnEdge_AreRefusedByContents()
    {
        string path = Path.Combine(Folder, "part-1.gnn");
        byte[] altered = FileSamples.Remake(
            File.ReadAllBytes(path),
            section: (entry, bytes) =>
            {
                if (entry.Name == "part/edges")
                {
                    // The first edge of this part becomes one of the other's.
                    using GraphPart other = PartitionedGraph.Open(Folder).Part(0);
                    BitConverter.TryWriteBytes(bytes, other.EdgeIds[0]);
                }
            });
        File.WriteAllBytes(path, altered);
        PartFile file = PartFile.Of(Folder, "part-1.gnn", CancellationToken.None);
        PartitionManifest manifest = PartitionManifest.Read(Manifest);
        manifest = manifest with { Parts = [manifest.Parts[0], (file, manifest.Parts[1].Nodes, manifest.Parts[1].HaloNodes, manifest.Parts[1].Edges)] };
        File.WriteAllBytes(Manifest, manifest.Write());

        Assert.That(() => PartitionedGraph.Open(Folder, GraphFileCheck.Checksums), Throws.Nothing);
        Assert.That(
            () => PartitionedGraph.Open(Folder, GraphFileCheck.Contents), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path).And.Message.Contains("that no part had yet"));
    }

    [Test]
    public void Open_NotUtf8_IsRefused()
    {
        File.WriteAllBytes(Manifest, [.. Encoding.UTF8.GetBytes("{\"format\": \""), 0xff, (byte)'"', (byte)'}']);

        Assert.That(() => PartitionedGraph.Open(Folder), Throws.TypeOf<DataFormatException>().With.Message.Contains("UTF-8"));
        Assert.That(() => PartitionedGraph.Open(_scratch["none"]), Throws.InstanceOf<IOException>());
    }
}
