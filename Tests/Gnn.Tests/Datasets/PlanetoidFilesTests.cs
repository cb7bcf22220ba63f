using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Citation;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

public sealed class PlanetoidFilesTests
{
    private static PlanetoidArrays Load(string name) => PlanetoidFiles.Read(name, SharedData.Require("planetoid"));

    private static void Refuses(PlanetoidFixture fixture, string message) =>
        Assert.That(() => PlanetoidFiles.Read("tiny", fixture.Folder), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [TestCase("cora", 2708, 10556, 0, 1433, 49216, 140)]
    [TestCase("citeseer", 3327, 9104 + 124, 124, 3703, 105165, 120)]
    [TestCase("pubmed", 19717, 88648 + 3, 3, 500, 988031, 60)]
    public void Read_RealFiles_HasThePublishedCounts(string name, int nodes, int edges, int loops, int features, int entries, int train)
    {
        PlanetoidArrays data = Load(name);
        Assert.That(data.NodeCount, Is.EqualTo(nodes));
        Assert.That((data.Sources.Length, data.Targets.Length), Is.EqualTo((edges, edges)));
        Assert.That(data.Sources.Zip(data.Targets).Count(edge => edge.First == edge.Second), Is.EqualTo(loops));
        Assert.That(data.FeatureCount, Is.EqualTo(features));
        Assert.That((data.FeatureColumns.Length, data.FeatureValues.Length, data.FeatureRowPointers[^1]), Is.EqualTo((entries, entries, entries)));
        Assert.That(data.Train, Is.EqualTo(Enumerable.Range(0, train)));
        Assert.That(data.Validation, Is.EqualTo(Enumerable.Range(train, 500)));
        Assert.That(data.Test, Has.Length.EqualTo(1000).And.Unique.And.Ordered);
    }

    [TestCase("cora", new[] { 351, 217, 418, 818, 426, 298, 180 }, 0)]
    [TestCase("citeseer", new[] { 249, 590, 668, 701, 596, 508 }, 15)]
    [TestCase("pubmed", new[] { 4103, 7739, 7875 }, 0)]
    public void Read_RealFiles_HasThePublishedClasses(string name, int[] sizes, int without)
    {
        PlanetoidArrays data = Load(name);
        Assert.That(data.ClassCount, Is.EqualTo(sizes.Length));
        Assert.That(sizes.Select((_, label) => data.Labels.Count(l => l == label)), Is.EqualTo(sizes));
        Assert.That(data.Labels.Count(label => label == -1), Is.EqualTo(without));
        Assert.That(data.Test.Concat(data.Validation).Concat(data.Train).All(node => data.Labels[node] >= 0));
        int[] empty = [.. Enumerable.Range(0, data.NodeCount).Where(node => data.Labels[node] < 0)];
        Assert.That(empty.All(node => data.FeatureRowPointers[node] == data.FeatureRowPointers[node + 1]));
    }

    [TestCase("cora")]
    [TestCase("citeseer")]
    [TestCase("pubmed")]
    public void Read_RealFiles_EdgesAreSortedUniqueAndSymmetric(string name)
    {
        PlanetoidArrays data = Load(name);
        (int Source, int Target)[] edges = [.. data.Sources.Zip(data.Targets)];
        Assert.That(edges.Zip(edges.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0));
        var set = edges.ToHashSet();
        Assert.That(edges.All(edge => set.Contains((edge.Target, edge.Source))));
    }

    [Test]
    public void Read_Pubmed_TakesLessThanASecond()
    {
        Load("pubmed");
        var watch = Stopwatch.StartNew();
        Load("pubmed");
        TestContext.Out.WriteLine($"{watch.Elapsed.TotalMilliseconds:0} ms");
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Sources_RealFiles_HaveTheKnownSizesAndDigests([Values("cora", "citeseer", "pubmed")] string name)
    {
        string folder = SharedData.Require("planetoid");
        IReadOnlyList<RemoteFile> files = PlanetoidSources.Entries.Find(name).Files;
        Assert.That(files, Has.Count.EqualTo(8));
        foreach (RemoteFile file in files)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, file.Name));
            Assert.That(bytes, Has.Length.EqualTo(file.Length), file.Name);
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(bytes)), Is.EqualTo(file.Sha256), file.Name);
        }
    }

    [Test]
    public void Sources_UnknownName_SaysWhichAreKnown()
    {
        Assert.That(() => PlanetoidSources.Entries.Find("wikipedia").Files, Throws.ArgumentException.With.Message.Contains("cora, citeseer, pubmed"));
    }

    [Test]
    public void Read_TinyFiles_PlacesTestRowsByTheirIndex()
    {
        using var fixture = new PlanetoidFixture();
        PlanetoidArrays data = PlanetoidFiles.Read("tiny", fixture.Folder);
        Assert.That(data.NodeCount, Is.EqualTo(PlanetoidFixture.Nodes));
        Assert.That(data.Test, Is.EqualTo(new[] { 505, 507, 509 }));
        Assert.That(data.Labels[504..], Is.EqualTo(new[] { 0, 506 % 3, -1, 507 % 3, -1, 505 % 3 }));
        float[] largest = [.. Enumerable.Range(504, 6).Select(node =>
            data.FeatureValues[data.FeatureRowPointers[node]..data.FeatureRowPointers[node + 1]].DefaultIfEmpty().Max())];
        Assert.That(largest, Is.EqualTo(new float[] { 505, 507, 0, 508, 0, 506 }));
        Assert.That(data.FeatureColumns[6..8], Is.EqualTo(new[] { 0, 3 }), "row 3 is stored as columns 3 and 0");
        Assert.That(data.FeatureValues[6..8], Is.EqualTo(new[] { 0.5f, 4f }));
    }

    [Test]
    public void Read_TinyFiles_StoresEachEdgeOnceEachWay()
    {
        using var fixture = new PlanetoidFixture();
        PlanetoidArrays data = PlanetoidFiles.Read("tiny", fixture.Folder);
        Assert.That(data.Sources, Has.Length.EqualTo((2 * PlanetoidFixture.Nodes) + 1));
        Assert.That(data.Sources[..5].Zip(data.Targets[..5]), Is.EqualTo(new[] { (0, 0), (0, 1), (0, 509), (1, 0), (1, 2) }));
    }

    [Test]
    public void Read_FilesThatContradictEachOther_SaysWhich()
    {
        (string Part, byte[] Bytes, string Message)[] cases =
        [
            ("y", PlanetoidFixture.Labels(0, 5), "ind.tiny.y: expected 4 rows"),
            ("x", PlanetoidFixture.Features(1, 4), "ind.tiny.x: row 0: expected the features of the same row"),
            ("y", PlanetoidFixture.Labels(0, 4, shift: 1), "ind.tiny.y: row 0: expected class 0"),
            ("tx", PlanetoidFixture.Features(505, 3, columns: 6), "ind.tiny.tx: expected 5 columns"),
            ("ty", PlanetoidFixture.Labels(505, 3, classes: 4), "ind.tiny.ty: expected 3 columns"),
            ("ty", PlanetoidFixture.Labels(505, 3, one: 2), "ind.tiny.ty: row 0: expected one 1 among zeros"),
            ("ty", PlanetoidFixture.Labels(505, 3, classes: 0), "ind.tiny.ty: expected at least one class"),
            ("tx", PlanetoidFixture.Features(505, 3, second: float.NaN), "ind.tiny.tx: row 0, column 2: expected a finite feature, got NaN"),
            ("tx", PlanetoidFixture.Features(505, 3, second: float.PositiveInfinity), "expected a finite feature"),
            ("tx", PlanetoidFixture.Features(505, 3, step: 0), "ind.tiny.tx: row 0: expected each column at most once"),
            ("tx", PlanetoidFixture.Labels(505, 3), "expected a CSR matrix of features"),
            ("ty", PlanetoidFixture.Features(505, 3), "expected an array of integers"),
            ("graph", PlanetoidFixture.Labels(505, 3), "expected a dictionary of adjacency lists"),
            ("graph", PlanetoidFixture.Ring(509), "ind.tiny.test.index: line 1: expected a node of 0..508, got '509'"),
            ("graph", PlanetoidFixture.Ring(510, keyOfLast: 3), "ind.tiny.graph: entry 509: expected each node of 0..509 once"),
            ("graph", PlanetoidFixture.Ring(510, keyOfLast: 510), "ind.tiny.graph: entry 509"),
            ("graph", PlanetoidFixture.Ring(510, neighbourOfLast: 510), "ind.tiny.graph: node 509: expected neighbours of 0..509"),
            ("test.index", "509\n505\n"u8.ToArray(), "ind.tiny.test.index: expected 3 nodes"),
            ("test.index", "509\n505\n505\n"u8.ToArray(), "ind.tiny.test.index: line 3: expected a node that has no row yet, got 505"),
            ("test.index", "509\n505\n504\n"u8.ToArray(), "line 3"),
            ("test.index", "509\n505\n-7\n"u8.ToArray(), "line 3"),
            ("test.index", "509\nfive\n507\n"u8.ToArray(), "line 2: expected a node of 0..509, got 'five'"),
        ];
        foreach ((string part, byte[] bytes, string message) in cases)
        {
            using var fixture = new PlanetoidFixture();
            fixture.Write(part, bytes);
            Refuses(fixture, message);
        }
    }

    [Test]
    public void Read_TooFewRowsForValidation_Throws()
    {
        using var fixture = new PlanetoidFixture();
        fixture.Write("allx", PlanetoidFixture.Features(0, 503));
        fixture.Write("ally", PlanetoidFixture.Labels(0, 503));
        Refuses(fixture, "ind.tiny.allx: expected at least 504 rows");
    }

    [Test]
    public void Read_MissingFile_ThrowsWithItsName()
    {
        using var fixture = new PlanetoidFixture();
        File.Delete(Path.Combine(fixture.Folder, "ind.tiny.tx"));
        Assert.That(() => PlanetoidFiles.Read("tiny", fixture.Folder), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("ind.tiny.tx"));
    }

    [TestCase("graph")]
    [TestCase("allx")]
    [TestCase("ty")]
    [TestCase("test.index")]
    public void Read_Mutations_ReadsOrRefuses(string part)
    {
        using var fixture = new PlanetoidFixture();
        long whole = Directory.GetFiles(fixture.Folder).Sum(file => new FileInfo(file).Length);
        byte[] valid = fixture.ReadPart(part);
        int refused = ParserFuzz.SurvivesMutations(
            valid,
            bytes =>
            {
                fixture.Write(part, bytes);
                PlanetoidFiles.Read("tiny", fixture.Folder);
            },
            otherBytes: whole - valid.Length);
        Assert.That(refused, Is.GreaterThan(50));
    }
}
