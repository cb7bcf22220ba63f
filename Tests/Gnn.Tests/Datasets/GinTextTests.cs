using Gnn.Datasets;
using Gnn.Datasets.GraphClassification;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class GinTextTests
{
    // A triangle, two nodes with an edge, and a single node; tags 3 and 8, labels 5 and 2.
    private const string Tiny = "3\n3 5\n3 2 1 2\n8 2 0 2\n3 2 1 0\n2 2\n8 1 1\n8 1 0\n1 5\n3 0\n";

    [TestCase("gin-mutag", "MUTAG", 17.93, 19.79, new[] { 63, 125 }, new[] { "0", "2" }, 170, 180)]
    [TestCase("gin-proteins", "PROTEINS", 39.06, 72.82, new[] { 663, 450 }, new[] { "0", "1" }, 1002, 1110)]
    [TestCase("gin-nci1", "NCI1", 29.87, 32.30, new[] { 2053, 2057 }, new[] { "0", "1" }, 3699, 4110)]
    [TestCase("gin-imdb-binary", "IMDBBINARY", 19.77, 96.53, new[] { 500, 500 }, new[] { "0", "1" }, 900, 1000)]
    [TestCase("gin-imdb-multi", "IMDBMULTI", 13.00, 65.94, new[] { 500, 500, 500 }, new[] { "0", "1", "2" }, 1350, 1500)]
    public void Load_RealFiles_HasThePublishedAveragesAndFolds(
        string name, string set, double nodes, double edges, int[] classes, string[] classNames, int train, int tested)
    {
        using Dataset dataset = FamilyChecks.LoadTwice(name, FamilyChecks.Root($"gin-text/dataset/{set}"));
        var graphs = dataset.As<GraphSet>();
        float[] features = graphs.Nodes[ColumnNames.Features].ToArray<float>();

        Assert.That(Math.Round((double)graphs.NodeCount / graphs.Count, 2), Is.EqualTo(nodes));
        Assert.That(Math.Round(graphs.EdgeCount / 2.0 / graphs.Count, 2), Is.EqualTo(edges));
        Assert.That(FamilyChecks.CountClasses(graphs.HostLabels), Is.EqualTo(classes));
        Assert.That(graphs.ClassNames, Is.EqualTo(classNames));
        Assert.That(features.Sum(), Is.EqualTo(graphs.NodeCount), "one tag for each node");
        Assert.That(dataset.IndexSplits.Select(fold => fold.Name), Is.EqualTo(Enumerable.Range(1, 10).Select(fold => $"fold {fold}")));
        Assert.That(dataset.IndexSplits.Select(fold => (fold.Train.Length, fold.Validation.Length, fold.Train.Length + fold.Test.Length)), Is.All.EqualTo((train, 0, graphs.Count)));
        Assert.That(dataset.IndexSplits.SelectMany(fold => fold.Test.ToArray()).Distinct().Count(), Is.EqualTo(tested));
    }

    [Test]
    public void Load_Mutag_HasTheGraphsOfTheTuCollection()
    {
        string root = FamilyChecks.Root("gin-text/dataset/MUTAG");
        (GraphSet text, _) = GinText.Load("gin-mutag", root);
        using (text)
        using (GraphSet collection = TuDataset.Load("mutag", FamilyChecks.Root("tudataset/MUTAG.zip")))
        {
            Assert.That(Sizes(text), Is.EquivalentTo(Sizes(collection)));
        }
    }

    [Test]
    public void Load_TinyFiles_OfASetThatIsNotAtHand_HasTagsClassesAndFolds()
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "PTC", Tiny, fold => (["0", "2"], ["1"]));
        (GraphSet graphs, IReadOnlyList<IndexSplit> folds) = GinText.Load("gin-ptc", scratch.Path);
        using (graphs)
        {
            Assert.That((graphs.Count, graphs.NodeCount, graphs.EdgeCount), Is.EqualTo((3, 6, 8L)));
            Assert.That(graphs.TargetsOf(0).ToArray(), Is.EqualTo(new[] { 1, 2, 0, 2, 0, 1 }));
            Assert.That(graphs.Nodes[ColumnNames.Features].ToArray<float>(), Is.EqualTo(new[] { 1f, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0 }));
            Assert.That(graphs.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
            Assert.That(graphs.ClassNames, Is.EqualTo(new[] { "2", "5" }));
            Assert.That(folds, Has.Count.EqualTo(10));
            Assert.That(folds[9].Train.ToArray(), Is.EqualTo(new[] { 0, 2 }));
            Assert.That(folds[9].Test.ToArray(), Is.EqualTo(new[] { 1 }));
        }
    }

    [Test]
    public void Load_AttributesAfterNeighbours_AreAColumn()
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "PTC", "1\n2 0\n0 1 1 0.5 -2\n0 1 0 1.5 4\n", fold => (["0"], []));
        (GraphSet graphs, _) = GinText.Load("gin-ptc", scratch.Path);
        using (graphs)
        {
            Assert.That(graphs.Nodes["attributes"].ToArray<float>(), Is.EqualTo(new[] { 0.5f, -2, 1.5f, 4 }));
        }
    }

    [TestCase("0", "3", "0 to 2")]
    [TestCase("1", "1", "graph")]
    [TestCase("1", "x", "'x'")]
    public void Load_FoldThatDoesNotFit_IsRefused(string train, string test, string problem)
    {
        using var scratch = new ScratchFolder();
        Write(scratch, "PTC", Tiny, fold => ([train], [fold == 4 ? test : "2"]));

        Assert.That(
            () => GinText.Load("gin-ptc", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("_idx-4.txt").And.Message.Contains(problem));
    }

    [Test]
    public void Read_CutAtAnyLine_IsRefused()
    {
        string[] lines = Tiny.Split('\n')[..^1];
        for (int count = 0; count < lines.Length; count++)
        {
            string cut = string.Join('\n', lines[..count]);
            Assert.That(() => Read(cut), Throws.TypeOf<DataFormatException>().With.Message.Contains($"line {count + 1}"), cut);
        }
    }

    [TestCase("1\n2 0\n0 1 1\n0 0\n", "graph 0", "1 as a neighbour of 0")]
    [TestCase("1\n3 0\n0 1 2\n0 2 0 2\n0 2 0 1\n", "graph 0", "0 as a neighbour of 1")]
    [TestCase("1\n2 0\n0 1 2\n0 1 0\n", "line 3", "0 to 1")]
    [TestCase("1\n2 0\n0 2 1\n0 1 0\n", "line 3", "a neighbour")]
    [TestCase("1\n2 0\n0 1 1 7\n0 1 0\n", "line 4", "expected 1 attributes")]
    [TestCase("1\n2 0\n0 1 1 x\n0 1 0\n", "line 3", "an attribute")]
    [TestCase("1\n1 0\n0 0\n1 0\n", "line 4", "the end of the file after 1 graphs")]
    [TestCase("1\n1\n0 0\n", "line 2", "a label")]
    [TestCase("-1\n", "line 1", "0 to")]
    public void Read_DamagedText_SaysWhere(string text, string place, string problem) =>
        Assert.That(() => Read(text), Throws.TypeOf<DataFormatException>().With.Message.Contains(place).And.Message.Contains(problem));

    private static GinArrays Read(string text) => GinFile.Read(new TextScanner(System.Text.Encoding.UTF8.GetBytes(text), "graphs.txt"));

    private static IEnumerable<(int Nodes, int Edges)> Sizes(GraphSet graphs) =>
        Enumerable.Range(0, graphs.Count).Select(graph => (graphs.NodeCountOf(graph), graphs.EdgeCountOf(graph)));

    private static void Write(ScratchFolder scratch, string set, string text, Func<int, (string[] Train, string[] Test)> folds)
    {
        string folder = Path.Combine(scratch.Path, "gin-text", "dataset", set);
        Directory.CreateDirectory(Path.Combine(folder, "10fold_idx"));
        File.WriteAllText(Path.Combine(folder, set + ".txt"), text);
        for (int fold = 1; fold <= 10; fold++)
        {
            (string[] train, string[] test) = folds(fold);
            File.WriteAllLines(Path.Combine(folder, "10fold_idx", $"train_idx-{fold}.txt"), train);
            File.WriteAllLines(Path.Combine(folder, "10fold_idx", $"test_idx-{fold}.txt"), test);
        }
    }
}
