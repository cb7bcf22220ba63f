using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class TuDatasetTests
{
    [TestCase("mutag", "MUTAG", 17.93, 19.79, new[] { 63, 125 }, new[] { "-1", "1" })]
    [TestCase("enzymes", "ENZYMES", 32.63, 62.14, new[] { 100, 100, 100, 100, 100, 100 }, new[] { "1", "2", "3", "4", "5", "6" })]
    [TestCase("proteins", "PROTEINS", 39.06, 72.82, new[] { 663, 450 }, new[] { "1", "2" })]
    [TestCase("nci1", "NCI1", 29.87, 32.30, new[] { 2053, 2057 }, new[] { "0", "1" })]
    [TestCase("imdb-binary", "IMDB-BINARY", 19.77, 96.53, new[] { 500, 500 }, new[] { "0", "1" })]
    [TestCase("imdb-multi", "IMDB-MULTI", 13.00, 65.94, new[] { 500, 500, 500 }, new[] { "1", "2", "3" })]
    public void Load_RealFiles_HasThePublishedAveragesAndClasses(string name, string set, double nodes, double edges, int[] classes, string[] classNames)
    {
        using Dataset dataset = FamilyChecks.LoadTwice(name, FamilyChecks.Root($"tudataset/{set}.zip"));
        var graphs = dataset.As<GraphSet>();

        Assert.That(Math.Round((double)graphs.NodeCount / graphs.Count, 2), Is.EqualTo(nodes));
        Assert.That(Math.Round(graphs.EdgeCount / 2.0 / graphs.Count, 2), Is.EqualTo(edges));
        Assert.That(graphs.IsUndirected, Is.True);
        Assert.That(FamilyChecks.CountClasses(graphs.HostLabels), Is.EqualTo(classes));
        Assert.That(graphs.ClassNames, Is.EqualTo(classNames));
        Assert.That(dataset.IndexSplits, Is.Empty);
    }

    [Test]
    public void Load_Mutag_HasAtomsAndBondsOneHot()
    {
        using Dataset dataset = DatasetCatalog.Find("mutag").Load(FamilyChecks.Root("tudataset/MUTAG.zip"));
        var graphs = dataset.As<GraphSet>();
        float[] atoms = graphs.Nodes[ColumnNames.Features].ToArray<float>(), bonds = graphs.Edges[ColumnNames.EdgeFeatures].ToArray<float>();

        Assert.That(ColumnSums(atoms, 7), Is.EqualTo(new[] { 2395f, 345, 593, 12, 1, 23, 2 }));
        Assert.That(ColumnSums(bonds, 4), Is.EqualTo(new[] { 4708f, 2008, 724, 2 }));
        Assert.That(dataset.Names["feature"], Is.EqualTo(Enumerable.Range(0, 7).Select(label => $"label {label}")));
        Assert.That(dataset.Names["edge feature"], Has.Count.EqualTo(4));
    }

    [Test]
    public void Load_Enzymes_HasAttributesBeforeLabels()
    {
        using GraphSet graphs = TuDataset.Load("ENZYMES", FamilyChecks.Root("tudataset/ENZYMES.zip"));
        float[] features = graphs.Nodes[ColumnNames.Features].ToArray<float>();

        Assert.That(features[..5], Is.EqualTo(new[] { 11f, 15.887014f, 37.78f, -0.51f, 1.701f }));
        Assert.That(ColumnSums(features, 21)[18..], Is.EqualTo(new[] { 9457f, 9665, 458 }));
    }

    [Test]
    public void Load_Proteins_DividesIntoStratifiedFolds()
    {
        using GraphSet graphs = TuDataset.Load("proteins", FamilyChecks.Root("tudataset/PROTEINS.zip"), TestEngines.Reference);
        IReadOnlyList<IndexSplit> folds = IndexSplit.StratifiedKFold("graph", graphs.HostLabels, 10, new RandomSource(1));

        Assert.That(graphs.Labels.Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(folds.Sum(fold => fold.Test.Length), Is.EqualTo(1113));
    }

    [Test]
    public void Names_AreAllInTheCatalog()
    {
        Assert.That(DatasetCatalog.Names, Is.SupersetOf(TuDataset.Names));
        Assert.That(
            TuDataset.Names,
            Is.SupersetOf(new[] { "ptc-mr", "ptc-fm", "ptc-fr", "ptc-mm", "nci109", "aids", "dd", "collab", "reddit-binary", "reddit-multi-5k" }));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(() => TuDataset.Load("mutagen"), Throws.ArgumentException.With.Message.Contains("'mutagen'").And.Message.Contains("mutag, ptc-mr"));

    private static float[] ColumnSums(float[] cells, int columns)
    {
        float[] sums = new float[columns];
        for (int i = 0; i < cells.Length; i++)
        {
            sums[i % columns] += cells[i];
        }

        return sums;
    }
}
