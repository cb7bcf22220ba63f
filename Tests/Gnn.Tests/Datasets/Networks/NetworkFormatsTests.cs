using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Parsing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Networks;

/// <summary>Small files in the published formats, sound and damaged.</summary>
[TestFixture]
internal sealed class NetworkFormatsTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void MakeFolder() => _scratch = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _scratch.Dispose();

    [Test]
    public void Load_UsaAirports_NumbersTheIdsInAscendingOrder()
    {
        Write("embedding/airports/usa-airports.edgelist", "12343 12129\n13277 11996\n12129 12343\n");
        Write("embedding/airports/labels-usa-airports.txt", "node label\n12343 0\n12129 1\n13277 3\n11996 2\n10241 2\n");
        using Dataset dataset = DatasetCatalog.Find("usa-airports").Load(_scratch.Path);
        Graph graph = dataset.As<Graph>();
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "10241", "11996", "12129", "12343", "13277" }));
        Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 2, 2, 1, 0, 3 }));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 4, 3, 2, 1 }));
    }

    [Test]
    public void Load_Airports_NodeLabelledTwice_IsRefused()
    {
        Write("embedding/airports/usa-airports.edgelist", "1 2\n");
        Write("embedding/airports/labels-usa-airports.txt", "node label\n1 0\n2 1\n1 2\n");
        Assert.That(
            () => Airports.Load("usa-airports", _scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("labels-usa-airports.txt").And.Message.Contains("line 4").And.Message.Contains("got 1 again"));
    }

    [TestCase("pb")]
    [TestCase("yeast")]
    [TestCase("router")]
    [TestCase("ecoli")]
    public void Load_SealSet_ReadsItsMatrix(string name)
    {
        var builder = new MatBuilder();
        byte[] net = builder.Sparse("net", 4, 4, [1, 0, 2, 1], [0, 1, 3, 4, 4], MatBuilder.Double, 1, 1, 1, 1);
        Write($"seal/{DatasetCatalog.Find(name).Files[0].Name}", builder.Add(builder.Pack(net)).File);
        using Graph graph = SealGraphs.Load(name, _scratch.Path);
        Assert.That((graph.NodeCount, graph.IsUndirected, graph.EdgeWeights), Is.EqualTo((4, true, (object?)null)));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 0, 2, 1 }));
    }

    [TestCase(new double[] { 1, 2, 1 }, new double[] { 0, 1, 2, 3 }, new double[] { 1, 1, 1 }, "symmetric", TestName = "Load_AsymmetricMatrix_IsRefused")]
    [TestCase(new double[] { 1, 0 }, new double[] { 0, 1, 2, 2 }, new double[] { 1, 2 }, "symmetric", TestName = "Load_MatrixOfOtherValuesAtTheMirrorImage_IsRefused")]
    [TestCase(new double[] { 0, 0 }, new double[] { 0, 2, 2, 2 }, new double[] { 1, 1 }, "twice", TestName = "Load_EntryStoredTwice_IsRefused")]
    [TestCase(new double[] { 0 }, new double[] { 0, 1, 1, 1 }, new[] { double.NaN }, "got", TestName = "Load_EntryThatIsNoNumber_IsRefused")]
    [TestCase(new double[] { 0 }, new double[] { 0, 1, 1, 1 }, new double[] { 0 }, "other than 0", TestName = "Load_EntryOfZero_IsRefused")]
    public void Load_UnsoundMatrix_IsRefused(double[] rows, double[] pointers, double[] values, string message)
    {
        var builder = new MatBuilder();
        Write("seal/PB.mat", builder.Add(builder.Sparse("net", 3, 3, rows, pointers, MatBuilder.Double, values)).File);
        Assert.That(() => SealGraphs.Load("pb", _scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message).And.Message.Contains("PB.mat"));
    }

    [Test]
    public void Read_MultiLabelGraph_GivesWeightsAndLabels()
    {
        var builder = new MatBuilder();
        byte[] network = builder.Sparse("network", 2, 2, [1, 0, 1], [0, 1, 3], MatBuilder.Double, 2.5, 2.5, 1);
        byte[] group = builder.Sparse("group", 2, 3, [0, 1, 1], [0, 1, 2, 3], MatBuilder.Double, 1, 1, 1);
        Write("embedding/POS.mat", builder.Add(network).Add(group).File);
        using Dataset dataset = MultiLabelSources.Read(_scratch[Path.Combine("embedding", "POS.mat")]);
        Graph graph = dataset.As<Graph>();
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.EqualTo(new[] { 2.5f, 2.5f, 1 }));
        Assert.That(graph.Nodes[MultiLabelGraphs.LabelsColumn].ToArray<float>(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 1 }));
    }

    [TestCase(3, new double[] { 1, 1, 1 }, "expected labels for 2 nodes")]
    [TestCase(2, new double[] { 1, 1, 2 }, "expected 0 or 1")]
    public void Load_MultiLabelGraphOfOtherLabels_IsRefused(int rows, double[] values, string message)
    {
        var builder = new MatBuilder();
        byte[] network = builder.Sparse("network", 2, 2, [1, 0], [0, 1, 2], MatBuilder.Double, 1, 1);
        byte[] group = builder.Sparse("group", rows, 3, [0, 1, 1], [0, 1, 2, 3], MatBuilder.Double, values);
        Write("embedding/blogcatalog.mat", builder.Add(network).Add(group).File);
        Assert.That(() => MultiLabelGraphs.Load("blogcatalog", _scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [Test]
    public void Load_CollaborationAsPublishedAndAsPassedAround_IsTheSame()
    {
        Write("snap/ca-AstroPh.txt", "# Undirected graph\n# FromNodeId\tToNodeId\n10\t7\n7\t10\n7\t99\n99\t7\n5\t5\n");
        // The known content is that of the real files, so a list of the same form is compared.
        Write("snap/ca-GrQc.txt", "# Undirected graph\r\n10\t7\r\n7\t10\r\n7\t99\r\n99\t7\r\n5\t5\r\n");
        Assert.That(() => SnapGraphs.Load("ca-astroph", _scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("content hash"));
        using Graph both = SnapGraphs.Load("ca-grqc", _scratch.Path);
        Write("snap/ca-GrQc.txt", "99 7\n5 5\n7 10\n");
        using Graph once = SnapGraphs.Load("ca-grqc", _scratch.Path);
        Assert.That(both, Is.EqualTo(once));
        Assert.That((both.NodeCount, both.EdgeCount), Is.EqualTo((4, 5L)));
    }

    [Test]
    public void Load_MissingFiles_AreNamedWithTheirSource()
    {
        DatasetEntry entry = DatasetCatalog.Find("email-eu-core");
        Assert.That(entry.FindFiles(new DataRoot(_scratch.Path)), Is.Null);
        Assert.That(entry.Files.Select(file => file.Source.AbsoluteUri), Is.EqualTo(new[]
        {
            "https://snap.stanford.edu/data/email-Eu-core.txt.gz", "https://snap.stanford.edu/data/email-Eu-core-department-labels.txt.gz",
        }));
    }

    [TestCase("snap")]
    [TestCase("seal")]
    [TestCase("pb-2")]
    public void Load_UnknownName_ListsTheNames(string name)
    {
        Assert.That(() => SealGraphs.Load(name), Throws.ArgumentException.With.Message.Contains("usair, ns, pb, yeast"));
        Assert.That(() => SnapGraphs.Load(name), Throws.ArgumentException.With.Message.Contains("wiki-vote"));
    }

    private void Write(string place, string text) => Write(place, Encoding.UTF8.GetBytes(text));

    private void Write(string place, byte[] bytes)
    {
        string path = _scratch[place.Replace('/', Path.DirectorySeparatorChar)];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
