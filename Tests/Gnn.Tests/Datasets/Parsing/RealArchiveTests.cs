using Gnn.Datasets.Parsing;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Parsing;

public sealed class RealArchiveTests
{
    [Test]
    public void Open_TuDataset_NamesHaveSingleSlashesAndEntriesTheirSizes()
    {
        using Archive archive = Archive.Open(SharedData.Require("tudataset/MUTAG.zip"));
        Assert.That(archive.Names, Does.Contain("MUTAG/MUTAG_A.txt"));
        Assert.That(archive.Contains("MUTAG//MUTAG_A.txt"), Is.False);
        Assert.That(archive.Names.Sum(name => archive.Read(name).Length), Is.EqualTo(76940 + 14884 + 11532 + 439 + 6742 + 2611));
    }

    [Test]
    public void Open_GzippedTar_GivesFilesWithoutFolders()
    {
        using Archive cora = Archive.Open(SharedData.Require("linqs/cora.tgz"));
        Assert.That(cora.Names, Is.EqualTo(new[] { "cora/README", "cora/cora.content", "cora/cora.cites" }));
        Assert.That(cora.Read("cora/cora.content"), Is.EqualTo(File.ReadAllBytes(SharedData.Require("linqs/cora/cora.content"))));
        Assert.That(cora.Read("cora/README"), Is.EqualTo(File.ReadAllBytes(SharedData.Require("linqs/cora/README"))));

        using Archive triples = Archive.Open(SharedData.Require("kg/FB15k-237.tar.gz"));
        Assert.That(triples.Names.Order(), Is.EqualTo(new[] { "test.txt", "train.txt", "valid.txt" }));
        Assert.That(triples.Names.Select(name => triples.Read(name).Length), Is.EqualTo(new[] { 1303101, 21277292, 1519499 }));
    }

    [Test]
    public void Read_EveryPublishedNpz_IsReadWhole()
    {
        int arrays = 0;
        foreach (string folder in new[] { "geom-gcn/splits", "gnn-benchmark", "heterophilous-graphs", "hetero", "signed" })
        {
            foreach (string path in Directory.EnumerateFiles(SharedData.Require(folder), "*.npz", SearchOption.AllDirectories))
            {
                using NpzFile file = NpzFile.Open(path);
                foreach (string name in file.Names)
                {
                    NpyArray array = file.Read(name);
                    int count = array.Letter is 'U' or 'S' ? array.ToTexts().Length : array.ToDouble().Length;
                    Assert.That(count, Is.EqualTo(array.Shape.Aggregate(1L, (product, axis) => product * axis)), $"{path}: {name}");
                    arrays++;
                }
            }
        }

        Assert.That(arrays, Is.GreaterThan(350));
    }

    [TestCase("hetero/heco/acm/p_feat.npz", 4019, 1902, 340377)]
    [TestCase("hetero/heco/acm/a_feat.npz", 7167, 1902, 888869)]
    [TestCase("hetero/heco/acm/pap.npz", 4019, 4019, 57853)]
    [TestCase("hetero/heco/acm/psp.npz", 4019, 4019, 4338213)]
    [TestCase("signed/pygsd/Sampson/sampson_adj.npz", 25, 25, 330)]
    [TestCase("signed/pygsd/telegram/telegram_adj.npz", 245, 245, 8912)]
    public void Read_PublishedScipyMatrix_HasItsCounts(string path, int rows, int columns, int entries)
    {
        ScipyMatrix matrix = ScipyMatrix.Read(SharedData.Require(path));
        Assert.That((matrix.Rows, matrix.Columns, matrix.Values.Length), Is.EqualTo((rows, columns, entries)));
        for (int row = 0; row < rows; row++)
        {
            for (int e = matrix.RowPointers[row] + 1; e < matrix.RowPointers[row + 1]; e++)
            {
                Assert.That(matrix.ColumnIndices[e] > matrix.ColumnIndices[e - 1], Is.True, $"row {row}");
            }
        }
    }

    [Test]
    public void Read_PrefixedKeys_GivesBothMatricesOfABenchmarkFile()
    {
        using NpzFile cora = NpzFile.Open(SharedData.Require("gnn-benchmark/cora.npz"));
        ScipyMatrix adjacency = ScipyMatrix.Read(cora, "adj");
        ScipyMatrix features = ScipyMatrix.Read(cora, "attr");
        Assert.That((adjacency.Rows, adjacency.Values.Length), Is.EqualTo((2708, 5429)));
        Assert.That((features.Columns, features.Values.Length), Is.EqualTo((1433, 49216)));
        Assert.That(cora.Read("class_names").ToTexts(), Has.Length.EqualTo(7).And.All.Not.Empty);
        Assert.That(cora.Read("labels").ToInt32().Max(), Is.EqualTo(6));
    }

    [Test]
    public void Read_PublishedObjectArray_IsRefusedByName()
    {
        string path = SharedData.Require("hetero/heco/acm/nei_a.npy");
        Assert.That(() => NpyArray.Read(path), Throws.TypeOf<Gnn.Tensors.Files.DataFormatException>().With.Message.Contains("object array"));
    }
}
