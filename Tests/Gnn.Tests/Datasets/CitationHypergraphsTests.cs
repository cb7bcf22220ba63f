using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class CitationHypergraphsTests
{
    // Written by Python 3 with numpy, protocol 4: {int32(7): {int32(0), int32(2)}, int32(1): {int32(1), int32(2), int32(3)}} and so on.
    private const string Hyperedges =
        "gASVywAAAAAAAAB9lCiMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMBnNjYWxhcpSTlIwFbnVtcHmUjAVkdHlwZZSTlIwCaTSUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYkMEBwAAAJSGlFKUj5Qo"
        + "aANoCUMEAAAAAJSGlFKUaANoCUMEAgAAAJSGlFKUkGgDaAlDBAEAAACUhpRSlI+UKGgDaAlDBAEAAACUhpRSlGgDaAlDBAIAAACUhpRSlGgDaAlDBAMAAACUhpRSlJB1Lg==";

    private const string Labels = "gASVDQAAAAAAAABdlChLAEsBSwFLAGUu";
    private const string Features =
        "gASVewEAAAAAAACMEXNjaXB5LnNwYXJzZS5fY3NylIwKY3NyX21hdHJpeJSTlCmBlH2UKIwGX3NoYXBllEsESwOGlIwIbWF4cHJpbnSUSzKMBGRhdGGUjBVudW1weS5jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25z"
        + "dHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsEhZRoDIwFZHR5cGWUk5SMAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQxAAAIA/AACAPwAAgD8AAIA/lHSUYowH"
        + "aW5kaWNlc5RoC2gOSwCFlGgQh5RSlChLAUsEhZRoFYwCaTSUiYiHlFKUKEsDaBlOTk5K/////0r/////SwB0lGKJQxAAAAAAAgAAAAAAAAABAAAAlHSUYowGaW5kcHRylGgLaA5LAIWUaBCHlFKUKEsBSwWFlGgk"
        + "iUMUAAAAAAEAAAACAAAAAgAAAAQAAACUdJRidWIu";

    private const string Split = "gASVJAAAAAAAAAB9lCiMBXRyYWlulF2UKEsASwNljAR0ZXN0lF2UKEsBSwJldS4=";

    [TestCase("cocitation-cora", 3.03, 5, 1434, 1433, new[] { 418, 351, 180, 818, 298, 426, 217 }, 140, 10)]
    [TestCase("coauthorship-cora", 4.28, 43, 2388, 1433, new[] { 418, 351, 180, 818, 298, 426, 217 }, 140, 10)]
    [TestCase("cocitation-pubmed", 4.35, 171, 3840, 0, new[] { 4103, 7875, 7739 }, 0, 0)]
    [TestCase("coauthorship-dblp", 4.45, 202, 41302, 0, new[] { 6600, 4105, 11214, 7378, 3916, 8089 }, 0, 0)]
    public void Load_RealFiles_HasThePublishedCounts(string name, double meanSize, int largest, int covered, int features, int[] classes, int train, int splits)
    {
        string root = FamilyChecks.Root("hypergcn/" + name.Replace('-', '/'));
        using Dataset dataset = FamilyChecks.LoadTwice(name, root);
        var hypergraph = dataset.As<Hypergraph>();
        int[] sizes = [.. Enumerable.Range(0, hypergraph.HyperedgeCount).Select(hypergraph.Size)];

        Assert.That(Math.Round(sizes.Average(), 2), Is.EqualTo(meanSize));
        Assert.That((sizes.Min(), sizes.Max()), Is.EqualTo((2, largest)));
        Assert.That(Enumerable.Range(0, hypergraph.NodeCount).Count(node => hypergraph.Degree(node) > 0), Is.EqualTo(covered));
        Assert.That(FamilyChecks.CountClasses(hypergraph.HostLabels), Is.EqualTo(classes));
        Assert.That(hypergraph.HasFeatures, Is.EqualTo(features > 0));
        Assert.That(dataset.Names["hyperedge"], Has.Count.EqualTo(hypergraph.HyperedgeCount).And.Unique);
        Assert.That(dataset.NodeSplits, Has.Count.EqualTo(splits));
        Assert.That(dataset.NodeSplits.Select(split => (split.Train.Length, split.Validation.Length, split.Test.Length)), Is.All.EqualTo((train, 0, 2568)));
    }

    [Test]
    public void Load_Cora_HasTheFeaturesOfThePapersAndNamedHyperedges()
    {
        string root = FamilyChecks.Root("hypergcn/coauthorship/cora");
        using Dataset authors = DatasetCatalog.Find("coauthorship-cora").Load(root);
        using Dataset citing = DatasetCatalog.Find("cocitation-cora").Load(FamilyChecks.Root("hypergcn/cocitation/cora"));

        Assert.That(authors.As<Hypergraph>().Features.Sparse!.Structure.EntryCount, Is.EqualTo(49216));
        Assert.That(authors.Names["hyperedge"][0], Is.EqualTo("V Gupta"));
        Assert.That(authors.As<Hypergraph>().MembersOf(0).ToArray(), Is.EqualTo(new[] { 235, 355 }));
        Assert.That(citing.Names["hyperedge"].Take(2), Is.EqualTo(new[] { "402", "1696" }));
        Assert.That(citing.As<Hypergraph>().MembersOf(0).ToArray(), Is.EqualTo(new[] { 163, 219, 538 }));
        Assert.That(authors.NodeSplits[9].Name, Is.EqualTo("split 10"));
    }

    [TestCase("cocitation-pubmed", "4e260f1cca08181f63f4b888c2c477e66892202ae3b3ffbe22b2bf4799709274")]
    [TestCase("coauthorship-dblp", "b194f544595bb5ae18237c57316fd070f4ce58a0148dcdf5e8952a195de90b21")]
    public void Load_WithoutFeatures_IsTheKnownHypergraph(string name, string hash)
    {
        using Dataset dataset = DatasetCatalog.Find(name).Load(FamilyChecks.Root("hypergcn/" + name.Replace('-', '/')));

        Assert.That(dataset.ComputeContentHash(), Is.EqualTo(hash));
    }

    [TestCase("cocitation-citeseer", 10)]
    [TestCase("cocitation-pubmed", 10)]
    public void Load_TinyFiles_OfASetThatIsNotAtHand_HasFeaturesAndSplits(string name, int splits)
    {
        using var scratch = new ScratchFolder();
        Write(scratch, name);
        (Hypergraph hypergraph, IReadOnlyList<NodeSplit> read) = CitationHypergraphs.Load(name, scratch.Path);
        using (hypergraph)
        {
            Assert.That((hypergraph.NodeCount, hypergraph.HyperedgeCount), Is.EqualTo((4, 2)));
            Assert.That(hypergraph.MembersOf(1).ToArray(), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(hypergraph.HostLabels.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 0 }));
            Assert.That(hypergraph.Features.Sparse!.Structure.Row(3).ToArray(), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(read, Has.Count.EqualTo(splits));
            Assert.That(read[0].Train.ToArray(), Is.EqualTo(new[] { 0, 3 }));
            Assert.That(read[0].Test.ToArray(), Is.EqualTo(new[] { 1, 2 }));
        }
    }

    [TestCase("hypergraph.pickle", "gASVBgAAAAAAAABdlEsBYS4=", "a dictionary of hyperedges")]
    [TestCase("hypergraph.pickle", "gASVFAAAAAAAAAB9lCiMAWGUXZSMAWKUXZRLAGF1Lg==", "no nodes")]
    [TestCase("hypergraph.pickle", "gASVEAAAAAAAAAB9lIwBYZRdlChLAUsBZXMu", "twice")]
    [TestCase("hypergraph.pickle", "gASVEAAAAAAAAAB9lIwBYZRdlChLAUsEZXMu", "hyperedge 'a': expected nodes of 0..3")]
    [TestCase("labels.pickle", "gASVBgAAAAAAAABdlEsBYS4=", "features.pickle")]
    [TestCase("labels.pickle", Split, "a list of classes")]
    [TestCase("features.pickle", Labels, "a CSR matrix")]
    [TestCase("splits/3.pickle", Labels, "'train' and 'test'")]
    [TestCase("splits/3.pickle", "gASVJAAAAAAAAAB9lCiMBXRyYWlulF2UKEsASwNljAR0ZXN0lF2UKEsDSwJldS4=", "one part at most")]
    public void Load_DamagedFile_SaysWhich(string file, string pickle, string problem)
    {
        using var scratch = new ScratchFolder();
        string folder = Write(scratch, "cocitation-citeseer");
        File.WriteAllBytes(Path.Combine(folder, file), Convert.FromBase64String(pickle));

        Assert.That(
            () => CitationHypergraphs.Load("cocitation-citeseer", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(problem).And.Message.Contains(Path.GetFileName(folder)));
    }

    [TestCase("hypergraph.pickle")]
    [TestCase("labels.pickle")]
    [TestCase("features.pickle")]
    [TestCase("splits/10.pickle")]
    public void Load_FileCutAnywhere_IsRefused(string file)
    {
        using var scratch = new ScratchFolder();
        string path = Path.Combine(Write(scratch, "cocitation-citeseer"), file);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += 5)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.That(() => CitationHypergraphs.Load("cocitation-citeseer", scratch.Path), Throws.TypeOf<DataFormatException>(), $"{length} bytes");
        }
    }

    private static string Write(ScratchFolder scratch, string name)
    {
        string folder = Path.Combine([scratch.Path, "hypergcn", .. name.Split('-')]);
        Directory.CreateDirectory(Path.Combine(folder, "splits"));
        void Save(string file, string pickle) => File.WriteAllBytes(Path.Combine(folder, file), Convert.FromBase64String(pickle));

        Save("hypergraph.pickle", Hyperedges);
        Save("labels.pickle", Labels);
        Save("features.pickle", Features);
        for (int number = 1; number <= 10; number++)
        {
            Save($"splits/{number}.pickle", Split);
        }

        return folder;
    }
}
