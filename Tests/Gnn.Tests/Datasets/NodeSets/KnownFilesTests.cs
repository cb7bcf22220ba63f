using System.Security.Cryptography;
using Gnn.Datasets;
using Gnn.Datasets.Citation;
using Gnn.Datasets.Heterophily;
using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class KnownFilesTests
{
    private static IEnumerable<string> Names =>
        [.. Linqs.Names, .. GnnBenchmark.Names, .. GeomGcn.Names, .. HeterophilousGraphs.Names];

    private static DataRoot Root => new(Path.GetDirectoryName(SharedData.Require("planetoid"))!);

    [Test]
    public void Names_AreInTheCatalog() => Assert.That(DatasetCatalog.Names, Is.SupersetOf(Names));

    [Test]
    public void Files_ThatAreThere_HaveTheKnownSizesAndDigests()
    {
        int checkedFiles = 0;
        foreach (RemoteFile file in Names.SelectMany(name => DatasetCatalog.Find(name).Files).DistinctBy(file => file.Source))
        {
            if (Root.Find(file) is { } path && file.Sha256 is not null)
            {
                byte[] bytes = Gzip.ReadFile(path);
                bytes = bytes.Length == file.Length ? bytes : File.ReadAllBytes(path);
                Assert.That(bytes, Has.Length.EqualTo(file.Length), file.Name);
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(bytes)), Is.EqualTo(file.Sha256), file.Name);
                checkedFiles++;
            }
        }

        Assert.That(checkedFiles, Is.EqualTo(2 + 3 + 10 + 80 + 24 + 11));
    }

    [Test]
    public void Load_OfWhatIsThere_GivesTheSizeAndTheHashOfTheEntryTwice([ValueSource(nameof(Names))] string name)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        if (entry.ContentHash is null)
        {
            Assert.That(name == "cornell" || entry.FindFiles(Root) is null, "a data set whose files are there has a hash");
            return;
        }

        using Dataset first = entry.Load(Root.Path);
        using Dataset second = entry.Load(Root.Path);
        Assert.That(DatasetSize.Of(first.Structure), Is.EqualTo(entry.Size));
        Assert.That(second.ComputeContentHash(), Is.EqualTo(entry.ContentHash));
    }

    [Test]
    public void Entries_AreWhole()
    {
        DatasetEntry[] entries =
            [.. LinqsSources.Entries, .. GnnBenchmarkSources.Entries, .. GeomGcnSources.Entries, .. HeterophilousSources.Entries];
        foreach (DatasetEntry entry in entries)
        {
            Assert.That((entry.Task, entry.Files.Count > 0, entry.Size is not null), Is.EqualTo((DatasetTask.NodeClassification, true, true)), entry.Name);
            Assert.That(entry.Title, Is.Not.Empty, entry.Name);
        }
    }
}
