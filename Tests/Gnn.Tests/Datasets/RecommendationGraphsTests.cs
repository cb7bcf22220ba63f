using System.Text;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class RecommendationGraphsTests
{
    private static readonly string[] Folds = ["u1", "u2", "u3", "u4", "u5", "ua", "ub"];
    private static readonly EdgeType Interacts = new("user", "interacts", "item");
    private static readonly EdgeType Rates = new("user", "rates", "item");
    private static readonly EdgeType Trusts = new("user", "trusts", "user");

    [TestCase("gowalla", 29858, 40981, 810128, 217242)]
    [TestCase("lastfm", 1892, 4489, 42135, 10533)]
    public void Load_RealFiles_HasThePublishedCountsTwice(string name, int users, int items, int train, int test)
    {
        string root = Path.GetDirectoryName(SharedData.Require("recsys"))!;
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(root);
        using Dataset again = entry.Load(root);
        HeteroGraph graph = dataset.As<HeteroGraph>();
        IndexSplit split = dataset.IndexSplits.Single();

        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That((graph.NodeCount("user"), graph.NodeCount("item")), Is.EqualTo((users, items)));
        Assert.That((dataset.Names["user"].Count, dataset.Names["item"].Count), Is.EqualTo((users, items)));
        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((train, 0, test)));
        Assert.That((split.ItemName, (long)split.ItemCount), Is.EqualTo(("user-interacts-item edge", graph.EdgeCount(graph.EdgeTypes[0]))));
        Assert.That(CountDistinct(graph, Interacts), Is.EqualTo(train + test), "no interaction is repeated, or in both parts");
        Assert.That(again.ComputeContentHash(), Is.EqualTo(dataset.ComputeContentHash()).And.EqualTo(entry.ContentHash));
    }

    [Test]
    public void Load_Gowalla_NamesUsersAndItemsByTheirPublishedIds()
    {
        using Dataset dataset = DatasetCatalog.Find("gowalla").Load(Path.GetDirectoryName(SharedData.Require("recsys"))!);
        HeteroGraph graph = dataset.As<HeteroGraph>();

        Assert.That((dataset.Names["user"][0], dataset.Names["user"][29857], dataset.Names["item"][0]), Is.EqualTo(("343", "8710", "8975")));
        Assert.That(graph.Targets(Interacts)[..4].ToArray(), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(graph.EdgeCount(Interacts) / (29858.0 * 40981), Is.EqualTo(0.00084).Within(5e-6), "density");
    }

    [Test]
    public void Load_Lastfm_HasWeightsAndTrustInBothDirections()
    {
        (HeteroGraph graph, _) = RecommendationGraphs.Load("lastfm", Path.GetDirectoryName(SharedData.Require("recsys"))!);
        using (graph)
        {
            float[] weights = graph.Edges(Interacts)[ColumnNames.EdgeWeights].ToArray<float>();
            HashSet<(int, int)> trust = [.. graph.Sources(Trusts).ToArray().Zip(graph.Targets(Trusts).ToArray())];

            Assert.That((weights[0], weights.Max(), weights.Min()), Is.EqualTo((993f, 324660f, 1f)));
            Assert.That((graph.Sources(Interacts)[0], graph.Targets(Interacts)[0]), Is.EqualTo((423, 4075)));
            Assert.That(trust, Has.Count.EqualTo(25434));
            Assert.That(trust.All(pair => trust.Contains((pair.Item2, pair.Item1))), Is.True);
            Assert.That(Enumerable.Range(0, 1892).Except(graph.Sources(Interacts).ToArray()).Count(), Is.EqualTo(12), "users who listened to nothing");
        }
    }

    [TestCase("amazon-book")]
    [TestCase("yelp2018")]
    public void Load_SmallItemLists_SortsAndAllowsUsersWithoutItems(string name)
    {
        using var scratch = new ScratchFolder();
        WriteLists(scratch, name, "0 2 0\n1 1 \n2 0 1 2\n", "0 1\n1 \n2\n");
        using Dataset dataset = DatasetCatalog.Find(name).Load(scratch.Path);
        HeteroGraph graph = dataset.As<HeteroGraph>();

        Assert.That(graph.Sources(Interacts).ToArray(), Is.EqualTo(new[] { 0, 0, 1, 2, 2, 2, 0 }));
        Assert.That(graph.Targets(Interacts).ToArray(), Is.EqualTo(new[] { 0, 2, 1, 0, 1, 2, 1 }));
        Assert.That(dataset.IndexSplits[0].Test.ToArray(), Is.EqualTo(new[] { 6 }));
        Assert.That(dataset.Names["item"], Is.EqualTo(new[] { "B00", "B01", "B02" }));
    }

    [TestCase("train.txt", "0 3\n", "line 1, column 3", "an item of 0 to 2")]
    [TestCase("train.txt", "0 1\n3 1\n", "line 2, column 1", "a user of 0 to 2")]
    [TestCase("test.txt", "0 1\nx 1\n", "line 2, column 1", "a whole number, got 'x'")]
    [TestCase("user_list.txt", "org_id remap_id\na 0\nb 2\n", "line 3", "0 line by line of 1 to 1")]
    [TestCase("item_list.txt", "org_id remap_id\na 0\na 1\n", "line 3", "listed once, got 'a'")]
    [TestCase("item_list.txt", "a 0\nb 1\n", "line 1", "header")]
    public void Load_DamagedItemLists_NamesFileAndLine(string file, string content, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        WriteLists(scratch, "yelp2018", "0 1\n", "1 2\n");
        PackedText.Write(scratch[$"recsys/yelp2018/{file}"], content);

        Assert.That(
            () => RecommendationGraphs.Load("yelp2018", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(file).And.Message.Contains(place).And.Message.Contains(problem));
    }

    [Test]
    public void Load_GowallaInAnotherOrderOfItems_IsTheSameDataSet()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["recsys/gowalla"]);
        foreach (string name in (string[])["test.txt", "user_list.txt", "item_list.txt"])
        {
            File.Copy(SharedData.Require($"recsys/gowalla/{name}"), scratch[$"recsys/gowalla/{name}"]);
        }

        string[] lines = File.ReadAllLines(SharedData.Require("recsys/gowalla/train.txt"));
        File.WriteAllLines(scratch["recsys/gowalla/train.txt"], lines.Select(line => string.Join(' ', line.Split(' ').Take(1).Concat(line.Split(' ').Skip(1).Reverse()))));

        Assert.That(() => RecommendationGraphs.Load("gowalla", scratch.Path).Graph.Dispose(), Throws.Nothing);
    }

    [TestCase("1\t9\t3", "line 1, column 3", "an item of 1 to 3")]
    [TestCase("1\t1\t0", "line 1", "above 0")]
    [TestCase("1\t1\tmany", "line 1, column 5", "a finite number")]
    public void Load_DamagedLastfm_NamesFileAndLine(string line, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        PackedText.Write(scratch["recsys/lastfm/data1.txt"], line);
        PackedText.Write(scratch["recsys/lastfm/test1.txt"], "1\t1\t5");
        PackedText.Write(scratch["recsys/lastfm/trustnetwork.txt"], "1\t2");

        Assert.That(
            () => RecommendationGraphs.Load("lastfm", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("data1.txt").And.Message.Contains(place).And.Message.Contains(problem));
    }

    [TestCase(true, true)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public void Load_SmallMovieLens_HasColumnsNamesAndTheFoldsThatAreThere(bool isPacked, bool hasFolds)
    {
        using var scratch = new ScratchFolder();
        WriteMovies(scratch, isPacked, hasFolds, "2\t1\t5\t881250949\n1\t2\t3\t881250950\n1\t1\t1\t881250951\n");
        using Dataset dataset = DatasetCatalog.Find("movielens-100k").Load(scratch.Path);
        HeteroGraph graph = dataset.As<HeteroGraph>();

        Assert.That(graph.Sources(Rates).ToArray(), Is.EqualTo(new[] { 1, 0, 0 }));
        Assert.That(graph.Targets(Rates).ToArray(), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(graph.Edges(Rates)[ColumnNames.EdgeWeights].ToArray<float>(), Is.EqualTo(new[] { 5f, 3f, 1f }));
        Assert.That(graph.Edges(Rates)[ColumnNames.Times].ToArray<long>()[0], Is.EqualTo(881250949));
        Assert.That(graph.Nodes("item")[ColumnNames.Features].ToArray<float>(), Is.EqualTo(new[] { 0f, 1f, 1f, 0f }));
        Assert.That(graph.Nodes("user")["age"].ToArray<int>(), Is.EqualTo(new[] { 24, 53 }));
        Assert.That(graph.Nodes("user")["occupation"].ToArray<int>(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(dataset.Names["title"], Is.EqualTo(new[] { "Toy Story (1995)", "Misérables, Les (1995)" }));
        Assert.That(dataset.Names["genre"], Is.EqualTo(new[] { "unknown", "Children's" }));
        Assert.That(dataset.Names["item"], Is.EqualTo(new[] { "1", "2" }));
        Assert.That(dataset.IndexSplits.Select(split => split.ToString()), Is.EqualTo(
            hasFolds ? Folds.Select(fold => $"IndexSplit '{fold}': 2 train, 0 validation, 1 test of 3 user-rates-item edges") : []));
    }

    [TestCase("1\t3\t3\t1\n", "line 1, column 3", "a movie of 1 to 2")]
    [TestCase("1\t2\t6\t1\n", "line 1, column 5", "a rating of 1 to 5")]
    [TestCase("1\t2\t3\t1\n1\t2\t4\t2\n", "line 2", "one rating")]
    public void Load_DamagedMovieLens_NamesFileAndLine(string data, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        WriteMovies(scratch, isPacked: true, hasFolds: false, data);

        Assert.That(
            () => RecommendationGraphs.Load("movielens-100k", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("ml-100k.zip/u.data").And.Message.Contains(place).And.Message.Contains(problem));
    }

    [TestCase("u1.base", "2\t2\t5\t1\n", "by user 2 of movie 2")]
    [TestCase("ub.test", "2\t1\t5\t1\n", "by user 2 of movie 1")]
    public void Load_FoldThatContradictsTheRatings_NamesFileAndLine(string file, string content, string problem)
    {
        using var scratch = new ScratchFolder();
        WriteMovies(scratch, isPacked: false, hasFolds: true, "2\t1\t5\t1\n1\t2\t3\t2\n1\t1\t1\t3\n");
        PackedText.Write(scratch[$"no-redistribution/ml-100k/{file}"], content);

        Assert.That(
            () => RecommendationGraphs.Load("movielens-100k", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(file).And.Message.Contains("line 1").And.Message.Contains(problem));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() => Assert.That(
        () => RecommendationGraphs.Load("yelp"), Throws.ArgumentException.With.Message.Contains("gowalla, yelp2018, amazon-book, lastfm, movielens-100k"));

    private static int CountDistinct(HeteroGraph graph, EdgeType type) =>
        graph.Sources(type).ToArray().Zip(graph.Targets(type).ToArray()).Distinct().Count();

    private static void WriteLists(ScratchFolder scratch, string name, string train, string test)
    {
        PackedText.Write(scratch[$"recsys/{name}/train.txt"], train);
        PackedText.Write(scratch[$"recsys/{name}/test.txt"], test);
        PackedText.Write(scratch[$"recsys/{name}/user_list.txt"], "org_id remap_id\nA0 0\nA1 1\nA2 2\n");
        PackedText.Write(scratch[$"recsys/{name}/item_list.txt"], "org_id remap_id\r\nB00 0\r\nB01 1\r\nB02 2");
    }

    private static void WriteMovies(ScratchFolder scratch, bool isPacked, bool hasFolds, string data)
    {
        List<(string Name, string Text)> files =
        [
            ("u.data", data),
            ("u.item", "1|Toy Story (1995)|01-Jan-1995||http://x.y/Toy%20Story|0|1\n2|Misérables, Les (1995)||||1|0\n"),
            ("u.user", "1|24|M|technician|85711\n2|53|F|other|T8H1N\n"),
            ("u.genre", "unknown|0\nChildren's|1\n\n"),
        ];
        if (hasFolds)
        {
            foreach (string fold in Folds)
            {
                files.AddRange([($"{fold}.base", "2\t1\t5\t1\n1\t1\t1\t3\n"), ($"{fold}.test", "1\t2\t3\t2\n")]);
            }
        }

        string folder = "no-redistribution/ml-100k";
        if (isPacked)
        {
            PackedText.WriteZip(scratch[$"{folder}/ml-100k.zip"], [.. files.Select(file => ($"ml-100k/{file.Name}", Encoding.Latin1.GetBytes(file.Text)))]);
            return;
        }

        files.ForEach(file => PackedText.Write(scratch[$"{folder}/{file.Name}"], file.Text));
    }
}
